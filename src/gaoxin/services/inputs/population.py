"""The typed rows of one kind of subject, with the way from every figure to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import pyarrow as pa

from gaoxin.base import units
from gaoxin.engines.protocol import Gathering, Table
from gaoxin.intake.findings import Finding, Level
from gaoxin.plan.binding import BoundColumn, Source, SourceColumn, Storage
from gaoxin.plan.cell_rules import Words, address
from gaoxin.services.inputs.opening import Opened
from gaoxin.services.inputs.wanted import Wanted
from gaoxin.spec import Subject, Variable


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a figure stands.

    Parameters
    ----------
    part, row : number of the part and of the row in its file
    bound, position : its column; no `bound` for an identifier
    raw : what stands there
    """

    part: Opened
    row: int
    bound: BoundColumn | None
    position: int
    raw: str

    @property
    def address(self) -> str:
        """Such as B7."""
        return address(self.position, self.row)

    @property
    def shown(self) -> str:
        """What stands there, with the unit of its column."""
        return f"{self.raw} {self.bound.unit}" if self.bound and self.bound.unit != "1" else self.raw


@dataclass
class Population:
    """The rows of one kind.

    Parameters
    ----------
    wanted : what the kind is read for
    parts : by number
    gathering : the joined parts
    figures : Arrow table of the stored columns, by subject and period
    changed : (row, variable) -> what a correction put there
    faulty, differing : (row, variable) -> the cell that cannot be read, or differs from the one in use
    read : variable -> part, row and text of each row, as far as they were asked for
    """

    wanted: Wanted
    parts: Mapping[int, Opened]
    gathering: Gathering
    figures: Any
    changed: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])
    faulty: dict[tuple[int, str], Cell] = field(default_factory=dict[tuple[int, str], Cell])
    differing: dict[tuple[int, str], Cell] = field(default_factory=dict[tuple[int, str], Cell])
    read: dict[str, tuple[list[Any], ...]] = field(default_factory=dict[str, tuple[list[Any], ...]])

    @property
    def kind(self) -> str:
        """Kind of subject."""
        return self.wanted.kind

    @property
    def subject(self) -> Subject:
        """What the packs say of the kind."""
        return self.wanted.subject

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """The variables that the data have, in order."""
        known = {**self.wanted.others, **self.wanted.variables}
        names = (c.removesuffix("__lo") for c in self.figures.column_names if not c.endswith("__hi"))
        return {name: known[name] for name in names if name not in ("subject", "period")}

    @cached_property
    def subjects(self) -> list[str]:
        """The subject of each row."""
        return self.figures["subject"].to_pylist()

    @cached_property
    def periods(self) -> list[int]:
        """The period of each row."""
        return self.figures["period"].to_pylist()

    @cached_property
    def rows(self) -> dict[tuple[str, int], int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(zip(self.subjects, self.periods, strict=True))}

    @property
    def dated(self) -> bool:
        """Whether rows have periods."""
        return self.periods != [0] * len(self.periods)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each subject, of the last period that has one."""
        column = self.subject.name
        if column not in self.variables:
            return {}
        pairs = zip(self.subjects, self.figures[column].to_pylist(), strict=True)
        return {subject: name for subject, name in pairs if name}

    @cached_property
    def before(self) -> list[int | None]:
        """The row of the year before, of each row."""
        pairs = zip(self.subjects, self.periods, strict=True)
        return [self.rows.get((subject, period - 1)) for subject, period in pairs]

    def column(self, variable: str) -> list[Any]:
        """The stored values of a variable; the least of a grade."""
        spec = self.variables[variable]
        return self.figures[f"{variable}__lo" if spec.type == "grade" else variable].to_pylist()

    @cached_property
    def _bound(self) -> dict[tuple[int, str, int | None], BoundColumn]:
        return {(n, b.variable, b.year): b for n, part in self.parts.items() for b in part.binding.columns}

    def cell(self, row: int, variable: str) -> Cell | None:
        """Where a figure stands; None where no part has it."""
        if variable not in self.read:
            found = self.gathering.cells([variable])
            self.read[variable] = tuple(found[f"{variable}.{w}"].to_pylist() for w in ("part", "row", "raw"))
        part, line, raw = (column[row] for column in self.read[variable])
        if part is None or line is None:
            return None
        return self.place(part, line, variable, self.periods[row], raw or "")

    def place(self, part: int, row: int, variable: str, period: int, raw: str) -> Cell:
        """A cell of a part by its row."""
        bound = self._bound.get((part, variable, period)) or self._bound[part, variable, None]
        return Cell(self.parts[part], row, bound, self.parts[part].source.column(bound.source).position, raw)

    def empty_cell(self, row: int, variable: str) -> Cell | None:
        """The empty cell of a figure that is missing: in a part that has this row and that variable."""
        for part, line in self.lines.get((self.subjects[row], self.periods[row]), []):
            names = {(b.variable, b.year) for b in self.parts[part].binding.columns}
            if {(variable, None), (variable, self.periods[row])} & names:
                return self.place(part, line, variable, self.periods[row], "")
        return None

    @cached_property
    def lines(self) -> dict[tuple[str, int], list[tuple[int, int]]]:
        """The parts and rows that each key was made from."""
        table = self.gathering.rows()
        found: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for subject, period, part, row in zip(
            *(table[name].to_pylist() for name in ("subject", "period", "part", "row")), strict=True
        ):
            found.setdefault((subject, period), []).append((part, row))
        return found

    def table(self) -> Table:
        """The stored columns for an engine."""
        return stored(self.figures, dated=self.dated)

    def finding(
        self, row: int, level: Level, check: str, words: Words, *, variable: str = "", seen: str = "",
        cell: Cell | None = None,
    ) -> Finding:  # fmt: skip
        """A finding about a row, and one cell of it."""
        subject = self.subjects[row]
        return Finding(
            level, check, self.kind, subject, self.periods[row], self.names.get(subject, ""), variable,
            cell.part.info.file if cell else "", (cell.part.info.sheet or "") if cell else "",
            cell.address if cell else "", seen, words.rule_zh, words.rule_en, words.next_zh, words.next_en,
        )  # fmt: skip

    def said(self, row: int, variable: str) -> str:
        """A figure as the file says it, and what a correction made of it."""
        cell = self.cell(row, variable)
        shown = "—" if cell is None else cell.shown
        new = self.changed.get((row, variable))
        return shown if new is None else f"{shown} → {new or '—'}"


def stored(figures: Any, *, dated: bool, path: str | None = None) -> Table:
    """A table of stored columns for engines."""
    heads = tuple(
        SourceColumn(name, name, n, Storage("other")) for n, name in enumerate(figures.column_names, 1)
    )
    source = Source("inputs", heads, path=path, table=None if path else figures)
    return Table(source, None, dated=dated)


def shown(people: Population) -> dict[str, tuple[str, Fraction, str]]:
    """Of each variable its type, the stored value of one of its unit, and that unit."""
    found: dict[str, tuple[str, Fraction, str]] = {}
    for name, spec in people.variables.items():
        unit = units.parse(spec.unit)
        kept = Fraction(10) ** (spec.scale if spec.type in ("number", "grade") else 0)
        found[name] = (spec.type, (unit.factor if unit else 1) * kept, spec.unit)
    return found


def positions(people: Population) -> Any:
    """Where each part holds each variable: part, variable, year, position."""
    rows = [
        {"part": number, "variable": c.variable, "year": c.year, "position": c.column}
        for number, part in people.parts.items()
        for c in part.info.columns
    ]
    kinds = [("part", pa.int32()), ("variable", pa.string()), ("year", pa.int32()), ("position", pa.int32())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def in_unit(spec: Variable, values: Sequence[Any]) -> list[float | None]:
    """Stored values of a figure as doubles in base units."""
    scale = 10.0**spec.scale if spec.type in ("number", "grade") else 1.0
    return [None if value is None else value / scale for value in values]


def dimension(spec: Variable) -> units.Dimension:
    """What a figure measures."""
    unit = units.parse(spec.unit)
    return unit.dimension if unit else ()
