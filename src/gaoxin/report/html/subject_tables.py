"""The tables of a run, laid out over the subjects of one kind: what their pages are filled from."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gaoxin.report.html.arrow import pa, pc
from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.columns import Column, Layout, Spread, Table, escaped, grouped_column, joined, plain
from gaoxin.report.html.figures import letters

BROKEN = "\x04"
"""Stands for a figure that joins years of two calibres, until a language has words for it."""
_YEARS = 5
_SOURCES = "../sources.html#"


class SubjectTables:
    """The figures of all subjects of a kind, column by column.

    Parameters
    ----------
    book : the run
    kind : kind of subject
    """

    def __init__(self, book: Book, kind: str) -> None:
        self.book, self.kind = book, kind
        found = book.kinds[kind]
        self.subjects: Column = pa.array(found.subjects, pa.string())
        self.names: Column = escaped(pa.array(found.names, pa.string()))
        self.size = len(found.subjects)

    def _rows(self, table: str) -> Table:
        found = self.book.run.table(table, [("kind", "==", self.kind)])
        unused = [name for name in ("kind", "number") if name in found.column_names]
        return found.drop_columns(unused).combine_chunks()

    def _layout(self, table: Table, keys: str) -> Layout:
        return Layout(self.subjects, table, keys.split())

    @cached_property
    def periods(self) -> list[int]:
        """The last periods of this kind, the newest last."""
        found: set[int] = set()
        for table in (self._verdict_rows, self._value_rows, self._index_rows, self._indicator_rows):
            found |= set(pc.unique(table["period"]).to_pylist())
        return sorted(found or {0})[-_YEARS:]

    @cached_property
    def _verdict_rows(self) -> Table:
        return self._rows("verdicts")

    @cached_property
    def _value_rows(self) -> Table:
        return self._rows("values")

    @cached_property
    def _index_rows(self) -> Table:
        return self._rows("index")

    @cached_property
    def _indicator_rows(self) -> Table:
        return self._rows("indicators")

    @cached_property
    def _condition_rows(self) -> Table:
        return self._rows("conditions")

    @cached_property
    def verdicts(self) -> Spread:
        """Codes of results by pack, verdict and period."""
        rows = self._verdict_rows
        return self._layout(rows, "pack verdict period").spread(rows["result"], "")

    @cached_property
    def conditions(self) -> Spread:
        """Codes of results by pack, verdict, condition and period: true, false, or why unknown."""
        rows = self._condition_rows
        truth = pc.if_else(rows["result"], "true", "false")
        layout = self._layout(rows, "pack verdict condition period")
        return layout.spread(pc.coalesce(truth, rows["why"]), "")

    @cached_property
    def missing(self) -> Spread:
        """What is missing, by pack, verdict, condition and period; variables apart by ``; ``."""
        rows = self._condition_rows
        rows = rows.filter(pc.is_in(rows["why"], pa.array(["missing", "jury", "doubtful"])))
        codes = joined(rows["why"], "|", rows["missing"])
        return self._layout(rows, "pack verdict condition period").spread(codes, "")

    @cached_property
    def points(self) -> dict[str, Spread]:
        """Points by pack, sheet, item and period: the lowest, the highest, and both as they are shown.

        Where unknown items count 0, those that count are shown, and what is still possible behind them.
        Beside them the full marks of the subject, the normalised value, and the median of the peers.
        """
        rows = self._rows("points")
        layout = self._layout(rows, "pack sheet item period")
        low, high = plain(rows["low"]), plain(rows["high"])
        least, most = pc.coalesce(rows["low_text"], low), pc.coalesce(rows["high_text"], high)
        span = pc.if_else(
            pc.is_valid(rows["counted"]), joined(least, " (≤ ", most, ")"), joined(least, "～", most)
        )
        both = pc.if_else(pc.equal(least, most), least, span)
        return {
            **{name: layout.spread(plain(rows[name])) for name in ("cap", "share", "median")},
            "low": layout.spread(low, "null"),
            "high": layout.spread(high, "null"),
            "text": layout.spread(both),
        }

    @cached_property
    def indicators(self) -> Spread:
        """Indicators by pack, indicator and period, as HTML; `BROKEN` where not comparable."""
        rows = self._indicator_rows
        text = escaped(grouped_column(rows["text"]))
        broken = pc.fill_null(rows["break"], fill_value=False)
        return self._layout(rows, "pack indicator period").spread(pc.if_else(broken, BROKEN, text))

    @cached_property
    def marks(self) -> dict[tuple[str, str], str]:
        """What each indicator rests on that is not official."""
        rows = self._indicator_rows.select(["pack", "indicator", "mark"])
        found = rows.group_by(["pack", "indicator"]).aggregate([("mark", "max")]).to_pylist()
        return {(row["pack"], row["indicator"]): row["mark_max"] or "" for row in found}

    @cached_property
    def index(self) -> dict[str, Spread]:
        """Columns of the table ``index`` by pack, index, node and period."""
        rows = self._index_rows
        layout = self._layout(rows, "pack index node period")
        numbers = {
            name: grouped_column(plain(rows[name])) for name in ("raw", "score", "weight", "contribution")
        }
        found = {name: layout.spread(text) for name, text in numbers.items()}
        found["rank"] = layout.spread(pc.cast(rows["rank"], pa.string()))
        return found | {"status": layout.spread(rows["status"], "")}

    @cached_property
    def sure(self) -> dict[str, Spread]:
        """Rank intervals by pack, index and period, and whether a rank cannot be told from the next."""
        rows = self._rows("robust")
        low = pc.cast(pc.floor(rows["rank_low"]), pa.int32())
        high = pc.cast(pc.ceil(rows["rank_high"]), pa.int32())
        first, last = pc.cast(low, pa.string()), pc.cast(high, pa.string())
        both = pc.if_else(pc.equal(low, high), first, joined_or_none(first, "–", last))
        layout = self._layout(rows, "pack index period")
        alike = pc.if_else(rows["apart"], "", "not_apart")
        return {"interval": layout.spread(both, ""), "alike": layout.spread(alike, "")}

    @cached_property
    def _value_layout(self) -> Layout:
        return self._layout(self._value_rows, "variable period")

    @cached_property
    def values(self) -> Spread:
        """Reported figures by variable and period: the figure, and its cell as a link to its file.

        The file is named once on the page (`files`); a figure that no file holds leads to the list of files.
        """
        rows = self._value_rows
        before = joined_or_none("<s>", escaped(rows["raw"]), "</s> ")
        raw = pc.if_else(pc.fill_null(rows["corrected"], fill_value=False), before, "")
        whole = joined(f'<a href="{_SOURCES}parts">', self._value_texts, "</a>")
        html = joined(raw, pc.coalesce(joined_or_none(self._value_texts, self._cells(rows)), whole))
        return self._value_layout.spread(html)

    @cached_property
    def files(self) -> list[tuple[int, str]]:
        """The parts of the data that hold figures of this kind: number, and how addresses begin."""
        there = pc.unique(self._value_rows["part"]).to_pylist()
        return [(part, self.book.part_text(part)) for part in sorted(p for p in there if p is not None)]

    @cached_property
    def figures(self) -> Spread:
        """Reported figures by variable and period, as HTML without their cells."""
        return self._value_layout.spread(self._value_texts)

    @cached_property
    def _value_texts(self) -> Any:
        """Figures of numeric variables with separators; codes and other texts as they are."""
        rows = self._value_rows
        numeric = pc.is_in(rows["variable"], pa.array(self._numeric, pa.string()))
        numbers = pc.if_else(numeric, rows["text"], pa.scalar(None, pa.string()))
        return escaped(pc.coalesce(grouped_column(numbers), rows["text"]))

    @property
    def _numeric(self) -> list[str]:
        entries = ((name, self.book.names.entry("", name)) for name in self.variables)
        return [name for name, entry in entries if entry and entry.numeric]

    @cached_property
    def variables(self) -> list[str]:
        """The variables that the data of this kind hold."""
        return pc.unique(self._value_rows["variable"]).to_pylist()

    def _cells(self, rows: Table) -> Any:
        """The cell of each figure as a link, with the number of its file where there are several."""
        widest = pc.max(rows["column"]).as_py() or 0
        names = pa.array(["", *(letters(at) for at in range(1, widest + 1))])
        part, column = pc.cast(rows["part"], pa.string()), pc.take(names, rows["column"])
        start = ("[", part, "]") if len(self.files) > 1 else ()
        return joined_or_none(
            " <a href=#f", part, ">", *start, column, pc.cast(rows["row"], pa.string()), "</a>"
        )

    def listed(self, rows: dict[str, str], empty: str) -> Column:
        """Ready HTML of some subjects, in the order of the pages."""
        found = pc.index_in(self.subjects, value_set=pa.array(list(rows), pa.string()))
        return pc.fill_null(pc.take(pa.array(list(rows.values()), pa.string()), found), empty)


def joined_or_none(*parts: Any) -> Any:
    """Texts side by side; nothing at all where one of them is unknown."""
    return pc.binary_join_element_wise(*parts, "")


def by_subject(rows: list[Row], kind: str) -> dict[str, list[Row]]:
    """The rows of a kind, subject by subject."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["kind"] == kind:
            found.setdefault(row["subject"] or "", []).append(row)
    return found
