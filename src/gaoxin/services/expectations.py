"""What the cases of a pack's tests expect, read and checked before anything runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import Fault, FormulaError, PackError
from gaoxin.formula.program import Figure, Judgement, Program
from gaoxin.services.cases import Case, quantity

Wanted = bool | str | Fraction | tuple[Fraction | None, Fraction | None] | None
"""Of a condition, a verdict, a figure in its unit, points from and to; None for unknown.

Points are unknown where a cap is not published; where a figure is unknown they are an interval.
"""

_OUTCOMES = ("pass", "fail", "unknown", "not_applicable")
_UNKNOWN = ("unknown", None)


def read_expectations(
    program: Program, outputs: Collection[str], cases: Iterable[Case]
) -> dict[int, dict[str, Wanted]]:
    """Give every case what it expects, by case number and key; ``subject@year node`` for an index.

    Parameters
    ----------
    program : the resolved pack
    outputs : names that the pack computes; points as ``name.low`` and ``name.high``
    cases : the cases

    Raises
    ------
    PackError : every expectation that cannot be met because of how it is written
    """
    found: dict[int, dict[str, Wanted]] = {}
    faults: list[Fault] = []
    for case in cases:
        wanted = found[case.number] = {}
        for key, cell in _cells(case):
            try:
                if case.spec.index is None:
                    wanted[key] = _wanted(program, outputs, key, cell)
                else:
                    wanted[key] = _score(program, case, key, cell)
            except FormulaError as error:
                what = f"{case.spec.case}, expect {key}"
                faults.append(Fault(case.place, what, error.seen, error.rule, error.next_step))
    if faults:
        raise PackError(faults)
    return found


def _cells(case: Case) -> Iterable[tuple[str, object]]:
    for key, cell in case.spec.expect.items():
        if not isinstance(cell, Mapping):
            yield key, cell
        else:
            yield from ((f"{key} {node}", score) for node, score in cell.items())


def _wanted(program: Program, outputs: Collection[str], key: str, cell: object) -> Wanted:
    made = program.find(key)
    if f"{key}.low" in outputs:
        return (None, None) if cell in _UNKNOWN else _points(cell)
    if key not in outputs:
        known = ", ".join(n for n in outputs if not n.endswith((".low", ".high")))
        raise FormulaError(1, repr(key), "the pack computes no such thing", f"name one of {known}")
    if isinstance(made, Judgement):
        if cell not in _OUTCOMES:
            raise _wrong(cell, f"of a verdict {', '.join(_OUTCOMES)} is expected")
        return str(cell)
    if isinstance(made, Figure):
        if cell in _UNKNOWN:
            return None
        unit = units.parse(made.spec.unit)
        return quantity(cell, made.spec.unit) / (unit.factor if unit else 1)
    if not isinstance(cell, bool) and cell not in _UNKNOWN:
        raise _wrong(cell, "of a condition true, false or unknown is expected")
    return cell if isinstance(cell, bool) else None


def _points(cell: object) -> tuple[Fraction, Fraction]:
    """Points, or the interval in which they lie."""
    first, dots, last = str(cell).partition("..")
    try:
        low, high = Fraction(first), Fraction(last if dots else first)
    except ValueError:
        raise _wrong(cell, "of points a number, low..high or unknown is expected") from None
    return low, high


def _score(program: Program, case: Case, key: str, cell: object) -> Wanted:
    """A score of an index; its subject and year must be in the table, its node in the tree."""
    head, _, node = key.rpartition(" ")
    subject, _, year = head.partition("@")
    index = program.pack.index.get(case.spec.index or "")
    if index is None:
        known = ", ".join(program.pack.index) or "none"
        raise FormulaError(1, f"index {case.spec.index}", f"the pack has: {known}", "name one of these")
    if not any(s == subject and year in ("", str(p)) for s, p in case.rows):
        raise FormulaError(1, repr(head), "its table has no such row", "name a subject, or subject@year")
    nodes = {n.id for root in index.tree for n in root.walk()} | {"total"}
    if node not in nodes:
        raise FormulaError(
            1, repr(node), "the index has no such node", f"name one of {', '.join(sorted(nodes))}"
        )
    return None if cell in _UNKNOWN else quantity(cell, "1")


def _wrong(cell: object, rule: str) -> FormulaError:
    return FormulaError(1, repr(cell), rule, "mend the expectation")
