"""测算结果.xlsx: verdicts, points, indicators, indices, what is just missed, and the figures of boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.html.arrow import pc
from gaoxin.report.html.book import Row
from gaoxin.report.html.columns import Column, Table, flat, mapped
from gaoxin.report.html.dictionary import children, part
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.books import Book, Field
from gaoxin.report.xlsx.cover import NAME, WIDTHS, cover
from gaoxin.report.xlsx.wide import Names, chosen, indicators, pairs, sheet, verdict

FILE = "测算结果.xlsx"
_FROZEN = 4
Planned = tuple[str, str, Callable[[], list[Field]]]
"""A sheet before it is written: its name, what it holds, and its columns, made when their turn comes."""


def write_results(titles: Titles, folder: Path) -> Attachment:
    """Write the results of a run as a workbook.

    Parameters
    ----------
    titles : the run in words
    folder : of the file
    """
    planned = list(plans(titles))
    write_book(titles, folder / FILE, "测算结果", planned)
    return Attachment(f"files/{FILE}", {"zh": "测算结果（XLSX）", "en": "Results of the run (XLSX)"})


def write_book(titles: Titles, path: Path, title: str, planned: Sequence[Planned]) -> None:
    """Write a workbook: the sheet that says what made it, and the planned ones."""
    with Book(path, titles.synthetic, titles.final) as book:
        book.properties(title=f"{titles.run} {title}", comments=titles.synthetic, subject=titles.final)
        book.text(NAME, cover(titles, title, [(name, held) for name, held, _ in planned]), WIDTHS)
        for name, _, fields in planned:
            book.table(name, fields(), _FROZEN)


def plans(titles: Titles) -> Iterator[Planned]:
    """The sheets, one after the other."""
    names, run = Names(titles), titles.book.run
    verdicts, conditions = run.table("verdicts"), run.table("conditions")
    for pack, name in pairs(verdicts, "pack", "verdict"):
        fields = partial(verdict, names, verdicts, conditions, pack, name)
        yield titles.thing(pack, "verdicts", name), f"{titles.pack(pack)}：结论与各项条件", fields
    points = run.table("points")
    for pack, name in pairs(points, "pack", "sheet"):
        fields = partial(sheet, names, points, pack, name)
        yield titles.thing(pack, "points", name), f"{titles.pack(pack)}：得分", fields
    figures = run.table("indicators")
    for pack, kind in pairs(figures, "pack", "kind"):
        fields = partial(indicators, names, figures, pack, kind)
        yield f"指标 {titles.pack(pack)}", f"{titles.pack(pack)}：{titles.kind(kind)}的指标", fields
    scores = run.table("index")
    for pack, name in pairs(scores, "pack", "index"):
        fields = partial(index, names, scores, pack, name)
        yield titles.thing(pack, "index", name), f"{titles.pack(pack)}：得分、位次与构成", fields
    ends = run.table("robust")
    for pack, name in pairs(ends, "pack", "index"):
        fields = partial(sure, names, ends, pack, name)
        yield f"位次区间 {titles.thing(pack, 'index', name)}", f"{titles.pack(pack)}：位次有多可靠", fields
    yield "临界企业", "只差一步的条件,逐条重新测算验证", partial(nearly, names)
    yield "看板数据", "看板各项任务的数据", partial(board, names)
    yield "看板成员", "汇总数据由哪些成员构成、由哪些成员变动", partial(movers, names)


def index(names: Names, table: Table, pack: str, name: str) -> list[Field]:
    """The columns of an index: a row for each subject, period and node."""
    titles, rows = names.titles, chosen(table, pack=pack, index=name)
    body = titles.book.names.thing(pack, "index", name)
    nodes: dict[str, Row] = {node["node"]: node for node in children(body, "nodes")}

    def unit(node: str) -> str:
        indicator = nodes.get(node, {}).get("indicator")
        return titles.unit(pack, indicator) if indicator else ""

    def title(node: str) -> str:
        return titles.words.of(part(nodes.get(node, {}), "title"))

    return [
        *names.head(rows),
        Field("节点", flat(rows["node"]), 14),
        Field(
            "节点名称",
            mapped(flat(rows["node"]), title),
        ),
        Field("层级", flat(rows["level"])),
        Field("单位（原值）", mapped(flat(rows["node"]), unit)),
        *_numbers(rows, raw="原值（按单位）", treated="处理后的值", normalised="标准化值"),
        *_numbers(rows, score="得分（分）", weight="权重"),
        *_numbers(rows, contribution="对上级得分的贡献（分）", rank="位次"),
        *_flags(rows, imputed="含插补"),
        Field("状态", mapped(flat(rows["status"]), lambda codes: _states(titles, codes)), 30),
    ]


def sure(names: Names, table: Table, pack: str, name: str) -> list[Field]:
    """The columns of rank intervals: a row for each subject and period."""
    rows = chosen(table, pack=pack, index=name)
    apart = pc.if_else(rows["apart"], "", names.titles.words("not_apart"))
    return [
        *names.head(rows),
        *_numbers(rows, rank="位次", rank_low="位次区间下限", rank_high="位次区间上限"),
        *_numbers(rows, score_low="得分区间下限（分）", score_high="得分区间上限（分）"),
        *_numbers(rows, ahead_of_next="领先下一位（份额）", not_distinguishable_from="分不出高下的个数"),
        Field("位次差异", flat(apart), 20),
        *_numbers(rows, runs="运行次数", confidence="区间所含的份额"),
    ]


def _states(titles: Titles, codes: str) -> str:
    return titles.words("comma").join(titles.state("index", code) for code in codes.split(";") if code)


def _numbers(rows: Table, **headings: str) -> list[Field]:
    return [Field(heading, flat(rows[name])) for name, heading in headings.items()]


def _texts(rows: Table, **headings: str) -> list[Field]:
    return [Field(heading, flat(rows[name]), 26) for name, heading in headings.items()]


def _flags(rows: Table, **headings: str) -> list[Field]:
    return [Field(heading, yes_or_no(flat(rows[name]))) for name, heading in headings.items()]


def yes_or_no(column: Column) -> Column:
    """A column of flags in words; nothing where it is unknown."""
    return pc.if_else(column, "是", "否")


def nearly(names: Names) -> list[Field]:
    """The columns of conditions that are just missed."""
    titles = names.titles
    rows = titles.book.run.table("nearly")
    thing = _told(rows, "pack", "verdict", partial(_thing, titles, "verdicts"))
    variable = _told(rows, "pack", "variable", titles.of)
    return [
        *names.head(rows),
        Field("认定事项", thing, 26),
        Field("条件", flat(rows["condition"])),
        Field("填报项", variable, 26),
        *_texts(rows, now="现为（含单位）", then="达到（含单位）", gap_zh="还差"),
        *_flags(rows, settles="补足后即符合"),
    ]


def board(names: Names) -> list[Field]:
    """The columns of a board's figures."""
    titles = names.titles
    rows = titles.book.run.table("board")
    measure = _told(rows, "pack", "measure", titles.of)
    unit = _told(rows, "pack", "measure", titles.unit)
    return [
        *names.head(rows),
        Field("看板", _told(rows, "pack", "board", partial(_thing, titles, "boards")), 24),
        Field("任务编号", flat(rows["node"])),
        Field("指标", measure, 30),
        Field("单位", unit),
        *_numbers(rows, number="数值（按单位）"),
        *_texts(rows, text="数值（含单位）", prior_text="上年（含单位）", change_text="变化（含单位）"),
        *_numbers(
            rows, change="变化（按单位）", own_low="本地历年最小（按单位）", own_high="本地历年最大（按单位）"
        ),
        *_numbers(rows, nation_low="全国最小（录入，按单位）", nation_high="全国最大（录入，按单位）"),
        *_texts(rows, nation_source="全国范围来源"),
        *_numbers(rows, peers="同类（个）", peers_below="低于本值的同类（个）"),
        Field("数据状态", mapped(flat(rows["state"]), lambda code: titles.state("data", code)), 22),
        *_flags(rows, red="需关注"),
        *_texts(rows, why_red_zh="为何需关注"),
    ]


