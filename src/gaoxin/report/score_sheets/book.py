"""The score sheet as a workbook: the sheet, the figures behind it with cells, and what would raise it."""

from __future__ import annotations

from pathlib import Path

from gaoxin.report.html.arrow import pa
from gaoxin.report.score_sheets.content import Score, compared, header, rounding
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.books import Book, Cell, Field

_WIDTHS = (26, 90)
_LONG = 44


def write_sheets(titles: Titles, score: Score, path: Path) -> None:
    """Write the sheet of a subject as a workbook.

    Parameters
    ----------
    titles : the run in words
    score : the sheet
    path : the file
    """
    marked: list[list[Cell]] = [[titles.synthetic]] if titles.synthetic else []
    head: list[list[Cell]] = [[term, text] for term, text in header(titles, score)]
    told: list[list[Cell]] = [["比较", compared(score)], ["显示", rounding(score.lines)]]
    with Book(path, titles.synthetic, titles.final) as book:
        book.properties(title=score.title, comments=titles.synthetic, subject=titles.final)
        book.text("说明", [[score.title], *marked, *head, *told, [titles.final]], _WIDTHS)
        book.table("逐项得分", _points(score), 1)
        book.table("原始值与来源", _origins(score), 1)
        if score.ways is not None:
            book.table("怎样提高得分", _ways(titles, score), 1)


def _points(score: Score) -> list[Field]:
    """The points of every row; numbers are those that are shown, so that they add up."""
    lines = score.lines
    shown = {
        name: [_number(line.row[name]) for line in lines]
        for name in ("counted", "low_text", "high_text", "sum_text")
    }
    return [
        Field("项目", _texts(["　" * line.depth + line.title for line in lines]), _LONG),
        Field("编号", _texts([line.row["item"] or "" for line in lines])),
        Field("无量纲值", _numbers([line.row["share"] for line in lines])),
        Field("满分", _numbers([line.row["cap"] for line in lines])),
        Field("得分（计入）", _numbers(shown["counted"])),
        Field("得分（确定）", _numbers(shown["low_text"])),
        Field("得分（最高可能）", _numbers(shown["high_text"])),
        Field("封顶前合计", _numbers(shown["sum_text"])),
        Field("同组中位数", _numbers([line.row["median"] for line in lines])),
        Field("同组家数", _numbers([line.row["peers"] for line in lines])),
        Field("计分办法", _texts([line.method if line.depth == 2 else "" for line in lines]), _LONG),
        Field("条款", _texts([line.clause for line in lines])),
    ]


def _origins(score: Score) -> list[Field]:
    """The figures behind every item, a row each."""
    pairs = [(line, own) for line in score.lines for own in line.own]
    return [
        Field("项目", _texts([line.title for line, _ in pairs]), _LONG),
        Field("数据", _texts([own.title for _, own in pairs]), _LONG),
        Field("原始值", _texts([own.text for _, own in pairs]), 20),
        Field("来源单元格或公式", _texts([own.cell for _, own in pairs]), _LONG),
    ]


def _ways(titles: Titles, score: Score) -> list[Field]:
    """What would raise the points, a row for each move."""
    moves = [(at, way, move) for at, way in enumerate(score.ways or (), 1) for move in way.moves]
    return [
        Field("序号", _numbers([at for at, _, _ in moves])),
        Field("调整", _texts([titles.of(score.pack, move["variable"]) for _, _, move in moves]), 30),
        Field("现为", _texts([move["now"] for _, _, move in moves]), 20),
        Field("达到", _texts([move["then"] for _, _, move in moves]), 20),
        Field("变动", _texts([move["change_zh"] for _, _, move in moves]), 26),
        Field("加分", _texts([way.gain for _, way, _ in moves]), 20),
        Field("总分变为", _texts([way.after for _, way, _ in moves]), 20),
        Field("涉及项目", _texts(["、".join(way.items) for _, way, _ in moves]), _LONG),
    ]


def _texts(values: list[str]) -> object:
    return pa.array(values, pa.string())


def _numbers(values: list[float | None]) -> object:
    return pa.array(values, pa.float64())


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
