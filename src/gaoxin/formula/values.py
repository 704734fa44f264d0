"""Values of the reference: fractions, doubles, flags, texts, dates, intervals of points; None for unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce


@dataclass(frozen=True, slots=True)
class Interval:
    """Points that lie somewhere between two values: what a jury may still give."""

    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        return plain(self.low) if self.low == self.high else f"{plain(self.low)}..{plain(self.high)}"


Value = Fraction | float | bool | str | date | Interval | None


def plain(value: Fraction) -> str:
    """A fraction as a decimal where it ends within 12 places, else with 6 places."""
    if value.denominator == 1:
        return str(value.numerator)
    if abs(value) >= 10**15:
        return str(round(value))
    exact = value * 10**12
    if exact.denominator == 1:
        whole, part = divmod(abs(exact.numerator), 10**12)
        return f"{'-' if value < 0 else ''}{whole}.{part:012d}".rstrip("0")
    return f"{float(value):.6g}" if abs(value) < Fraction(1, 1000) else f"{float(value):.6f}"


def span(parts: Iterable[Interval]) -> Interval:
    """The least interval that holds all of them."""
    found = list(parts)
    return Interval(min(p.low for p in found), max(p.high for p in found))


def as_interval(value: Fraction | Interval) -> Interval:
    """A number as the interval that holds just it."""
    return value if isinstance(value, Interval) else Interval(value, value)


def both(parts: Iterable[bool | None]) -> bool | None:
    """Kleene AND: false wins, then unknown."""
    found = list(parts)
    return False if False in found else None if None in found else True


def either(parts: Iterable[bool | None]) -> bool | None:
    """Kleene OR: true wins, then unknown."""
    found = list(parts)
    return True if True in found else None if None in found else False


def arithmetic(op: str, a: Value, b: Value) -> Value:
    """Add, subtract, multiply or divide; unknown passes on, a division by zero is unknown."""
    if a is None or b is None:
        return None
    if isinstance(a, Interval) or isinstance(b, Interval):
        return _intervals(op, as_interval(_number(a)), as_interval(_number(b)))
    if isinstance(a, float) or isinstance(b, float):
        return _doubles(op, double(a), double(b))
    x, y = _fraction(a), _fraction(b)
    match op:
        case "+":
            return x + y
        case "-":
            return x - y
        case "*":
            return x * y
        case _:
            return None if y == 0 else x / y


def _intervals(op: str, a: Interval, b: Interval) -> Interval:
    if op == "+":
        return Interval(a.low + b.low, a.high + b.high)
    if op == "-":
        return Interval(a.low - b.high, a.high - b.low)
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(ends), max(ends))


def double(value: Value) -> float | None:
    """A number as a double, or unknown where no double is that large."""
    try:
        return float(_fraction(value))
    except OverflowError:
        return None


def _doubles(op: str, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or (op == "/" and b == 0):
        return None
    return finite({"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b)


def finite(value: float) -> float | None:
    """A double, or unknown where it is infinite or not a number."""
    return value if math.isfinite(value) else None


_ORDER: dict[str, Callable[[Fraction], bool]] = {
    "<": lambda d: d < 0,
    "<=": lambda d: d <= 0,
    ">": lambda d: d > 0,
    ">=": lambda d: d >= 0,
    "=": lambda d: d == 0,
    "<>": lambda d: d != 0,
}


def compare(op: str, a: Value, b: Value) -> bool | None:
    """Compare two values; an interval gives an answer only where all its points agree."""
    if a is None or b is None:
        return None
    if type(a) is Fraction and type(b) is Fraction:
        return _ORDER[op](a - b)
    if isinstance(a, date) and isinstance(b, date):
        return _ORDER[op](Fraction(a.toordinal() - b.toordinal()))
    if isinstance(a, (str, bool)) or isinstance(b, (str, bool)):
        return (a == b) if op == "=" else (a != b)
    low, high = _difference(as_interval(_number(a)), as_interval(_number(b)))
    if op in ("=", "<>"):
        equal = True if low == high == 0 else False if low > 0 or high < 0 else None
        return equal if equal is None or op == "=" else not equal
    first, last = _ORDER[op](low), _ORDER[op](high)
    return first if first == last else None


def _difference(a: Interval, b: Interval) -> tuple[Fraction, Fraction]:
    return a.low - b.high, a.high - b.low


def rounded(value: Value, step: Fraction, mode: str) -> Value:
    """Round to a multiple of `step`: down and up follow the number line, half_up goes away from zero."""
    if value is None:
        return None
    if isinstance(value, float):
        scaled = abs(value) * float(1 / step) + 0.5
        whole = math.floor(scaled) if math.isfinite(scaled) else None
        return None if whole is None else (-1 if value < 0 else 1) * whole * step
    quotient = _fraction(value) / step
    match mode:
        case "down":
            whole = math.floor(quotient)
        case "up":
            whole = math.ceil(quotient)
        case "half_even":
            whole = round(quotient)
        case _:
            whole = math.floor(abs(quotient) + Fraction(1, 2)) * (-1 if quotient < 0 else 1)
    return whole * step


def _number(value: Value) -> Fraction | Interval:
    return value if isinstance(value, Interval) else _fraction(value)


def _fraction(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float):
        return Fraction(value)
    message = f"{value!r} is not a number"
    raise TypeError(message)


def extreme(order: str, values: Iterable[Value]) -> Value:
    """The first value that none of the others exceeds: the least for ``<``, the greatest for ``>``."""
    return reduce(lambda a, b: b if compare(order, b, a) else a, values)


def folded(function: str, values: Sequence[Value]) -> Value:
    """Known values as one: sum, count (a sum of ones), mean, min or max; of none the sum is 0."""
    if function in ("min", "max"):
        return extreme("<" if function == "min" else ">", values) if values else None
    zero: Value = Fraction(0)
    total = reduce(_plus, values, zero)
    return arithmetic("/", total, Fraction(len(values))) if function == "mean" else total


def _plus(a: Value, b: Value) -> Value:
    return arithmetic("+", a, b)


def _compound_growth(now: float, before: float, years: float) -> float:
    if before <= 0 or now < 0:
        message = "no growth rate"
        raise ValueError(message)
    return math.pow(now / before, 1 / years) - 1


_REAL: dict[str, Callable[..., float]] = {
    "log": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "power": math.pow,
    "cagr": _compound_growth,
}


def real(name: str, values: Iterable[float | None]) -> float | None:
    """A function of doubles: log, log10, exp, sqrt, power or cagr; outside its domain it is unknown."""
    known = list(values)
    if None in known:
        return None
    try:
        return finite(_REAL[name](*known))
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
