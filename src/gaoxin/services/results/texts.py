"""Figures as people read them: exact ones with all their digits, quotients rounded but never across a line.

All of it works on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gaoxin.base import units
from gaoxin.services.results.arrow import pa, pc
from gaoxin.spec import Variable

DECIMALS = (2, 4, 6, 8, 10, 12)
"""Decimals of a rounded figure: the first that keep it on its side of every line."""
_FIXED = ("%", "‰")
_LARGE = 1e15
"""From here on a double has no decimals worth showing."""
_NUDGE = 1 + 1e-14
"""Brings a double that stands for 2.675, and lies just below it, to where rounding half away finds it."""


def tail(unit: str) -> str:
    """What stands behind a figure in a unit."""
    return "" if unit in ("1", "") else unit if unit in _FIXED else f" {unit}"


def factor(unit: str) -> Fraction:
    """The value of one unit in base units."""
    parsed = units.parse(unit)
    return parsed.factor if parsed else Fraction(1)


def reported(cells: dict[str, Any], name: str, spec: Variable) -> tuple[Any, Any]:
    """The figures of a variable in its unit: as doubles (null for what is no number), and as exact texts.

    Parameters
    ----------
    cells : the stored columns by name
    """
    end = tail(spec.unit)
    match spec.type:
        case "number":
            return _doubles(cells[name], spec), _joined(_exact(cells[name], spec), end)
        case "grade":
            low, high = cells[f"{name}__lo"], cells[f"{name}__hi"]
            same = pc.equal(low, high)
            span = pc.binary_join_element_wise(_exact(low, spec), _exact(high, spec), "..")
            number = pc.if_else(same, _doubles(low, spec), pa.scalar(None, pa.float64()))
            return number, _joined(pc.if_else(same, _exact(low, spec), span), end)
        case "real":
            number = pc.divide(cells[name], float(factor(spec.unit)))
            return number, _joined(pc.replace_substring_regex(_text(number), r"\.0$", ""), end)
        case "flag":
            return _none(cells[name]), pc.if_else(cells[name], "是", "否")
        case _:
            return _none(cells[name]), _text(cells[name])


def _places(spec: Variable) -> int:
    """Decimals of a stored integer in the variable's unit; below zero, zeros that follow it."""
    whole, places = factor(spec.unit) * 10**spec.scale, 0
    while whole != 1:
        whole, places = (whole / 10, places + 1) if whole > 1 else (whole * 10, places - 1)
    return places


def _doubles(stored: Any, spec: Variable) -> Any:
    places = _places(spec)
    number = stored.cast(pa.float64(), safe=False)
    return pc.divide(number, 10.0**places) if places >= 0 else pc.multiply(number, 10.0**-places)


def _exact(stored: Any, spec: Variable) -> Any:
    """Stored integers as decimals, without zeros at the end."""
    places = _places(spec)
    digits = _text(pc.abs(stored))
    if places > 0:
        digits = pc.utf8_lpad(digits, width=places + 1, padding="0")
        whole = pc.utf8_slice_codeunits(digits, start=0, stop=-places)
        part = pc.utf8_rtrim(pc.utf8_slice_codeunits(digits, start=-places, stop=None), characters="0")
        digits = pc.if_else(pc.equal(part, ""), whole, pc.binary_join_element_wise(whole, part, "."))
    elif places < 0:
        zeros = pc.if_else(pc.equal(stored, 0), "", "0" * -places)
        digits = pc.binary_join_element_wise(digits, zeros, "")
    return pc.if_else(pc.less(stored, 0), pc.binary_join_element_wise("-", digits, ""), digits)


def figures(numbers: Any, unit: str, lines: Iterable[Fraction]) -> Any:
    """Computed figures as texts with their unit.

    Rounded half away from zero to two decimals (always two of % and ‰, zeros at the end left out of the
    rest), or to as many as keep a figure on its own side of zero and of every line: 3.9996 % is not 4.00 %
    where 4 % is a line. What even twelve decimals do not tell from a line has ``<`` or ``>`` before it.

    Parameters
    ----------
    numbers : doubles in the unit; null for unknown, and then the text is null
    lines : thresholds that the figure is compared with, in the unit
    """
    edges = sorted({0.0, *(float(line) for line in lines)})
    large = pc.greater_equal(pc.abs(numbers), _LARGE)
    small = pc.if_else(large, 0.0, numbers)
    levels: list[tuple[Any, Any, int]] = []
    for places in DECIMALS:
        value = pc.round(pc.multiply(small, _NUDGE), places, round_mode="half_towards_infinity")
        levels.append((_same_side(small, value, edges), value, places))
        if pc.all(levels[-1][0]).as_py():
            break
    _, value, places = levels[-1]
    text = _beside(small, value, edges, _decimal(value, places, unit))
    for kept, value, places in reversed(levels):
        text = pc.if_else(kept, _decimal(value, places, unit), text)
    return _joined(pc.if_else(large, _text(pc.round(numbers)), text), tail(unit))


def _same_side(value: Any, rounded: Any, edges: list[float]) -> Any:
    """Whether a rounded figure lies on the side of every line on which the figure itself lies."""
    kept = pc.is_valid(value)
    for edge in edges:
        kept = pc.and_(kept, pc.equal(pc.sign(pc.subtract(value, edge)), pc.sign(pc.subtract(rounded, edge))))
    return kept


def _beside(value: Any, rounded: Any, edges: list[float], text: Any) -> Any:
    """Texts with a sign before those that rounding brought onto a line."""
    for edge in edges:
        on = pc.equal(rounded, edge)
        text = pc.if_else(pc.and_(on, pc.less(value, edge)), pc.binary_join_element_wise("<", text, ""), text)
        text = pc.if_else(
            pc.and_(on, pc.greater(value, edge)), pc.binary_join_element_wise(">", text, ""), text
        )
    return text


def _decimal(rounded: Any, places: int, unit: str) -> Any:
    text = _text(rounded.cast(pa.decimal128(38, places), safe=False))
    if unit in _FIXED and places == DECIMALS[0]:
        return pc.replace_substring_regex(text, r"^-(0\.0+)$", r"\1")
    text = pc.utf8_rtrim(pc.utf8_rtrim(text, characters="0"), characters=".")
    return pc.if_else(pc.equal(text, "-0"), "0", text)


def _joined(texts: Any, end: str) -> Any:
    return pc.binary_join_element_wise(texts, end, "") if end else texts


def _text(column: Any) -> Any:
    return column.cast(pa.string())


def _none(column: Any) -> Any:
    return pa.nulls(len(column), pa.float64())
