"""The nation's ranges that a project enters: `ranges.csv`, read whole, with all faults at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gaoxin.base import units
from gaoxin.base.errors import DataError, Fault, FormulaError, Place
from gaoxin.formula.program import Program
from gaoxin.services.board.measures import measures_of
from gaoxin.services.cases import quantity

COLUMNS = ("indicator", "period", "minimum", "maximum", "source")


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest figure of the nation in a year, in the figure's declared unit."""

    minimum: Fraction
    maximum: Fraction
    source: str


Ranges = Mapping[tuple[str, int], Range]
"""Ranges by measure, as a board names it, and period."""


def read_ranges(path: Path, programs: Iterable[Program]) -> dict[tuple[str, int], Range]:
    """Read the ranges of a project; none where there is no such file.

    Parameters
    ----------
    path : `ranges.csv`: UTF-8 (with or without BOM), the columns `COLUMNS` in any order
    programs : whose boards name the measures; a plain number is in the measure's own unit

    Raises
    ------
    DataError : all faults of the file at once
    """
    if not path.is_file():
        return {}
    found = {name: m for program in programs for name, m in measures_of(program).items()}
    return ranges_in(path, {name: measure.unit for name, measure in found.items()}, "the boards show")


def ranges_in(path: Path, figures: Mapping[str, str], which: str) -> dict[tuple[str, int], Range]:
    """Read a file of ranges.

    Parameters
    ----------
    path : as of `read_ranges`
    figures : unit of each figure that may have a range
    which : what these are, for a reader

    Raises
    ------
    DataError : all faults of the file at once
    """
    reading = _Reading(path.name, figures, which)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        reading.fault(1, "ranges", f"byte {error.start} is not UTF-8", "ranges.csv is UTF-8", "save as UTF-8")
        raise DataError(reading.faults) from error
    rows = csv.DictReader(io.StringIO(text), restkey="")
    heads = [head.strip() for head in rows.fieldnames or ()]
    rows.fieldnames = heads
    if sorted(heads) != sorted(COLUMNS):
        rule = f"the columns are {', '.join(COLUMNS)}"
        reading.fault(1, "ranges", f"the columns {', '.join(heads) or 'none'}", rule, "mend the first line")
        raise DataError(reading.faults)
    for row in rows:
        reading.row(rows.line_num, {key: str(value or "").strip() for key, value in row.items()})
    if reading.faults:
        raise DataError(reading.faults)
    return reading.found


class _Reading:
    """Ranges and faults found so far."""

    def __init__(self, file: str, figures: Mapping[str, str], which: str) -> None:
        self.file, self.figures, self.which = file, figures, which
        self.found: dict[tuple[str, int], Range] = {}
        self.faults: list[Fault] = []

    def fault(self, line: int, name: str, seen: str, rule: str, step: str) -> None:
        self.faults.append(Fault(Place(self.file, line), name, seen, rule, step))

    def row(self, line: int, row: Mapping[str, str]) -> None:
        """Read one line; every fault of it is told."""
        before = len(self.faults)
        name, year = row["indicator"], row["period"]
        if name not in self.figures:
            rule = f"{self.which} {', '.join(sorted(self.figures)) or 'no figures'}"
            self.fault(line, name or "indicator", f"the indicator {name!r}", rule, "copy one of these names")
        if not (year.isascii() and year.isdigit()):
            self.fault(line, "period", f"the period {year!r}", "a period is a year", "write 2024")
        if not row["source"]:
            rule = "a range of the nation has a source"
            self.fault(line, "source", "no source", rule, "write the publication it was taken from")
        low, high = (self.amount(line, key, row[key], name) for key in ("minimum", "maximum"))
        if low is not None and high is not None and low >= high:
            rule = "the minimum is below the maximum"
            seen = f"{row['minimum']} to {row['maximum']}"
            self.fault(line, name, seen, rule, "turn them round, or mend one")
        if len(self.faults) > before or low is None or high is None:
            return
        key = (name, int(year))
        if key in self.found:
            rule = "an indicator has one range a year"
            self.fault(line, name, f"{name} of {year} a second time", rule, "remove one of the two")
        self.found[key] = Range(low, high, row["source"])

    def amount(self, line: int, key: str, text: str, name: str) -> Fraction | None:
        """A number in the unit of the measure; with a unit of its own it is converted."""
        unit = self.figures.get(name, "1")
        parsed = units.parse(unit)
        factor = parsed.factor if parsed else Fraction(1)
        if re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", text):
            return Fraction(text)
        try:
            return quantity(text, unit) / factor
        except FormulaError:
            rule = f"{key} is a number, in {unit} where it names no unit"
            self.fault(line, key, f"{text!r}", rule, "write a number such as 3.2")
            return None
