"""Cases of a pack's tests -> rows with exact values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import Fault, FormulaError, PackError, Place
from gaoxin.base.periods import split_heading
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Program
from gaoxin.formula.resolve import Meaning, Scope, constant, resolve
from gaoxin.formula.tree import Name
from gaoxin.formula.types import Type, fail, join
from gaoxin.formula.values import Interval, Value
from gaoxin.spec import Expectation, Variable

Cells = Mapping[str, object]
Rows = dict[tuple[str, int], dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its rows: the judged subject is `name`, its period `period`."""

    number: int
    name: str
    period: int
    spec: Expectation
    place: Place
    rows: Rows
    members: Mapping[str, Rows]


def read_cases(program: Program, specs: Iterable[tuple[Expectation, Place]]) -> list[Case]:
    """Give every case its rows.

    Raises
    ------
    PackError : all faults of the cases at once
    """
    listed = list(specs)
    named = {spec.case: spec for spec, _ in listed}
    faults: list[Fault] = []
    found: list[Case] = []
    for n, (spec, place) in enumerate(listed, 1):
        try:
            found.append(_case(program, spec, place, named, n))
        except FormulaError as error:
            faults.append(Fault(place, spec.case, error.seen, error.rule, error.next_step))
    if faults:
        raise PackError(faults)
    return found


def _case(
    program: Program, spec: Expectation, place: Place, named: Mapping[str, Expectation], number: int
) -> Case:
    name = spec.subject or f"case {number}"
    members = {kind: _table(program, rows) for kind, rows in spec.populations.items()}
    if spec.table:
        return Case(number, name, 0, spec, place, _table(program, spec.table), members)
    given = _inherited(spec, named, ())
    period = _period(spec, named)
    rows: Rows = {(name, period): {}}
    for key, cell in given.items():
        variable, year = split_heading(key)
        if cell is None:
            continue
        found = _variable(program, variable)
        years = {year or period} if not found.constant else {period}
        for each in years:
            rows.setdefault((name, each), {})[variable] = literal(cell, found, variable)
    return Case(number, name, period, spec, place, rows, members)


def _period(spec: Expectation, named: Mapping[str, Expectation]) -> int:
    while spec.period is None and spec.like is not None and spec.like in named:
        spec = named[spec.like]
    return spec.period or 0


def _inherited(
    spec: Expectation, named: Mapping[str, Expectation], path: tuple[str, ...]
) -> dict[str, object]:
    """The given values, on top of those of the case that it is like."""
    if spec.like is None:
        return dict(spec.given)
    if spec.like not in named or spec.like in path:
        rule = "`like` names another case of the pack, not in a circle"
        raise FormulaError(1, f"like: {spec.like}", rule, "copy the name of a case")
    return {**_inherited(named[spec.like], named, (*path, spec.case)), **spec.given}


def _table(program: Program, table: Iterable[Cells]) -> Rows:
    rows: Rows = {}
    for cells in table:
        subject, period = str(cells.get("subject", "")), cells.get("period", 0)
        key = (subject, period if isinstance(period, int) else int(str(period)))
        rows[key] = {
            name: literal(cell, _variable(program, name), name)
            for name, cell in cells.items()
            if name not in ("subject", "period") and cell is not None
        }
    return rows


def _variable(program: Program, name: str) -> Variable:
    if name not in program.variables:
        raise FormulaError(
            1, f"{name!r}", "no variable has this name", "see `gaoxin packs show` for the variables"
        )
    return program.variables[name]


def literal(cell: object, spec: Variable, name: str) -> Value:
    """A cell of a case as a value of a variable, in base units.

    Raises
    ------
    FormulaError : not a value of this variable
    """
    match spec.type:
        case "flag":
            if not isinstance(cell, bool):
                raise _wrong(cell, name, "true or false")
            return cell
        case "category" | "text":
            word = str(cell).strip().strip("'")
            if spec.categories and word not in spec.categories:
                raise _wrong(cell, name, f"one of {', '.join(spec.categories)}")
            return word
        case "date":
            return _date(cell, name)
        case "grade":
            return _grade(cell, spec, name)
        case _:
            value = quantity(cell, spec.unit)
            if spec.type == "real":
                return float(value)
            if (value * 10**spec.scale).denominator != 1:
                raise _wrong(cell, name, f"at most {spec.scale} decimals of the base unit")
            return value


def quantity(cell: object, unit: str) -> Fraction:
    """A number with its unit, in base units; a bare number stands for counting units only.

    Raises
    ------
    FormulaError : not a number, or of another dimension
    """
    parsed = parse(str(cell))
    found = resolve(parsed, _NoNames())
    value, wanted = constant(found.node), units.parse(unit)
    if value is None or not found.type.numeric:
        raise _wrong(cell, "this value", "a number with its unit")
    join(parsed, found.type, Type("number", wanted.dimension if wanted else ()), "the value and the variable")
    return value


def _grade(cell: object, spec: Variable, name: str) -> Interval:
    text = str(cell).strip().strip("'")
    if text in spec.grades:
        return Interval(*spec.grades[text])
    low, dots, high = text.partition("..")
    try:
        return Interval(Fraction(low), Fraction(high if dots else low))
    except ValueError:
        raise _wrong(cell, name, f"{', '.join(spec.grades)}, or points") from None


def _date(cell: object, name: str) -> date:
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip().removeprefix("date(").removesuffix(")").strip("'"))
    except ValueError:
        raise _wrong(cell, name, "a date such as 2024-03-05") from None


def _wrong(cell: object, name: str, want: str) -> FormulaError:
    return FormulaError(1, f"{name}: {cell!r}", f"{want} must stand here", "mend the value")


class _NoNames(Scope):
    """The scope of a literal: it knows no names."""

    @property
    def dated(self) -> bool:
        return False

    def meaning(self, name: Name) -> Meaning:
        raise fail(name, repr(name.name), "a value has no names in it", "write a number")

    def member(self, subject: str) -> Scope | None:  # noqa: ARG002 - as every scope has it
        return None
