"""Dates, and the years of periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR
from gaoxin.engines.sql.cells.conversion import (
    Conversion,
    as_text,
    between,
    extract,
    folded,
    full_match,
    joined,
    negated,
    never,
    one_of,
    operate,
    part,
    try_cast,
)
from gaoxin.engines.sql.terms import all_of, any_of, call, case, cast, column, equal, is_null, number, text
from gaoxin.plan.binding import BLANKS

if TYPE_CHECKING:
    from gaoxin.plan.binding import Storage

_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_COMPACT = "[0-9]{8}"
_MIDNIGHT = r"(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?)?"
_PARTED = rf"^([0-9]{{4}})\s*[-/.年]\s*([0-9]{{1,2}})\s*[-/.月]\s*([0-9]{{1,2}})\s*日?{_MIDNIGHT}$"
_MONTH = r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*月?"
_SERIAL = "[1-7][0-9]{4}"  # days since 1899-12-30, from 1927 to 2119
_YEAR = r"^([0-9]{4})(?:\.0+)?\s*(?:年度?)?$"


def dates(storage: Storage, name: str) -> Conversion:
    """Read a date: 2024-03-05, 2024/3/5, 2024.3.5, 20240305, 2024年3月5日, a date cell; midnight too.

    A number of five digits is the day that a spreadsheet counts so: 45356 is 2024-03-05.
    """
    raw = column(name)
    if storage.kind == "empty":
        return never({"": "DATE"})
    if storage.kind == "date":
        return Conversion((), {"": raw}, is_null(raw), (), "date", always=True)
    if storage.kind == "timestamp":
        midnight = equal(raw, call("date_trunc", text("day"), raw))
        return Conversion((), {"": case((midnight, cast(raw, "DATE")))}, is_null(raw), (), "time")
    plain, folds, parts = column(f"{name}.plain"), column(f"{name}.text"), column(f"{name}.parts")
    written = as_text(raw, storage)
    parted = joined(part(parts, "y"), text("-"), part(parts, "m"), text("-"), part(parts, "d"))
    compact = joined(
        call("left", folds, number(4)), text("-"), call("substr", folds, number(5), number(2)), text("-"),
        call("right", folds, number(2)),
    )  # fmt: skip
    first = cast(text("1899-12-30"), "DATE")
    serial = operate(exp.Add, first, try_cast(folds, "INTEGER"))
    return Conversion(
        stages=(
            {plain.name: full_match(written, _ISO)},
            {folds.name: case((negated(plain), folded(written)))},
            {parts.name: case((negated(plain), extract(folds, _PARTED, ("y", "m", "d"))))},
        ),
        values={
            "": case(
                (plain, try_cast(written, "DATE")),
                (full_match(folds, _COMPACT), try_cast(compact, "DATE")),
                (full_match(folds, _SERIAL), serial),
                otherwise=try_cast(parted, "DATE"),
            )
        },
        empty=any_of(is_null(raw), one_of(call("lower", folds), BLANKS)),
        rules=((full_match(folds, _MONTH), "month"),),
        otherwise="date",
    )


def plain_year(storage: Storage, name: str) -> exp.Expr | None:
    """Whether a cell is a year as it stands; None where that cannot be told at a glance."""
    plain = between(column(name), number(FIRST_YEAR), number(LAST_YEAR))
    return plain if storage.kind == "integer" else None


def plain_years(name: str) -> Conversion:
    """Read years that are whole numbers as they stand."""
    raw = column(name)
    return Conversion((), {"": cast(raw, "INTEGER")}, is_null(raw), (), "year", always=True)


def years(storage: Storage, name: str) -> Conversion:
    """Read the year of a period: 2024, 2024.0, 2024年, 2024年度."""
    raw = column(name)
    first, last = number(FIRST_YEAR), number(LAST_YEAR)
    if storage.kind == "empty":
        return never({"": "INTEGER"})
    if storage.kind == "integer":
        return Conversion(
            (), {"": case((between(raw, first, last), cast(raw, "INTEGER")))}, is_null(raw), (), "year"
        )
    if storage.kind == "double":
        whole = all_of(between(raw, first, last), equal(call("round", raw), raw))
        return Conversion((), {"": case((whole, cast(raw, "INTEGER")))}, is_null(raw), (), "year")
    folds, year = column(f"{name}.text"), column(f"{name}.n")
    found = try_cast(call("regexp_extract", folds, text(_YEAR), number(1)), "INTEGER")
    return Conversion(
        stages=({folds.name: folded(as_text(raw, storage))}, {year.name: found}),
        values={"": case((between(year, first, last), year))},
        empty=any_of(is_null(raw), one_of(call("lower", folds), BLANKS)),
        rules=(),
        otherwise="year",
    )
