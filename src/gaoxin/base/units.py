"""Units: exact factors over a few base units, and the arithmetic of dimensions.

A unit is a factor (an exact fraction) and a dimension (powers of base units). 千元 and 万元 share the
dimension of 元 and convert exactly; 元 and 人 do not mix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Dimension = tuple[tuple[str, int], ...]
NONE: Dimension = ()

COUNTING = frozenset("人 户 家 个 件 项 次 篇 所 名 台 套 只 张 份 天 月 年 岁 小时 分 点".split())
"""Units that count things: a bare number may stand for them; money and measures need their unit."""
_MEASURES = frozenset("元 美元 亩 平方米 吨 吨标准煤 kWh 吨CO2 人年 人月 人天".split())
BASE = COUNTING | _MEASURES
DERIVED = {"公顷": (Fraction(10**4), "平方米"), "平方公里": (Fraction(10**6), "平方米")}
"""Units with a name of their own that are multiples of a base unit."""

_ACROSS = {"亩": (Fraction(2000, 3), "平方米")}
"""Base units of one kind: a formula does not mix them, and figures that are read convert exactly or not."""

PREFIX = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
ALIAS = {
    "吨标煤": "吨标准煤",
    "千瓦时": "kWh",
    "度": "kWh",
    "日": "天",
    "周岁": "岁",
    "人民币元": "元",
    "㎡": "平方米",
    "m2": "平方米",
    "km2": "平方公里",
    "人·年": "人年",
    "倍": "1",
    "比值": "1",
}
RATIO = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "％": Fraction(1, 100), "百分点": Fraction(1, 100)}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Parameters
    ----------
    symbol : as written, for printing
    factor : value of one unit in base units
    dimension : sorted (base unit, power) pairs; empty for a pure number
    """

    symbol: str
    factor: Fraction
    dimension: Dimension

    @property
    def is_countable(self) -> bool:
        """Whether a bare number may stand for this unit."""
        return all(name in COUNTING for name, _ in self.dimension)


def multiply(a: Dimension, b: Dimension, sign: int = 1) -> Dimension:
    """Dimension of a product (``sign=1``) or of a quotient (``sign=-1``)."""
    powers = dict(a)
    for name, power in b:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def ratio(given: Unit, own: Unit) -> Fraction | None:
    """How many of one unit another is, exactly; None where they measure different things.

    >>> units = [parse(text) for text in ("公顷", "亩", "平方米", "元")]
    >>> ratio(units[0], units[1]), ratio(units[1], units[2]), ratio(units[2], units[3])
    (Fraction(15, 1), Fraction(2000, 3), None)
    """
    sides = [_across(unit) for unit in (given, own)]
    return sides[0][0] / sides[1][0] if sides[0][1] == sides[1][1] else None


def _across(unit: Unit) -> tuple[Fraction, Dimension]:
    """Factor and dimension with base units of one kind made one."""
    factor, dimension = unit.factor, NONE
    for name, power in unit.dimension:
        step, base = _ACROSS.get(name, (Fraction(1), name))
        factor *= step**power
        dimension = multiply(dimension, ((base, power),))
    return factor, dimension


def show(dimension: Dimension) -> str:
    """Write a dimension for a message: ``元/人``, or ``a pure number``."""
    over = "·".join(name + (f"^{p}" if p > 1 else "") for name, p in dimension if p > 0)
    under = "·".join(name + (f"^{-p}" if p < -1 else "") for name, p in dimension if p < 0)
    if not dimension:
        return "a pure number"
    return f"{over or '1'}/{under}" if under else over


@lru_cache(maxsize=1024)
def parse(text: str) -> Unit | None:
    """Read a unit: ``万元``, ``%``, ``件/万人``, ``万元/亩·年``; None when it is not one.

    A divisor may be a product of units joined by ``·``. ``1`` and the empty text are the pure number.
    """
    text = text.strip()
    if text in ("", "1"):
        return Unit(text or "1", Fraction(1), NONE)
    factor, dimension = Fraction(1), NONE
    for index, part in enumerate(text.split("/")):
        for piece in re.split(r"[·*]", part) if part not in ALIAS else [part]:
            single = _single(piece)
            if single is None:
                return None
            sign = 1 if index == 0 else -1
            factor *= single[0] ** sign
            dimension = multiply(dimension, single[1], sign)
    return Unit(text, factor, dimension)


def _single(text: str) -> tuple[Fraction, Dimension] | None:
    """One unit without ``/`` or ``·``, with its prefix."""
    text = ALIAS.get(text, text)
    if text == "1":
        return Fraction(1), NONE
    if text in RATIO:
        return RATIO[text], NONE
    if text in BASE or text in DERIVED:
        return _of_base(text)
    for prefix in sorted(PREFIX, key=len, reverse=True):
        if text == prefix:
            return Fraction(PREFIX[prefix]), NONE
        rest = text.removeprefix(prefix)
        rest = ALIAS.get(rest, rest)
        if rest != text and (rest in BASE or rest in DERIVED):
            factor, dimension = _of_base(rest)
            return PREFIX[prefix] * factor, dimension
    return None


def _of_base(name: str) -> tuple[Fraction, Dimension]:
    factor, base = DERIVED.get(name, (Fraction(1), name))
    return factor, ((base, 1),)


@lru_cache(maxsize=1024)
def decimal_steps(factor: Fraction) -> tuple[Fraction, int]:
    """Split a factor into one without a ten in it, and a power of ten.

    >>> decimal_steps(Fraction(150000)), decimal_steps(Fraction(2000, 3))
    ((Fraction(15, 1), 4), (Fraction(2, 3), 3))
    """
    tens = 0
    while factor.denominator % 2 == 0 or factor.denominator % 5 == 0:
        factor, tens = factor * 10, tens - 1
    while factor.numerator % 10 == 0:
        factor, tens = factor / 10, tens + 1
    return factor, tens
