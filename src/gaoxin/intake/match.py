"""Matching: the headings of a table against the variables that are needed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gaoxin.base import units
from gaoxin.base.errors import DataError, Fault, Place
from gaoxin.intake.headings import Reading, key, names, readings
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source, SourceColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gaoxin.spec.variables import Subject, Variable

PERIOD_HEADINGS = (
    *(
        "period",
        "year",
        "fiscal_year",
        "fiscal year",
        "年份",
        "年度",
        "年",
        "统计年度",
        "统计年份",
        "会计年度",
    ),
    *("所属年度", "所属年份", "报告年度", "数据年份", "数据年度", "期间", "报告期"),
)
"""Headings of the column that holds the year of a row."""

_STORED = {
    "number": ("text", "integer", "double", "decimal", "empty"),
    "real": ("text", "integer", "double", "decimal", "empty"),
    "grade": ("text", "integer", "double", "decimal", "empty"),
    "flag": ("text", "integer", "double", "decimal", "boolean", "empty"),
    "category": ("text", "integer", "double", "decimal", "empty"),
    "text": ("text", "integer", "double", "empty"),
    "date": ("text", "integer", "double", "date", "timestamp", "empty"),
    "year": ("text", "integer", "double", "decimal", "empty"),
}
_MEASURED = ("number", "real", "grade")


@dataclass
class _Match:
    """What was found so far."""

    source: Source
    columns: list[BoundColumn] = field(default_factory=list[BoundColumn])
    faults: list[Fault] = field(default_factory=list[Fault])
    ignored: list[str] = field(default_factory=list[str])
    notices: list[str] = field(default_factory=list[str])

    def fault(self, column: SourceColumn | None, seen: str, rule: str, next_step: str) -> None:
        """Note a fault of a heading, or of the whole table."""
        place = Place(self.source.name, column=column.position if column else None)
        thing = f"heading {column.heading!r}" if column else "headings"
        self.faults.append(Fault(place, thing, seen, rule, next_step))


def subject_headings(subject: Subject | None) -> tuple[str, ...]:
    """Headings under which the identifier of a subject may stand, the first one first."""
    if subject is None:
        return ("subject", "编号")
    return tuple(dict.fromkeys(("subject", *subject.id, "编号")))


def bind(source: Source, variables: Mapping[str, Variable], subject: Subject | None = None) -> Binding:
    """Match the headings of a table to variables.

    Parameters
    ----------
    source : the table
    variables : the variables that are needed, by name
    subject : what a row is

    Raises
    ------
    DataError : no column of identifiers, a heading that means two variables, two headings that mean one, a
        unit of another dimension, a column that cannot hold the variable; all at once
    """
    found = _Match(source, notices=list(source.notices))
    keyed = _subject(found, subject)
    period = _period(found, variables, subject)
    index = _index(variables)
    for column in source.columns:
        _column(found, column, index, variables, {k.source for k in (keyed, period) if k})
    years = tuple(sorted({column.year for column in found.columns if column.year is not None}))
    _check_years(found, period, years)
    if found.faults or keyed is None:
        raise DataError(found.faults)
    founded = subject.founded if subject else None
    return Binding(
        subject=keyed,
        period=period,
        columns=tuple(found.columns),
        years=years,
        founded=founded if any(column.variable == founded for column in found.columns) else None,
        row_column=source.row_column,
        ignored=tuple(found.ignored),
        notices=tuple(found.notices),
    )


def bind_keys(source: Source, subject: Subject | None = None) -> Binding | None:
    """As `bind`, the identifier and the period alone; None where a heading of them is faulty."""
    found = _Match(source)
    keyed, period = _subject(found, subject), _period(found, {}, subject)
    return None if found.faults or keyed is None else Binding(keyed, period, ())


def _subject(found: _Match, subject: Subject | None) -> Key | None:
    accepted = subject_headings(subject)
    for heading in accepted:
        columns = [column for column in found.source.columns if key(heading) in _keys(column)]
        if len(columns) > 1:
            found.fault(
                columns[1], "it stands twice", "one column holds the identifier", "remove one of them"
            )
        if columns:
            if columns[0].storage.kind not in _STORED["text"]:
                _cannot_hold(found, columns[0], "an identifier", "text")
            return Key(columns[0].name, columns[0].heading, columns[0].storage)
    seen = ", ".join(column.heading for column in found.source.columns[:20] if column.heading) or "no heading"
    rule = f"one column holds the identifier of the subject, headed {', '.join(accepted)}"
    found.fault(None, f"seen: {seen}", rule, "rename the column of identifiers to one of these")
    return None


def _keys(column: SourceColumn) -> set[str]:
    return {key(name) for name in names(column.heading)}


def _period(found: _Match, variables: Mapping[str, Variable], subject: Subject | None) -> Key | None:
    """The column of years: headed as the subject says, else by one of the usual words."""
    said = set(map(key, subject.period if subject else ()))
    usual = set(map(key, PERIOD_HEADINGS)) - set(_index(variables))
    columns = [column for column in found.source.columns if said & _keys(column)]
    columns = columns or [column for column in found.source.columns if usual & _keys(column)]
    if len(columns) > 1:
        found.fault(
            columns[1],
            f"{columns[0].heading!r} is one too",
            "one column holds the year of a row",
            "keep one of them",
        )
    if not columns:
        return None
    if columns[0].storage.kind not in _STORED["year"]:
        _cannot_hold(found, columns[0], "a year", "a whole number or text")
    return Key(columns[0].name, columns[0].heading, columns[0].storage)


def _index(variables: Mapping[str, Variable]) -> dict[str, set[str]]:
    """Heading -> variables that it may mean; a name or a Torch code comes before titles and aliases."""
    index: dict[str, set[str]] = {}
    for name, variable in variables.items():
        for word in (variable.title.zh, variable.title.en, *variable.aliases):
            index.setdefault(key(word), set()).add(name)
    for variable in variables.values():
        if variable.torch:
            index[key(variable.torch)] = {
                other for other, v in variables.items() if v.torch == variable.torch
            }
    for name in variables:
        index[key(name)] = {name}
    return index


def _column(
    found: _Match,
    column: SourceColumn,
    index: Mapping[str, set[str]],
    variables: Mapping[str, Variable],
    keys: Iterable[str],
) -> None:
    """Match one heading."""
    matches = _matches(column.heading, index)
    if not matches:
        if column.name not in keys and column.heading:
            found.ignored.append(column.heading)
            _notice_near(found, column.heading, index)
        return
    meant = sorted({name for _, several in matches for name in several})
    if len(meant) > 1:
        found.fault(
            column,
            f"it may mean {', '.join(meant)}",
            "a heading means one variable",
            "head it with the variable's name",
        )
        return
    _bind(found, column, matches[0][0], meant[0], variables[meant[0]])


def _matches(heading: str, index: Mapping[str, set[str]]) -> list[tuple[Reading, set[str]]]:
    """The readings of a heading that name a variable, of those that take least away."""
    for reading in readings(heading):
        whole = key(reading.name)
        if whole in index:
            return [(reading, index[whole])]
    return []


def _notice_near(found: _Match, heading: str, index: Mapping[str, set[str]]) -> None:
    """Say so when only what stands in brackets keeps a heading from a variable."""
    stem = heading.replace("(", "（").partition("（")[0]
    if stem and stem != heading and key(stem) in index:
        near = ", ".join(sorted(index[key(stem)]))
        found.notices.append(f"{heading}: ignored; without what stands in brackets it would be {near}")


def _bind(found: _Match, column: SourceColumn, reading: Reading, name: str, variable: Variable) -> None:
    for other in found.columns:
        if (other.variable, other.year) == (name, reading.year):
            found.fault(
                column, f"{other.heading!r} is {name} too", "a variable has one column", "remove one of them"
            )
            return
    if column.storage.kind not in _STORED[variable.type]:
        _cannot_hold(found, column, name, f"a column for a {variable.type}")
        return
    stated = _unit_of(found, column, reading, variable)
    if stated is not None and variable.type not in _MEASURED:
        found.fault(
            column, f"it states {stated}", f"{name} is a {variable.type} without a unit", "drop the unit"
        )
        return
    unit, given = units.parse(variable.unit), units.parse(stated or variable.unit)
    if unit is None or given is None:
        return
    if units.ratio(given, unit) is None:
        found.fault(
            column,
            f"it states {stated}, which measures {units.show(given.dimension)}",
            f"{name} measures {units.show(unit.dimension)} ({variable.unit})",
            f"give the figures in {variable.unit} or a multiple of it",
        )
        return
    found.columns.append(bound_column(column, replace(reading, unit=stated), name, variable))
    _notice_marks(found, column, variable)


def _unit_of(found: _Match, column: SourceColumn, reading: Reading, variable: Variable) -> str | None:
    """The unit that a heading, the row of units or a line above the headings states, the nearest first."""
    own = units.parse(variable.unit)
    if reading.unit and column.unit:
        first, second = units.parse(reading.unit), units.parse(column.unit)
        if first and second and (first.factor, first.dimension) != (second.factor, second.dimension):
            found.fault(
                column,
                f"it states {reading.unit}, and the row of units {column.unit}",
                "a column has one unit",
                "correct one of them",
            )
    if reading.unit or column.unit:
        return reading.unit or column.unit
    for unit in found.source.units:
        given = units.parse(unit)
        if variable.type in _MEASURED and given and own and own.dimension and units.ratio(given, own):
            found.notices.append(f"{column.heading}: in {unit}, as the line above the headings says")
            return unit
    return None


def _notice_marks(found: _Match, column: SourceColumn, variable: Variable) -> None:
    """Say how many cells are read as empty because of what stands in them."""
    if variable.type == "text":
        return
    meant = {word.lower() for word in (*variable.categories, *variable.grades)}
    meant |= {"无"} if variable.type == "flag" else set()
    read = [f"{count:,} 「{word}」" for word, count in column.marks if word not in meant]
    if read:
        found.notices.append(f"{column.heading}: read as empty: {', '.join(read)}")


def bound_column(column: SourceColumn, reading: Reading, name: str, variable: Variable) -> BoundColumn:
    """A column as a variable, with the factor from the unit of its heading to the stored value."""
    shown = reading.unit or variable.unit
    unit, own = units.parse(shown), units.parse(variable.unit)
    size = units.ratio(unit, own) if unit and own else None
    if variable.type not in _MEASURED or own is None or size is None:
        return BoundColumn(
            column.name, column.heading, name, reading.year, variable.type, column.storage,
            categories=variable.categories, constant=variable.constant,
        )  # fmt: skip
    step = Fraction(1) if variable.type == "real" else Fraction(10) ** variable.scale
    bounds = [None if b is None else b * own.factor * step for b in (variable.min, variable.max)]
    whole = own.factor * step
    grades = tuple((k, int(low * whole), int(high * whole)) for k, (low, high) in variable.grades.items())
    if grades:
        ends = (min(low for _, low, _ in grades), max(high for _, _, high in grades))
        bounds = [Fraction(end) if b is None else b for end, b in zip(ends, bounds, strict=True)]
    return BoundColumn(
        source=column.name,
        heading=column.heading,
        variable=name,
        year=reading.year,
        type=variable.type,
        storage=column.storage,
        unit=shown,
        factor=size * own.factor * step,
        scale=variable.scale,
        minimum=bounds[0],
        maximum=bounds[1],
        digits=variable.width,
        grades=grades,
        constant=variable.constant,
        span=column.span,
    )


def _check_years(found: _Match, period: Key | None, years: tuple[int, ...]) -> None:
    """Years stand in the rows or in the headings; a variable has them in all its headings or in none."""
    dated = [column for column in found.columns if column.year is not None]
    if period and dated:
        seen = f"rows have their year in {period.heading!r}, and {dated[0].heading!r} states one"
        found.fault(None, seen, "years stand in the rows or in the headings", "keep one of the two forms")
    for column in found.columns:
        if column.year is not None or not years:
            continue
        if any(other.variable == column.variable for other in dated):
            seen = f"{column.heading!r} has no year, and other columns of {column.variable} have"
            found.fault(None, seen, "a variable has years in all its headings or in none", "add the year")
        elif not column.constant:
            listed = ", ".join(map(str, years))
            found.notices.append(f"{column.heading}: without a year; it stands for every year ({listed})")


def _cannot_hold(found: _Match, column: SourceColumn, what: str, rule: str) -> None:
    found.fault(
        column,
        f"a column of kind {column.storage}",
        f"{what} needs {rule}",
        "export the column as text or numbers",
    )