def movers(names: Names) -> list[Field]:
    """The columns of the members behind the figures of boards."""
    titles = names.titles
    rows = titles.book.run.table("movers")
    return [
        *names.head(rows),
        Field("指标", _told(rows, "pack", "indicator", titles.of), 30),
        Field("成员编号", flat(rows["member"]), 22),
        Field("成员名称", names.of(rows, "member_kind", "member"), 34),
        *_numbers(rows, place="序（按所占数额）"),
        *_texts(rows, text="所占数额（含单位）"),
        *_numbers(rows, share="占比（1为全部）", change_place="序（按变化）"),
        *_texts(rows, change_text="对变化的贡献（含单位）"),
        Field("去留", mapped(flat(rows["standing"]), lambda code: titles.state("standing", code))),
        *_numbers(rows, members="成员（个）"),
    ]


def _thing(titles: Titles, section: str, pack: str, name: str) -> str:
    return titles.thing(pack, section, name)


def _told(rows: Table, first: str, second: str, say: Callable[[str, str], str]) -> Column:
    """Two columns of names as one of words."""
    codes = pc.binary_join_element_wise(
        pc.fill_null(flat(rows[first]), ""), pc.fill_null(flat(rows[second]), ""), "\x1f"
    )

    def said(code: str) -> str:
        first, _, second = code.partition("\x1f")
        return say(first, second)

    return mapped(codes, said)
