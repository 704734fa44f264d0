"""Random numbers by address: the same on every machine and Python.

A draw is a hash of its address (seed, subject, variable, year), not the next of a stream: one more variable
or subject changes no other figure. Exponentials are decimal: not even a last digit differs between machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from struct import unpack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.services.synthetic_spec import Draw

CONTEXT = Context(prec=28)
"""The decimal context to draw in."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Random numbers by address.

    >>> Draws(1).uniform("a", 7) == Draws(1).uniform("a", 7)
    True
    """

    seed: int

    def uniform(self, *address: object) -> Decimal:
        """Give a number from 0 up to, not including, 1."""
        return Decimal(int.from_bytes(self._digest(address, 8), "big")) / (1 << 64)

    def bell(self, *address: object) -> Decimal:
        """Give a number of mean 0 and standard deviation 1: twelve uniform ones, less 6."""
        return Decimal(sum(unpack(">12I", self._digest(address, 48))) + 6) / (1 << 32) - 6

    def number(self, draw: Draw, *address: object) -> Decimal:
        """Draw a number as described."""
        if draw.lognormal:
            found = exact(draw.lognormal.median) * (exact(draw.lognormal.sigma) * self.bell(*address)).exp()
        elif draw.normal:
            found = exact(draw.normal.mean) + exact(draw.normal.sd) * self.bell(*address)
        elif draw.uniform:
            low, high = exact(draw.uniform.low), exact(draw.uniform.high)
            found = low + (high - low) * self.uniform(*address)
        else:
            found = exact(draw.fixed or Fraction(0))
        return cut(found, draw.least, draw.most)

    def pick(self, shares: Mapping[str, Fraction], *address: object) -> str:
        """Pick one of several, each as often as its share."""
        at, names = self.uniform(*address), list(shares)
        for name in names[:-1]:
            at -= exact(shares[name])
            if at < 0:
                return name
        return names[-1]

    def _digest(self, address: tuple[object, ...], size: int) -> bytes:
        key = "/".join(map(str, (self.seed, *address)))
        return blake2b(key.encode(), digest_size=size).digest()


@lru_cache(maxsize=4096)
def exact(number: Fraction) -> Decimal:
    """Give a fraction as a decimal of 28 digits."""
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def cut(value: Decimal, least: Fraction | None, most: Fraction | None) -> Decimal:
    """Cut a number off at its limits."""
    if least is not None:
        value = max(value, exact(least))
    return value if most is None else min(value, exact(most))
