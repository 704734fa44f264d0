"""Bindings: which column of a table is which variable, in which unit and for which year.

A binding is made by ``intake`` from the headings and run by ``engines/sql/inputs``; it holds no data. Stored
values are what the relation ``input`` holds: a number is an integer at the variable's scale in base units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from gaoxin.base import units
from gaoxin.base.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Collection

    from gaoxin.spec.variables import Type

StorageKind = Literal[
    "text", "integer", "double", "decimal", "boolean", "date", "timestamp", "empty", "other"
]


BLANKS = ("", "-", "--", "—", "——", "–", "/", "不适用", "无", "n/a", "na", "null", "none")
"""What means an empty cell where a number, flag, date, grade or category is due, in any case."""


@dataclass(frozen=True, slots=True)
class Storage:
    """How a table stores a column.

    Parameters
    ----------
    kind : timestamps have no zone, empty columns no value; the rest is ``other``
    digits, decimals : width and decimals of a decimal; 18 or 20 digits of an integer, else 0
    """

    kind: StorageKind
    digits: int = 0
    decimals: int = 0

    def __str__(self) -> str:
        return f"decimal({self.digits},{self.decimals})" if self.kind == "decimal" else self.kind


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of a table.

    Parameters
    ----------
    name : its name in the relation, unique whatever the case
    heading : as the table writes it, which may stand twice
    position : 1-based
    full : the table is known to have no empty cell here
    span : the least and the greatest number that the table is known to hold here; NaN beside them is possible
    unit : unit that a row below the headings states, as written
    marks : words for an empty cell that stand here, and how often each
    """

    name: str
    heading: str
    position: int
    storage: Storage
    full: bool = False
    unit: str | None = None
    marks: tuple[tuple[str, int], ...] = ()
    span: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: a Parquet file that stays where it is, or a table in memory.

    Parameters
    ----------
    name : what messages call it: the path, or the kind of table
    path : the Parquet file, read by the engine: that of the user, or a temporary one
    table : an Arrow table, where there is no path
    sheet : sheet of a workbook, table of a database
    row_column : column that holds each row's number in the file; without it rows count from 1
    heading_rows : first and last row of the headings, where they stand in rows
    units : units that a line above the headings states for the whole table, as written
    notices : what a reader should know of the way it was read
    keep : whatever must live as long as the rows are needed, such as a temporary folder
    together : rows of each row group of the file, of which the last may have fewer
    """

    name: str
    columns: tuple[SourceColumn, ...]
    path: str | None = None
    table: object = None
    sheet: str | None = None
    row_column: str | None = None
    heading_rows: tuple[int, int] | None = None
    units: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    keep: object = None
    together: int | None = None

    def noticed(self, *notices: str) -> Source:
        """The same table with more notices."""
        return replace(self, notices=(*self.notices, *notices))

    def column(self, name: str) -> SourceColumn:
        """The column of that name in the relation."""
        for column in self.columns:
            if column.name == name:
                return column
        message = f"{self.name} has no column {name!r}"
        raise InternalError(message)


@dataclass(frozen=True, slots=True)
class Key:
    """The column of the subject's identifier, or of the period.

    Parameters
    ----------
    source, heading, storage : as of a column
    code : of an identifier from integers: they stay integers until the result is written
    plain : every cell is known to be read as it stands
    """

    source: str
    heading: str
    storage: Storage
    code: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of a table as a variable.

    Parameters
    ----------
    source, heading : the column's name in the relation, and as the table writes it
    variable, year : whose figures it holds; without a year those of the row's own period, or of every period
    unit : unit in which it is reported
    factor : stored value of one reported unit: 100 for 元 kept in 分; of a ``real``, value in base units
    scale : decimals kept of the base unit
    minimum, maximum : bounds of the stored value
    digits : digits of the stored integer
    categories : the possible values
    grades : (letter, least, most), in stored values
    constant : the same for all periods of a subject
    span : the least and the greatest number that the column is known to hold; NaN beside them is possible
    code : of a text from integers that is only compared: they stay integers
    bare : of a real from doubles: they are taken as they stand; who reads them looks for NaN and infinities
    """

    source: str
    heading: str
    variable: str
    year: int | None
    type: Type
    storage: Storage
    unit: str = "1"
    factor: Fraction = Fraction(1)
    scale: int = 0
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    digits: int = 18
    categories: tuple[str, ...] = ()
    grades: tuple[tuple[str, int, int], ...] = ()
    constant: bool = False
    span: tuple[Fraction, Fraction] | None = None
    code: bool = False
    bare: bool = False

    @property
    def exponent(self) -> int:
        """The power of ten in the factor: 5 of 15 * 10**5."""
        return units.decimal_steps(self.factor)[1]

    @property
    def multiple(self) -> Fraction:
        """What the factor is beside its power of ten: 1 for money and counts, 15 for 公顷 kept in 亩."""
        return units.decimal_steps(self.factor)[0]

    @property
    def bounds(self) -> tuple[int, int]:
        """Least and greatest stored integer, by the variable's bounds and its digits."""
        most = 10**self.digits - 1
        low = -most if self.minimum is None else max(-most, -(-self.minimum // 1))
        high = most if self.maximum is None else min(most, self.maximum // 1)
        return int(low), int(high)

    def __str__(self) -> str:
        name = self.variable if self.year is None else f"{self.variable}@{self.year}"
        size = f", 1 {self.unit} = {self.factor}" if self.type in ("number", "real", "grade") else ""
        return f"{self.heading} -> {name} ({self.type} from {self.storage}{size})"


@dataclass(frozen=True, slots=True)
class Binding:
    """How a table becomes the relation ``input``.

    Parameters
    ----------
    subject : the identifier's column
    period : the period's column of a long table
    columns : the bound columns, in the order of the table
    years : years of the headings of a wide table; empty for a long one
    founded : date variable before which the subject did not exist, where the table has it
    row_column : column with the row's number in the file
    ignored : headings that are nobody's
    notices : what a reader should know
    """

    subject: Key
    period: Key | None
    columns: tuple[BoundColumn, ...]
    years: tuple[int, ...] = ()
    founded: str | None = None
    row_column: str | None = None
    ignored: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables that the table has, in order, once each."""
        return tuple(dict.fromkeys(column.variable for column in self.columns))

    @property
    def periods(self) -> tuple[int, ...]:
        """Periods known before a row is read: a wide table's years, 0 without periods, none of a long one."""
        return self.years or (() if self.period else (0,))

    def with_plain_keys(self) -> Binding:
        """The same binding of a table whose keys are known to be read as they stand."""
        period = None if self.period is None else replace(self.period, plain=True)
        return replace(self, subject=replace(self.subject, plain=True), period=period)

    def only(self, stored: Collection[str]) -> Binding:
        """The same binding with no other variables than those of some stored columns, and the founding."""
        wanted = {name.removesuffix("__lo").removesuffix("__hi") for name in stored} | {self.founded}
        return replace(self, columns=tuple(c for c in self.columns if c.variable in wanted))

    def of_period(self, year: int) -> tuple[BoundColumn, ...]:
        """The columns of a year of a wide table, those of every period among them."""
        return tuple(column for column in self.columns if column.year in (year, None))

    def __str__(self) -> str:
        period = self.period.heading if self.period else ", ".join(map(str, self.years)) or "none"
        lines = [f"subject: {self.subject.heading}", f"period: {period}", *map(str, self.columns)]
        lines += [f"ignored: {', '.join(self.ignored)}"] if self.ignored else []
        return "\n".join([*lines, *(f"notice: {notice}" for notice in self.notices)])
