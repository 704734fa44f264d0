"""What the steps on arrays have in common: their types, and the rows within which statistics are taken.

Figures are doubles, (…, units, columns); the axes before are draws, and every function that says `…` in a
shape works on all draws at once. NaN is unknown. A scope is an integer code for each unit: means, extremes
and ranks are taken among the units of one code; a unit with a negative code is in no scope and gets no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "NEGLIGIBLE",
    "Bools",
    "Codes",
    "Floats",
    "beside_scope",
    "by_scope",
    "count",
    "mean",
    "members",
    "of_basis",
    "to_digits",
    "total",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.integer[Any]]

NEGLIGIBLE = 1e-12
"""The part of a size below which a difference is the noise of doubles."""


def members(scope: Codes | None, units: int) -> Iterator[NDArray[np.intp] | slice]:
    """Give the rows of each scope; all rows at once where there is only one.

    Parameters
    ----------
    scope : (units,), negative = in no scope; None = one scope of all
    units : number of units
    """
    if not units:
        return
    if scope is None or (scope[0] >= 0 and bool((scope == scope[0]).all())):
        yield slice(None)
        return
    order = np.argsort(scope, kind="stable")
    codes, starts = np.unique(scope[order], return_index=True)
    for code, rows in zip(codes, np.split(order, starts[1:]), strict=True):
        if code >= 0:
            yield rows


def beside_scope(
    x: Floats, of: Floats, scope: Codes | None, one: Callable[[Floats, Floats], Floats]
) -> Floats:
    """Apply a function of two arrays (…, units of one scope, columns) to each scope; NaN for units in none.

    Parameters
    ----------
    x : (…, units, columns)
    of : of the same shape: the figures that statistics are of
    scope : (units,) or None
    one : keeps the shape
    """
    found = np.full(x.shape, np.nan)
    for rows in members(scope, x.shape[-2]):
        found[..., rows, :] = one(x[..., rows, :], of[..., rows, :])
    return found


def of_basis(x: Floats, basis: Bools | None) -> Floats:
    """The figures that statistics are of: those of some units (units,) alone, all where None."""
    return x if basis is None else np.where(basis[:, None], x, np.nan)


def by_scope(x: Floats, scope: Codes | None, one: Callable[[Floats], Floats]) -> Floats:
    """Apply a function of (…, units of one scope, columns) to each scope; NaN for units in none.

    Parameters
    ----------
    x : (…, units, columns)
    scope : (units,) or None
    one : keeps the shape
    """
    found = np.full(x.shape, np.nan)
    for rows in members(scope, x.shape[-2]):
        found[..., rows, :] = one(x[..., rows, :])
    return found


def count(x: Floats, axis: int = -2) -> NDArray[np.int64]:
    """Count the known figures along an axis, which stays with length 1."""
    return np.count_nonzero(~np.isnan(x), axis=axis, keepdims=True).astype(np.int64)


def total(x: Floats, axis: int = -2) -> Floats:
    """Add up the known figures along an axis, which stays with length 1."""
    return np.nansum(x, axis=axis, keepdims=True)


def mean(x: Floats, axis: int = -2) -> Floats:
    """The mean of the known figures along an axis, which stays with length 1; NaN where none is known."""
    number = count(x, axis)
    return np.divide(total(x, axis), number, out=np.full(number.shape, np.nan), where=number > 0)


def to_digits(x: Floats, largest: Floats | float, digits: int) -> Floats:
    """Round figures to digits of the largest beside them; as they are where it is 0.

    Parameters
    ----------
    x : any shape
    largest : without its sign, broadcast against `x`
    """
    size = np.where(np.greater(largest, 0), largest, 1.0)
    unit = 10.0 ** (digits - 1 - np.floor(np.log10(size)))
    return np.where(np.greater(largest, 0), np.rint(x * unit) / unit, x)
