"""Long tables laid wide: a row for each subject and period, a column for each thing that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gaoxin.report.html.arrow import pa, pc
from gaoxin.report.html.columns import Column, Layout, Table, flat, joined, mapped
from gaoxin.report.html.dictionary import children
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.books import Field

_KEY = "__key"
_CODE, _NAMED = 22, 34
_SPLIT = "\x1f"
Pair = tuple[str, str]


class Names:
    """What subjects are called, as columns.

    Parameters
    ----------
    titles : the run in words
    """

    def __init__(self, titles: Titles) -> None:
        table = titles.book.run.table("subjects")
        self.titles = titles
        self._keys = flat(joined(table["kind"], _SPLIT, table["subject"]))
        self._names = flat(pc.coalesce(table["name"], table["subject"]))

    def of(self, rows: Table, kind: str = "kind", subject: str = "subject") -> Column:
        """The names of the subjects of a table."""
        keys = flat(joined(rows[kind], _SPLIT, rows[subject]))
        found = pc.take(self._names, pc.index_in(keys, value_set=self._keys))
        return flat(pc.coalesce(found, rows[subject]))

    def head(self, rows: Table) -> list[Field]:
        """The first columns of a table: kind, code, name, period."""
        return [
            Field("类别", mapped(flat(rows["kind"]), self.titles.kind)),
            Field("统一社会信用代码／编号", flat(rows["subject"]), _CODE),
            Field("名称", self.of(rows), _NAMED),
            Field("年度", period(rows)),
        ]


def period(rows: Table) -> Column:
    """The years of rows; nothing where there are no periods."""
    years = flat(rows["period"])
    return pc.if_else(pc.equal(years, 0), pa.scalar(None, pa.int32()), years)


def chosen(table: Table, **values: str) -> Table:
    """The rows of a table that have some values."""
    for name, value in values.items():
        table = table.filter(pc.equal(table[name], value))
    return table.combine_chunks()


def pairs(table: Table, first: str, second: str) -> list[Pair]:
    """The pairs of two columns that are there, in their order."""
    found = table.group_by([first, second], use_threads=False).aggregate([])
    return list(zip(found[first].to_pylist(), found[second].to_pylist(), strict=True))


def keyed(rows: Table) -> Column:
    """A key of each row: kind, subject and period."""
    return flat(joined(rows["kind"], _SPLIT, rows["subject"], _SPLIT, pc.cast(rows["period"], pa.string())))


def once(rows: Table) -> Table:
    """Each subject and period of a table once, in its order."""
    return rows.group_by(["kind", "subject", "period"], use_threads=False).aggregate([])


def laid(head: Table, rows: Table, name: str) -> Layout:
    """A long table laid over the rows of another, by the names in one of its columns."""
    table = rows.append_column(_KEY, keyed(rows)).drop_columns(["subject"]).rename_columns({_KEY: "subject"})
    return Layout(keyed(head), table, [name])


def verdict(names: Names, verdicts: Table, conditions: Table, pack: str, name: str) -> list[Field]:
    """The columns of a verdict: its result, each condition, and what is missing."""
    titles = names.titles
    rows = chosen(verdicts, pack=pack, verdict=name)
    found = chosen(conditions, pack=pack, verdict=name)
    layout = laid(rows, found, "condition")
    truth = pc.if_else(found["result"], "true", "false")
    states = layout.spread(pc.coalesce(truth, found["why"]), "")
    missing = layout.spread(_missing(titles, pack, found), "")
    bodies = {body["id"]: body for body in titles.conditions(pack, name)}
    known = list(dict.fromkeys([*bodies, *(key[0] for key in states)]))
    return [
        *names.head(rows),
        Field("结论", mapped(flat(rows["result"]), lambda code: titles.state("verdict", code))),
        *(
            Field(
                f"{each} {titles.words.of(bodies.get(each, {}).get('title'))}".strip(),
                mapped(states(each), lambda code: titles.state("condition", code)),
                14,
            )
            for each in known
        ),
        Field("待补充、待核实、需评审的内容", _lines([missing(each) for each in known], len(rows)), 60),
    ]


def _missing(titles: Titles, pack: str, rows: Table) -> Column:
    """What each unknown condition lacks, in words: ``H-05 待补充：研发费用（2023年）``."""
    year = pc.cast(rows["period"], pa.string())
    codes = joined(rows["condition"], _SPLIT, rows["why"], _SPLIT, year, _SPLIT, rows["missing"])
    codes = pc.if_else(pc.is_null(rows["result"]), codes, "")

    def said(code: str) -> str:
        if not code:
            return ""
        condition, why, period, lacking = code.split(_SPLIT)
        if why in ("", "not_applicable"):
            return ""
        named = titles.missing(pack, lacking, int(period))
        state = titles.state("condition", why)
        return f"{condition} {state}{titles.words('colon') + named if named else ''}"

    return mapped(flat(codes), said)


def _lines(columns: Sequence[Column], size: int) -> Column:
    """Texts one after the other, with a semicolon between those that are not empty."""
    whole = pa.array([""] * size, pa.string())
    for column in columns:
        gap = pc.if_else(pc.or_(pc.equal(whole, ""), pc.equal(column, "")), "", "；")
        whole = joined(whole, gap, column)
    return whole


def sheet(names: Names, points: Table, pack: str, name: str) -> list[Field]:
    """The columns of a score sheet: the total that counts; the least and the most points of all its parts."""
    words = names.titles.words
    found = chosen(points, pack=pack, sheet=name)
    rows = once(found)
    layout = laid(rows, found, "item")
    counted = pc.if_else(pc.equal(found["item"], ""), pc.cast(found["counted"], pa.float64()), None)
    columns = {"计入": counted, "最低": found["low"], "最高": found["high"]}
    ends = [(end, numbers(layout, column)) for end, column in columns.items()]
    fields = names.head(rows)
    for item, title, most in _items(names.titles, pack, name):
        limit = f"，{words('at_most', n=most)}" if most is not None else ""
        for end, cells in ends:
            if item in cells and (end != "计入" or not item):
                fields.append(Field(f"{title}（分，{end}{limit}）", cells[item], 14))
    return fields


def _items(titles: Titles, pack: str, name: str) -> Iterator[tuple[str, str, Any]]:
    """The lines of a score sheet: name, title, most points."""
    body = titles.book.names.thing(pack, "points", name)
    yield "", titles.words("total"), body.get("max")
    for group in children(body, "groups"):
        title = titles.words.of(group.get("title")) or group["id"]
        yield group["id"], title, group.get("max")
        for item in children(group, "items"):
            below = titles.words.of(item.get("title")) or item["id"]
            yield f"{group['id']}.{item['id']}", f"{title}·{below}", item.get("max")


def indicators(names: Names, table: Table, pack: str, kind: str) -> list[Field]:
    """The columns of a pack's indicators: numbers in their unit, and words where years are not comparable."""
    titles = names.titles
    found = chosen(table, pack=pack, kind=kind)
    rows = once(found)
    layout = laid(rows, found, "indicator")
    figures = numbers(layout, found["number"])
    broken = pc.if_else(pc.fill_null(found["break"], fill_value=False), titles.words("break"), "")
    instead = layout.spread(broken, "")
    marks = dict(zip(found["indicator"].to_pylist(), found["mark"].to_pylist(), strict=True))
    fields = names.head(rows)
    for name, cells in figures.items():
        about = [titles.unit(pack, name), titles.state("status", marks[name] or "")]
        tail = "，".join(filter(None, about))
        heading = titles.of(pack, name) + (f"（{tail}）" if tail else "")
        fields.append(Field(heading, cells, 16, instead(name)))
    return fields


def numbers(layout: Layout, column: Any) -> dict[str, Column]:
    """A column of numbers, laid out: for each name one, empty where there is no row."""
    cells = flat(column)
    return {key[0]: cells.take(rows) for key, rows in layout.rows.items() if isinstance(key, tuple)}
