"""《同比变动说明》: why figures over members are not what they were the year before, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.docx.binding import figure
from gaoxin.report.docx.paper import Paper, Piece, Pieces
from gaoxin.report.html.book import Row
from gaoxin.report.html.figures import NONE
from gaoxin.report.titles import Titles

TITLE = "同比变动说明"
FILE = f"{TITLE}.docx"
MOST = 20
"""So many subjects of a kind have an account; the table of the run has all of them."""
_KEY = "pack indicator kind subject period figure part"
_MOVER = "pack indicator kind subject period member"
_FIGURES = {"figure": "", "numerator": "分子", "denominator": "分母"}
_ENDS = ("before", "change", "after")


def write_accounts(titles: Titles, folder: Path) -> Iterator[Attachment]:
    """Write the account of each figure over members in the last year; nothing where the run has none.

    Parameters
    ----------
    titles : the run in words
    folder : of the file
    """
    if not titles.book.rows("accounts"):
        return
    write_paper(titles, folder / FILE)
    yield Attachment(f"files/{FILE}", {"zh": f"《{TITLE}》（DOCX）", "en": "Year-on-year accounts (DOCX)"})


def write_paper(titles: Titles, path: Path, rests: Sequence[str] = ()) -> None:
    """Write the accounts of the last year that there are.

    Parameters
    ----------
    titles : the run in words
    rests : what the figures rest on, where there is no run to say it
    """
    rows = titles.book.rows("accounts")
    last = max(row["period"] for row in rows)
    subjects = list(dict.fromkeys((row["kind"], row["subject"]) for row in rows if row["period"] == last))
    paper = Paper(titles, TITLE)
    paper.line(f"{titles.run}（{titles.year(last)}与上年）", centred=True)
    movers = [row for row in titles.book.rows("movers") if row["period"] == last and row["change_place"]]
    for kind, subject in subjects[:MOST]:
        about = (last, kind, subject)
        own = [row for row in rows if (row["period"], row["kind"], row["subject"]) == about]
        moved = [row for row in movers if (row["period"], row["kind"], row["subject"]) == about]
        _subject(titles, paper, own, moved)
    if len(subjects) > MOST:
        where = "可逐个指定" if rests else "见测算批次的数据表 accounts"
        paper.line(f"其余 {len(subjects) - MOST} 个{where}。")
    paper.line("注：增减额按全部位数计算，各项之和等于变动额；比率按分子分母的增减分解，以百分点表示。")
    if rests:
        paper.heading("数据依据")
        for text in rests:
            paper.line(text)
    paper.line("填表人（签字）：　　　　　　　　日期：")
    paper.line(titles.final)
    paper.save(path)


def _subject(titles: Titles, paper: Paper, rows: Sequence[Row], movers: Sequence[Row]) -> None:
    """Every figure of one subject."""
    paper.heading(titles.book.name(rows[0]["kind"], rows[0]["subject"]))
    for (pack, indicator), own in groupby(rows, lambda row: (row["pack"], row["indicator"])):
        listed = list(own)
        title = titles.of(pack, indicator) or indicator
        for name in _FIGURES:
            part = {row["part"]: row for row in listed if row["figure"] == name}
            if part:
                _sum(paper, title, name, part)
        moved = [row for row in movers if (row["pack"], row["indicator"]) == (pack, indicator)]
        _movers(titles, paper, moved)


def _sum(paper: Paper, title: str, name: str, rows: dict[str, Row]) -> None:
    """A figure against the year before, and its lines as a table."""
    before, change, after = (figure("accounts", rows[part], _KEY, "text", "grouped") for part in _ENDS)
    head = rows["after"]
    called = f"{title}{_FIGURES[name] and f'（{_FIGURES[name]}）'}"
    start: list[Piece] = [f"{called}：{head['period']}年 "]
    if not head["comparable"]:
        paper.line(
            [*start, after, "，上年 ", before, f"。{head['breaks']}口径变动，无可比数据，不作升降比较。"]
        )
        return
    paper.line([*start, after, "，上年 ", before, "，变动 ", change, "。"])
    if head["breaks"]:
        paper.line(f"{head['breaks']}口径变动，已按可比口径衔接，口径调整单列。")
    shown = [_line(row) for row in rows.values() if row["part"] not in ("before", "after")]
    heads = ["项目", "户数", "上年", "本年", "增减", "占上年的百分之"]
    paper.table(heads, shown, (24, 14, 32, 32, 34, 20))


def _line(row: Row) -> list[Pieces]:
    columns = ("before_text", "after_text", "text", "points_text")
    return [
        "合计" if row["part"] == "change" else row["title"],
        figure("accounts", row, _KEY, "members", "members"),
        *(figure("accounts", row, _KEY, column, "grouped") for column in columns),
    ]


def _movers(titles: Titles, paper: Paper, rows: Sequence[Row]) -> None:
    """Who moved the figure most."""
    shown: list[list[Pieces]] = [
        [
            titles.book.name(row["member_kind"], row["member"]),
            figure("movers", row, _MOVER, "standing", "standing") if row["standing"] else NONE,
            figure("movers", row, _MOVER, "change_text", "grouped"),
        ]
        for row in sorted(rows, key=lambda row: row["change_place"])
    ]
    if shown:
        paper.line("变动最大的：")
        paper.table(["名称", "情形", "增减"], shown, (80, 30, 46))
