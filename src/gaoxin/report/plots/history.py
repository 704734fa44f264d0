"""Figures over the years, with breaks shown as breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from gaoxin.report.plots.canvas import DARK, GREY, PALE, SERIES, Picture, drawing, number, plain
from gaoxin.report.plots.given import Rows, known, rows_of
from gaoxin.report.plots.words import words

MOST = len(SERIES)
"""Lines that colours tell apart."""


def years(
    table: object,
    *,
    subjects: Collection[str] | None = None,
    node: str | None = None,
    value: str = "score",
    breaks: Mapping[int, str] | Collection[int] = (),
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """Scores (or another column) over the years; no line crosses a break or a missing year.

    Parameters
    ----------
    table : subject, period and the value; of the rows of an index also node, level, and comparable_since,
        from which breaks are read
    subjects : only these; the first ones by their latest value where None, as many as colours tell apart
    node : of the rows of an index; the top where None
    breaks : years from which another standard applies, with a word for each where it is a mapping
    """
    told = words(language)
    rows = rows_of(table, ("subject", "period", value), "years")
    if "node" in rows[0]:
        top = node or max(rows, key=lambda row: row.get("level") or 0)["node"]
        rows = [row for row in rows if row["node"] == top] or rows[:0]
    rows = known(rows or [{"subject": None, "period": None, value: None}], value, "years")
    marks = _breaks(rows, breaks, told["break"])
    chosen = _chosen(rows, value, subjects)
    note = told["break_note"] if marks else ""
    with drawing(7.6, 4.2, title if title is not None else told["years"], note) as (picture, (axis,)):
        ends: list[tuple[float, float, str, str]] = []
        for k, subject in enumerate(chosen):
            colour = SERIES[k % MOST]
            points = {int(row["period"]): row[value] for row in rows if row["subject"] == subject}
            for line in _lines(points, marks):
                axis.plot(
                    line, [points[year] for year in line], "o-", color=colour, linewidth=1.8, markersize=4.5
                )
            last = max(points)
            ends.append((last, points[last], f"{subject} {number(points[last])}", colour))
        for year, word in marks.items():
            axis.axvline(year - 0.5, color=GREY, linestyle=(0, (4, 3)), linewidth=1)
            axis.text(
                year - 0.5,
                1.0,
                f" {word}",
                transform=axis.get_xaxis_transform(),
                fontsize=8,
                color=GREY,
                va="top",
            )
        axis.margins(y=0.12)
        _end_labels(axis, ends)
        seen = sorted({int(row["period"]) for row in rows})
        axis.set_xticks(seen if len(seen) <= 12 else seen[:: len(seen) // 10 + 1])
        axis.grid(axis="y", color=PALE, linewidth=0.6)
        plain(axis, keep="bottom")
    return picture


def _breaks(rows: Rows, breaks: Mapping[int, str] | Collection[int], word: str) -> dict[int, str]:
    found = dict.fromkeys(breaks, word)
    if isinstance(breaks, Mapping):
        found |= cast("Mapping[int, str]", breaks)
    first = min(int(row["period"]) for row in rows)
    for row in rows:
        since = row.get("comparable_since")
        if since is not None and since > first:
            found.setdefault(int(since), word)
    return dict(sorted(found.items()))


def _chosen(rows: Rows, value: str, subjects: Collection[str] | None) -> list[str]:
    latest: dict[str, tuple[int, float]] = {}
    for row in rows:
        subject, year = str(row["subject"]), int(row["period"])
        if subject not in latest or latest[subject][0] < year:
            latest[subject] = (year, row[value])
    if subjects is not None:
        return [subject for subject in subjects if subject in latest]
    return sorted(latest, key=lambda s: (-latest[s][0], -latest[s][1], s))[:MOST]


def _lines(points: Mapping[int, float], marks: Mapping[int, str]) -> list[list[int]]:
    """The years that one line may join: each the year after the one before, with no break between."""
    lines: list[list[int]] = []
    for year in sorted(points):
        if lines and lines[-1][-1] == year - 1 and year not in marks:
            lines[-1].append(year)
        else:
            lines.append([year])
    return lines


def _end_labels(axis: Any, ends: list[tuple[float, float, str, str]]) -> None:
    """Names at the ends of the lines, moved apart where they would cover each other."""
    low, high = axis.get_ylim()
    least = (high - low) * 0.055
    placed: list[float] = []
    last = max(end[0] for end in ends)
    for _, y, text, colour in sorted(ends, key=lambda end: end[1]):
        at = max(y, placed[-1] + least) if placed else y
        placed.append(at)
        arrow = {"arrowstyle": "-", "color": colour, "linewidth": 1.2, "relpos": (0, 0.5)}
        style = {"va": "center", "fontsize": 8, "color": DARK, "annotation_clip": False, "arrowprops": arrow}
        axis.annotate(text, (last, y), xytext=(last + 0.15, at), **style)
