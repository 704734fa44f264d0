"""What a score sheet of one subject says, and how it is written as text and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa

from gaoxin.formula.explain import Language, show
from gaoxin.formula.values import Interval
from gaoxin.services.score_sheets.raises import Advice

FOOTER = "自评结果,以主管部门认定为准"


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure that an item rests on.

    Parameters
    ----------
    title : in Chinese and English, with its year
    value : with its unit
    place : file and cell, or heading; of an indicator its formula, after ``=``
    """

    title: Mapping[str, str]
    value: str
    place: str

    def text(self, language: Language) -> str:
        """The figure in one line."""
        arrow = "← " if self.place and not self.place.startswith("=") else ""
        return f"{self.title[language]} {self.value} {arrow}{self.place}".rstrip()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands among all rows of the table and period, by the rules of `gaoxin.points`.

    Parameters
    ----------
    group : what it is ranked within, such as 成长期; empty where all of the period are ranked together
    rank, ranked : its rank among so many; None where it has none, or nobody is ranked beside it
    list : title of the list that it stands in
    veto : what excludes it or takes its points
    """

    group: str = ""
    rank: int | None = None
    ranked: int | None = None
    list: str = ""
    veto: str = ""

    def text(self, language: Language) -> Iterator[str]:
        """One line for each thing known."""
        zh = language == "zh"
        if self.rank is not None:
            within = f" · {self.group}" if self.group else ""
            place = f"第 {self.rank} 位，共 {self.ranked} 家" if zh else f"rank {self.rank} of {self.ranked}"
            yield f"{place}{within}"
        if self.list:
            yield f"{'名单' if zh else 'list'} {self.list}"
        if self.veto:
            yield self.veto if zh else f"veto: {self.veto}"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of a score sheet: the total, a group or an item.

    Parameters
    ----------
    item : empty for the total, else `group` or `group.item`
    depth : 0 for the total, 1 for a group, 2 for an item
    title : in Chinese and English
    status : how sure it is; assumed too where a variant fills its cap
    points : exact, from the least to the most; None where a cap is not published
    cap : the most points of this row for the subject; None where it is not published
    shown : points as they are shown: items add up to groups and groups to the total; least and most
    counted : the points that count, as they are shown; empty where they are not decided. Of the total also
        where enough items are known (`min_share`): those that are not count 0
    before_cap : what the parts add up to where a cap cuts them, as it is shown; else empty
    clause : article of the document
    share : the normalised value, 0 to 1, of an item that is a share of a figure
    unplaced : the figure of such an item is known, but its group has no spread to place it in
    figures : what it rests on
    method : how the points come about, in Chinese and English
    peers, median : how many others of the group have points, and their median; None below three
    """

    item: str
    depth: int
    title: Mapping[str, str]
    status: str
    points: Interval | None
    cap: Fraction | None
    shown: tuple[str, str]
    counted: str
    before_cap: str
    clause: str
    share: Fraction | float | None
    unplaced: bool
    figures: tuple[Behind, ...]
    method: Mapping[str, str]
    peers: int
    median: float | None

    @property
    def incomplete(self) -> bool:
        """Whether unknown items count 0."""
        return bool(self.counted) and self.shown[0] != self.shown[1]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A score sheet 《……明细单》 of one subject.

    Parameters
    ----------
    pack, sheet, variant : which sheet, and how unpublished caps are filled
    title : in Chinese and English
    subject, period : whose
    group : the peers' group, such as 成长期 × 电子信息; empty where all of the period are peers
    rows : the total, then each group with its items
    advice : what would raise the total, each proved by computing anew
    standing : rank, list and vetoes, where the sheet has rules for them
    """

    pack: str
    sheet: str
    variant: str | None
    title: Mapping[str, str]
    subject: str
    period: int
    group: str
    rows: tuple[ScoreRow, ...]
    advice: tuple[Advice, ...]
    standing: Standing = Standing()

    def arrow(self) -> Any:
        """The rows as an Arrow table; points as doubles, with the digits that add up beside them."""
        return pa.Table.from_pylist([_record(row) for row in self.rows])

    def text(self, language: Language = "zh") -> str:
        """The sheet as plain text."""
        lines = [f"{self.subject}  {self.period or ''}  {self.title[language]} ({self.pack})"]
        for row in self.rows:
            marked = bool(row.item) and self.rows[0].status == "assumed"
            name = f" {row.item}" if row.item else ""
            lines.append(f"{'  ' * row.depth}[{points(row)}]{name} {row.title[language]}")
            told = [row.method[language]] if row.method else []
            told += [] if row.item else self.standing.text(language)
            lines += [
                "  " * row.depth + f"    {note}"
                for note in [*told, *notes(row, language, within_assumed=marked)]
            ]
        lines += [f"  {each.text(language)}" for each in self.advice]
        return "\n".join([*lines, FOOTER])

    def __str__(self) -> str:
        return self.text()


def points(row: ScoreRow) -> str:
    """The points of a row as they are shown, and its full marks."""
    if row.points is None or row.cap is None:
        return "未公布 unpublished"
    low, high = row.shown
    span = f"{row.counted} (≤ {high})" if row.incomplete else low if low == high else f"{low}..{high}"
    return f"{span} / {show(row.cap, '1')}"


def notes(row: ScoreRow, language: Language, *, within_assumed: bool = False) -> Iterator[str]:
    """What stands below a row: the figures with their places, the peers, what it rests on.

    Parameters
    ----------
    within_assumed : the total is marked as assumed already
    """
    zh = language == "zh"
    yield from (behind.text(language) for behind in row.figures)
    if row.share is not None:
        yield f"{'无量纲值' if zh else 'normalised'} {float(row.share):.4f}"
    if row.unplaced:
        yield "数据已知，但同组只有一家或没有差异，无从计分" if zh else "known, but its group has no spread"
    if row.incomplete:
        yield "未知项按0分计，已知项目达到规定比例" if zh else "unknown items count 0: enough are known"
    if row.before_cap:
        yield f"{'封顶前合计' if zh else 'before the cap'} {row.before_cap}"
    if row.median is not None:
        yield f"{'同组中位数' if zh else 'median of peers'} {row.median:g} (n = {row.peers})"
    if row.status == "assumed" and not within_assumed:
        yield "暂定值(官方未公布)" if zh else "assumed (not published)"


def _record(row: ScoreRow) -> dict[str, Any]:
    """A row as plain values."""
    points = row.points
    return {
        "item": row.item,
        "title": row.title["zh"],
        "status": row.status,
        "low": None if points is None else float(points.low),
        "high": None if points is None else float(points.high),
        "cap": None if row.cap is None else float(row.cap),
        "low_text": row.shown[0] or None,
        "high_text": row.shown[1] or None,
        "counted": row.counted or None,
        "before_cap": row.before_cap or None,
        "share": None if row.share is None else float(row.share),
        "method": row.method.get("zh"),
        "figures": "; ".join(behind.text("zh") for behind in row.figures),
        "peers": row.peers,
        "median": row.median,
    }
