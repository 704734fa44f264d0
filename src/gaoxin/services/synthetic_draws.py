"""Random numbers by address: the same on every machine and Python.

A draw is a hash of its address (seed, subject, variable, year), not the next of a stream: one more variable
or subject changes no other figure. Exponentials are decimal: not even a last digit differs between machines.
What a description says is made ready once (`drawer`, `picker`); a draw then costs one hash and little more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from hashlib import blake2b
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaoxin.services.synthetic_spec import Draw

CONTEXT = Context(prec=28)
"""The decimal context to draw in."""

Drawer = Callable[[bytes], Decimal]
"""Gives the number that stands at an address."""

_ALL, _WORD = Decimal(1 << 64), Decimal(1 << 32)
_words = Struct(">12I").unpack


def uniform(key: bytes) -> Decimal:
    """Give the number from 0 up to, not including, 1 that stands at an address."""
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "big") / _ALL


def bell(key: bytes) -> Decimal:
    """Give the number of mean 0 and standard deviation 1 at an address: twelve uniform ones, less 6."""
    return (sum(_words(blake2b(key, digest_size=48).digest())) + 6) / _WORD - 6


def drawer(draw: Draw) -> Drawer:
    """Make a described draw ready."""
    inner = _drawer(draw)
    if draw.least is None and draw.most is None:
        return inner
    least, most = limit(draw.least), limit(draw.most)
    return lambda key: cut(inner(key), least, most)


def _drawer(draw: Draw) -> Drawer:
    if draw.lognormal:
        middle, sigma = exact(draw.lognormal.median), exact(draw.lognormal.sigma)
        return lambda key: middle * (sigma * bell(key)).exp()
    if draw.normal:
        mean, sd = exact(draw.normal.mean), exact(draw.normal.sd)
        return lambda key: mean + sd * bell(key)
    if draw.uniform:
        low = exact(draw.uniform.low)
        span = exact(draw.uniform.high) - low
        return lambda key: low + span * uniform(key)
    fixed = exact(draw.fixed or Fraction(0))
    return lambda _: fixed


def picker(shares: Mapping[str, Fraction]) -> Callable[[bytes], str]:
    """Make a choice ready: each word as often as its share."""
    *others, last = shares
    pairs = [(word, exact(shares[word])) for word in others]

    def pick(key: bytes) -> str:
        at = uniform(key)
        for word, share in pairs:
            at -= share
            if at < 0:
                return word
        return last

    return pick


@dataclass(frozen=True, slots=True)
class Draws:
    """Random numbers by address.

    >>> Draws(1).uniform("a", 7) == Draws(1).uniform("a", 7)
    True
    """

    seed: int

    def uniform(self, *address: object) -> Decimal:
        """Give a number from 0 up to, not including, 1."""
        return uniform(self.key(*address))

    def bell(self, *address: object) -> Decimal:
        """Give a number of mean 0 and standard deviation 1."""
        return bell(self.key(*address))

    def number(self, draw: Draw, *address: object) -> Decimal:
        """Draw a number as described."""
        return drawer(draw)(self.key(*address))

    def pick(self, shares: Mapping[str, Fraction], *address: object) -> str:
        """Pick one of several, each as often as its share."""
        return picker(shares)(self.key(*address))

    def key(self, *address: object) -> bytes:
        """Write an address down."""
        return "/".join(map(str, (self.seed, *address))).encode()


def exact(number: Fraction) -> Decimal:
    """Give a fraction as a decimal of 28 digits."""
    return CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def limit(number: Fraction | None) -> Decimal | None:
    """Give a limit as a decimal; none stays none."""
    return None if number is None else exact(number)


def cut(value: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """Cut a number off at its limits."""
    if least is not None and value < least:
        return least
    return most if most is not None and value > most else value
