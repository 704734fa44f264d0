"""Where units stand: ranks with intervals, frequencies of ranks, scores by level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.canvas import (
    BLUE,
    DARK,
    GREY,
    PALE,
    SKY,
    Picture,
    drawing,
    number,
    plain,
    wide,
    wrapped,
)
from gaoxin.report.plots.given import Rows, known, of_period, percent, rows_of, title_of
from gaoxin.report.plots.words import headed, words

ROW = 0.27
"""Height of a line of text, in inches."""


def ranking(
    table: object,
    *,
    period: int | None = None,
    top: int | None = None,
    mark: str | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """Ranks from the best down, each with its interval where one is known.

    Parameters
    ----------
    table : subject, rank, and where known rank_low, rank_high, score: the ``units`` of a robustness analysis,
        or the rows of one node of an index
    top : only the first
    mark : a subject to stand out
    """
    told = words(language)
    rows, year = of_period(rows_of(table, ("subject", "rank"), "ranking"), period, "ranking")
    rows = sorted(
        known(_one_node(rows), "rank", "ranking"), key=lambda row: (row["rank"], str(row["subject"]))
    )[:top]
    sure = any(row.get("rank_low") is not None and row.get("rank_high") is not None for row in rows)
    height = 1.3 + ROW * len(rows)
    note = told["interval" if sure else "no_interval"]
    with drawing(7.2, height, headed(title, told["ranking"], year), note) as (picture, (axis,)):
        for place, row in enumerate(rows):
            colour = DARK if row["subject"] == mark else BLUE
            low, high = row.get("rank_low"), row.get("rank_high")
            if low is not None and high is not None:
                axis.plot(
                    [low, high], [place, place], color=SKY, linewidth=5, solid_capstyle="round", zorder=2
                )
            axis.plot(row["rank"], place, "o", color=colour, markersize=6, zorder=3)
        names = [str(row["subject"]) for row in rows]
        axis.set_yticks(range(len(rows)), names)
        for label, row in zip(axis.get_yticklabels(), rows, strict=True):
            label.set_fontweight("bold" if row["subject"] == mark else "normal")
        _scores_beside(axis, rows, told["score"])
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.set_xlabel(told["rank"])
        axis.set_xticks(_ticks(rows))
        axis.grid(axis="x", color=PALE, linewidth=0.6)
        plain(axis, keep="bottom")
    return picture


def _ticks(rows: Rows) -> list[int]:
    """Whole ranks: the first, and round ones up to the last."""
    last = int(max(max(row["rank"], row.get("rank_high") or 0) for row in rows))
    step = next(size for size in (1, 2, 5, 10, 20, 50, 10**9) if last <= 12 * size)
    return [1, *(rank for rank in range(step, last + 1, step) if rank > 1)]


def _one_node(rows: Rows) -> Rows:
    """Of the rows of an index, those of its top node."""
    if "level" not in rows[0]:
        return rows
    top = max(row["level"] for row in rows)
    nodes = list(dict.fromkeys(row["node"] for row in rows if row["level"] == top))
    if len(nodes) > 1:
        message = (
            f"ranking: 有{len(nodes)}个顶层节点 · {len(nodes)} nodes at the top; try: the rows of one node"
        )
        raise UsageError(message)
    return [row for row in rows if row["node"] == nodes[0]]


def _scores_beside(axis: Any, rows: Rows, word: str) -> None:
    if all(row.get("score") is None for row in rows):
        return
    axis.text(1.02, -0.9, word, transform=axis.get_yaxis_transform(), fontsize=8, color=GREY, clip_on=False)
    for place, row in enumerate(rows):
        if row.get("score") is not None:
            where = axis.get_yaxis_transform()
            axis.text(
                1.02, place, number(row["score"]), transform=where, va="center", fontsize=8, clip_on=False
            )


def frequency(
    table: object,
    *,
    period: int | None = None,
    top: int | None = 30,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """How often each unit takes each rank, the darker the oftener.

    Parameters
    ----------
    table : subject, rank, share (of the runs, 0 to 1)
    top : only the first units, by their mean rank
    """
    told = words(language)
    rows, year = of_period(rows_of(table, ("subject", "rank", "share"), "frequency"), period, "frequency")
    rows = known(rows, "share", "frequency")
    weights: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        weights.setdefault(str(row["subject"]), []).append((row["rank"], row["share"]))
    mean = {s: sum(r * w for r, w in pairs) / sum(w for _, w in pairs) for s, pairs in weights.items()}
    subjects = sorted(mean, key=lambda subject: (mean[subject], subject))[:top]
    last = int(max(rank for subject in subjects for rank, _ in weights[subject]))
    cells = [[0.0] * last for _ in subjects]
    for place, subject in enumerate(subjects):
        for rank, share in weights[subject]:
            cells[place][int(rank) - 1] += share
    size = min(11.0, 2.6 + 0.33 * last)
    with drawing(max(size, 5.0), 1.5 + ROW * len(subjects), headed(title, told["frequency"], year)) as (
        picture,
        (axis,),
    ):
        image = axis.imshow(cells, cmap="Blues", aspect="auto", vmin=0, vmax=max(map(max, cells)))
        _cell_texts(axis, cells, last)
        axis.set_yticks(range(len(subjects)), subjects)
        step = 1 if last <= 30 else 5
        axis.set_xticks(range(0, last, step), range(1, last + 1, step))
        axis.set_xlabel(told["rank"])
        plain(axis)
        bar = picture.figure.colorbar(image, ax=axis, shrink=0.6, pad=0.02)
        bar.set_label(told["share_of_runs"], fontsize=8)
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=0, labelsize=8)
        bar.ax.yaxis.set_major_formatter(percent)
    return picture


def _cell_texts(axis: Any, cells: list[list[float]], last: int) -> None:
    if last > 24:
        return
    most = max(map(max, cells))
    for place, row in enumerate(cells):
        for rank, share in enumerate(row):
            if share >= 0.005:
                colour = "white" if share > 0.6 * most else DARK
                axis.text(
                    rank, place, f"{100 * share:.0f}", ha="center", va="center", fontsize=7, color=colour
                )


def levels(
    table: object,
    *,
    period: int | None = None,
    level: int | None = None,
    top: int | None = 40,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """Scores as a heat map: a row for each unit, best first, a column for each node.

    Parameters
    ----------
    table : the rows of an index: subject, node, level, score
    level : nodes of this level beside the top (0 = indicators); those right below the top where None
    top : only the first units
    titles : of nodes, shown in place of their ids
    """
    told = words(language)
    rows, year = of_period(rows_of(table, ("subject", "node", "level", "score"), "levels"), period, "levels")
    highest = max(row["level"] for row in rows)
    chosen = (
        level
        if level is not None
        else max((row["level"] for row in rows if row["level"] < highest), default=0)
    )
    kept = [row for row in rows if row["level"] in (highest, chosen)]
    known(kept, "score", "levels")
    nodes = sorted(dict.fromkeys(row["node"] for row in kept), key=lambda n: -_level(kept, n))
    scores = {(str(row["subject"]), row["node"]): row["score"] for row in kept}
    subjects = list(dict.fromkeys(subject for subject, _ in scores))
    subjects.sort(key=lambda s: (scores.get((s, nodes[0])) is None, -(scores.get((s, nodes[0])) or 0.0), s))
    subjects = subjects[:top]
    names = [title_of(node, titles) for node in nodes]
    width = min(14.0, 2.4 + 0.62 * len(nodes))
    heading = headed(title, told["levels"], year)
    with drawing(max(width, 5.0), 1.5 + ROW * len(subjects), heading, told["unknown"]) as (picture, (axis,)):
        image = _heat(axis, subjects, nodes, scores)
        axis.set_yticks(range(len(subjects)), subjects)
        steep = len(nodes) > 14 or max(map(wide, names)) > 24
        labels = names if steep else [wrapped(name, 8) for name in names]
        axis.set_xticks(
            range(len(nodes)), labels, rotation=60 if steep else 0, ha="left" if steep else "center"
        )
        axis.xaxis.tick_top()
        plain(axis)
        bar = picture.figure.colorbar(image, ax=axis, shrink=0.5, pad=0.02, ticks=[])
        bar.set_label(told["low_high"], fontsize=8)
        bar.outline.set_visible(False)
    return picture


def _level(rows: Rows, node: str) -> int:
    return next(row["level"] for row in rows if row["node"] == node)


def _heat(axis: Any, subjects: list[str], nodes: list[str], scores: Mapping[tuple[str, str], Any]) -> Any:
    """Colours by the place between the lowest and the highest of a column, and the scores as text."""
    nan = float("nan")
    cells = [[nan] * len(nodes) for _ in subjects]
    for column, node in enumerate(nodes):
        values = [value for (_, n), value in scores.items() if n == node and value is not None]
        low, high = min(values, default=0.0), max(values, default=0.0)
        for place, subject in enumerate(subjects):
            value = scores.get((subject, node))
            if value is not None:
                cells[place][column] = (value - low) / (high - low) if high > low else 0.5
    axis.set_facecolor(PALE)
    image = axis.imshow(cells, cmap="cividis", aspect="auto", vmin=0, vmax=1)
    for place, subject in enumerate(subjects):
        for column, node in enumerate(nodes):
            value = scores.get((subject, node))
            if value is not None:
                colour = "white" if cells[place][column] < 0.55 else DARK
                axis.text(column, place, number(value), ha="center", va="center", fontsize=7, color=colour)
    return image
