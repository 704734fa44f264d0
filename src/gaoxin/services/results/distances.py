"""How far subjects are from the lines of conditions: roughly, to look at the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from gaoxin.formula import tree as t
from gaoxin.formula.lines import constants
from gaoxin.formula.program import Figure, Judgement, Program
from gaoxin.services.results.arrow import pc
from gaoxin.services.results.texts import factor, reported
from gaoxin.services.results.typed import Typed

Distance = Mapping[tuple[str, str], Mapping[tuple[str, int], float]]
"""By verdict and condition, then by subject and period."""

_ORDER = ("<", "<=", ">", ">=")


def distances(program: Program, own: Typed, computed: Any, rows: Any) -> Distance:
    """Relative distances from lines, for the conditions that compare one figure with constants.

    Parameters
    ----------
    own : the typed figures of the kind
    computed : Arrow table of the pack's indicators and points; None where it has none
    rows : the failed conditions; see `gaoxin.services.results.near.Failed`
    """
    wanted = set(zip(rows["verdict"].to_pylist(), rows["condition"].to_pylist(), strict=True))
    known: dict[str, dict[tuple[str, int], float]] = {}
    found: dict[tuple[str, str], Mapping[tuple[str, int], float]] = {}
    for key, name, unit, lines in _compared(program):
        if key not in wanted:
            continue
        if name not in known:
            known[name] = dict(_figures(program, own, computed, name))
        edges = [float(line / unit) for line in lines]
        if known[name]:
            found[key] = {place: _distance(number, edges) for place, number in known[name].items()}
    return found


def _distance(number: float, edges: list[float]) -> float:
    return min(abs(number - edge) / (abs(edge) or 1.0) for edge in edges)


def _compared(program: Program) -> Iterator[tuple[tuple[str, str], str, Fraction, list[Fraction]]]:
    """The conditions that compare one figure with constants: which, the figure, its unit, the constants."""
    for verdict in program.pack.verdicts:
        made = program.items[f"{program.pack.family}.{verdict}"]
        assert isinstance(made, Judgement)
        for test in made.tests.values():
            node = test.require
            if not isinstance(node, t.Op) or node.op not in _ORDER:
                continue
            for side, other in (node.args, node.args[::-1]):
                lines = list(constants(other))
                if lines and isinstance(side, (t.Item, t.Ref)):
                    yield (verdict, test.spec.id), side.name, _unit(program, side), lines


def _unit(program: Program, node: t.Item | t.Ref) -> Fraction:
    """The unit of a figure in base units."""
    if isinstance(node, t.Ref):
        return factor(program.variables[node.name].unit)
    made = program.items.get(node.name)
    return factor(made.spec.unit) if isinstance(made, Figure) else Fraction(1)


def _figures(
    program: Program, own: Typed, computed: Any, name: str
) -> Iterator[tuple[tuple[str, int], float]]:
    """A figure of all subjects, as far as it is known: in its unit; of points the lowest."""
    short = name.removeprefix(f"{program.pack.family}.")
    table: Any
    numbers: Any
    columns: list[str] = getattr(computed, "column_names", [])
    if name in program.variables and name in own.figures.column_names:
        cells = dict(zip(own.figures.column_names, own.figures.columns, strict=True))
        table, numbers = own.figures, reported(cells, name, program.variables[name])[0]
    elif short in columns or f"{short}.low" in columns:
        table, numbers = computed, computed[short if short in columns else f"{short}.low"]
    else:
        return
    there = pc.is_valid(numbers)
    lists: list[list[Any]] = [
        column.filter(there).to_pylist() for column in (table["subject"], table["period"], numbers)
    ]
    subjects, periods, known = lists
    yield from zip(zip(subjects, periods, strict=True), known, strict=True)
