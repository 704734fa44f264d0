"""Screening: which units report too little to be scored."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from gaoxin.engines.array.scopes import Bools, Floats

__all__ = ["METHODS", "units_by_availability"]


def units_by_availability(x: Floats, *, least: int = 0, nonzero: Fraction | float = 0.0) -> Bools:
    """Leave out the units that report too few indicators, or too many zeros.

    A unit stays if at least `least` of its figures are known, and at least the share `nonzero` of the known
    ones is not zero; a unit without a known figure has no such share and is left out where one is asked for.

    Parameters
    ----------
    x : (…, units, leaves), NaN = unknown
    least : number of leaves that must be known
    nonzero : share of the known figures that must not be zero, 0 to 1; a Fraction is
        compared exactly

    Returns
    -------
    (…, units), true = left out

    References
    ----------
    OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3; `Screen` of COINr (byNA, byzeros,
    byNAandzeros) counts in the same way.
    """
    known = np.count_nonzero(~np.isnan(x), axis=-1)
    left_out = known < least
    if nonzero > 0:
        share = Fraction(nonzero)
        filled = known - np.count_nonzero(x == 0, axis=-1)
        left_out |= (filled * share.denominator < known * share.numerator) | (known == 0)
    return left_out


METHODS: dict[str, Callable[..., Bools]] = {"units_by_availability": units_by_availability}
