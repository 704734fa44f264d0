"""The score sheet as a document (DOCX), laid out as official papers are; every figure is bound to the run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gaoxin.report.docx.binding import figure
from gaoxin.report.docx.paper import Paper, Piece, Pieces
from gaoxin.report.html.figures import NONE
from gaoxin.report.score_sheets.content import AT_MOST, Line, Own, Score, Way, compared, header, rounding
from gaoxin.report.titles import Titles

_POINTS = "pack kind subject period sheet item"
_VALUE = "kind subject period variable"
_INDICATOR = "pack kind subject period indicator"
_RAISES = "pack kind subject period sheet place variable"


def write_paper(titles: Titles, score: Score, path: Path) -> None:
    """Write the sheet of a subject as a document.

    Parameters
    ----------
    titles : the run in words
    score : the sheet
    path : the file
    """
    paper = Paper(titles, score.title)
    paper.table(["项目", "内容"], [[term, text] for term, text in header(titles, score)], (44, 112))
    _points(paper, score)
    _origins(paper, score)
    _ways(titles, paper, score)
    paper.line("填表单位（盖章）：　　　　　　　　日期：")
    paper.line(titles.final)
    paper.save(path)


def _points(paper: Paper, score: Score) -> None:
    """The points of every row beside the cap and the peers."""
    paper.heading("一、逐项得分")
    rows: list[list[Pieces]] = [
        [
            "　" * line.depth + line.title,
            line.share if line.depth == 2 else "",
            line.cap,
            _score(line),
            line.before,
            f"{line.median}（{line.peers}家）" if line.median != NONE else NONE,
        ]
        for line in score.lines
    ]
    paper.table(["项目", "无量纲值", "满分", "得分", "封顶前", "同组中位数"], rows, (58, 18, 18, 24, 16, 26))
    paper.line(f"{compared(score)}。{rounding(score.lines)}")


def _score(line: Line) -> Pieces:
    row = line.row
    if row["low_text"] is None:
        return NONE
    low, high = (figure("points", row, _POINTS, f"{end}_text", "grouped") for end in ("low", "high"))
    if line.incomplete:
        return [figure("points", row, _POINTS, "counted", "grouped"), f"（{AT_MOST}", high, "）"]
    return low if row["low_text"] == row["high_text"] else [low, "～", high]


def _origins(paper: Paper, score: Score) -> None:
    """What each item rests on, with its cells, and how it becomes points."""
    paper.heading("二、原始值、来源与计分办法")
    rows: list[list[Pieces]] = [
        [line.title, [piece for own in line.own for piece in _own(own)] or NONE, line.method]
        for line in score.lines
        if line.depth == 2
    ]
    paper.table(["项目", "原始值与来源单元格", "计分办法"], rows, (40, 64, 52))


def _own(own: Own) -> Iterator[Piece]:
    yield f"{own.title}："
    if own.row is None:
        yield own.text
    else:
        keys = _VALUE if own.table == "values" else _INDICATOR
        style = "grouped" if own.text != str(own.row["text"] or NONE) else "text"
        yield figure(own.table, own.row, keys, "text", style)
    yield f"\n　{own.cell}\n" if own.cell else "\n"


def _ways(titles: Titles, paper: Paper, score: Score) -> None:
    """What would raise the points."""
    paper.heading("三、怎样提高得分")
    if score.ways is None:
        paper.line("本批次没有为该对象测算提分建议；可用 gaoxin explain 命令查询。")
    elif not score.ways:
        paper.line("没有单独调整一项数据就能提高得分的办法。")
    else:
        rows = [row for at, way in enumerate(score.ways, 1) for row in _way(titles, score.pack, at, way)]
        heads = ["序号", "调整", "现为", "达到", "加分", "总分变为"]
        paper.table(heads, rows, (12, 52, 28, 28, 18, 18))
        paper.line("每条均按调整后的数据重新计算；同组其他对象的数据不变，本对象自身的变动已计入比较。")


def _way(titles: Titles, pack: str, at: int, way: Way) -> Iterator[list[Pieces]]:
    for n, move in enumerate(way.moves):
        now, then = (figure("raises", move, _RAISES, column, "grouped") for column in ("now", "then"))
        named = f"{titles.of(pack, move['variable'])}：{move['change_zh']}"
        first = n == 0
        yield [
            str(at) if first else "",
            named,
            now,
            then,
            way.gain if first else "",
            way.after if first else "",
        ]
