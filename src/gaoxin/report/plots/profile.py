"""One unit among the others: radar with its table, and each figure against the peers."""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from statistics import median
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.canvas import (
    BLUE,
    DARK,
    GREY,
    ORANGE,
    PALE,
    Picture,
    drawing,
    number,
    plain,
    wide,
    wrapped,
)
from gaoxin.report.plots.given import Rows, known, of_period, of_subject, percent, rows_of, title_of
from gaoxin.report.plots.words import headed, words

ROW = 0.3
_LEAST = 3


def radar(
    table: object,
    *,
    subject: str | None = None,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """A profile as a radar, with the same numbers in a table beside it.

    Parameters
    ----------
    table : item (or node), value, and where known peers (the median of the peers) and maximum (the picture
        then shows shares of it); subject, where there are several. At least three items
    """
    told = words(language)
    rows = rows_of(table, ("value",), "radar")
    name = "item" if "item" in rows[0] else "node"
    rows_of(rows, (name,), "radar")
    if "subject" in rows[0]:
        rows = of_subject(rows, subject, "radar")
    rows = known(rows, "value", "radar")
    if len(rows) < _LEAST:
        message = (
            f"radar: 已知项目{len(rows)}个 · {len(rows)} known items, a radar needs {_LEAST}; try: a table"
        )
        raise UsageError(message)
    of_maximum = all(row.get("maximum") for row in rows)
    names = [title_of(row[name], titles) for row in rows]
    heading = title if title is not None else f"{subject or ''} {told['radar']}".strip()
    note = told["of_maximum" if of_maximum else "scale"]
    height = max(4.2, 1.2 + ROW * (len(rows) + 1))
    with drawing(9.0, height, heading, note, (1.0, 1.0)) as (picture, axes):
        place = axes[0].get_subplotspec()
        axes[0].remove()
        _star(picture.figure.add_subplot(place, projection="polar"), rows, names, told, of_maximum=of_maximum)
        _numbers(axes[1], rows, names, told)
    return picture


def _star(axis: Any, rows: Rows, names: list[str], told: Mapping[str, str], *, of_maximum: bool) -> None:
    angles = [2 * pi * k / len(rows) for k in range(len(rows))]
    axis.set_theta_offset(pi / 2)
    axis.set_theta_direction(-1)
    for key, word, colour in (("peers", "median", ORANGE), ("value", "self", BLUE)):
        if any(row.get(key) is None for row in rows):
            continue
        values = [row[key] / row["maximum"] if of_maximum else row[key] for row in rows]
        closed = [*values, values[0]]
        axis.plot(
            [*angles, angles[0]],
            closed,
            color=colour,
            linewidth=2,
            label=told[word],
            linestyle="-" if key == "value" else "--",
        )
        if key == "value":
            axis.fill([*angles, angles[0]], closed, color=colour, alpha=0.15)
    axis.set_xticks(angles, [wrapped(name, 10) for name in names], fontsize=8)
    if of_maximum:
        axis.set_ylim(0, 1)
        axis.set_yticks([0.25, 0.5, 0.75, 1])
        axis.set_yticklabels([percent(share) for share in (0.25, 0.5, 0.75)] + [""])
    axis.set_rlabel_position(180 / len(rows))
    axis.tick_params(axis="y", labelsize=7, labelcolor=GREY)
    axis.tick_params(axis="x", pad=8)
    axis.grid(color=PALE)
    axis.spines["polar"].set_color(PALE)
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2, fontsize=8)


def _numbers(axis: Any, rows: Rows, names: list[str], told: Mapping[str, str]) -> None:
    axis.set_axis_off()
    peers = any(row.get("peers") is not None for row in rows)
    heads = [told["item"], told["self"], *([told["median"]] if peers else [])]
    cells = [
        [wrapped(name, 26), _cell(row["value"], row), *([_cell(row.get("peers"), {})] if peers else [])]
        for name, row in zip(names, rows, strict=True)
    ]
    widths = [0.56, 0.24, 0.24][: len(heads)]
    grid = axis.table(
        cellText=cells, colLabels=heads, colWidths=widths, loc="center", cellLoc="right", edges="horizontal"
    )
    grid.auto_set_font_size(value=False)
    grid.set_fontsize(8)
    grid.scale(1, 1.35)
    for (line, column), cell in grid.get_celld().items():
        cell.set_edgecolor(PALE)
        cell.set_text_props(ha="left" if column == 0 else "right")
        if column == 0:
            cell.PAD = 0.02
        if line == 0:
            cell.set_text_props(color=GREY)
        elif cells[line - 1][0].count("\n"):
            cell.set_height(cell.get_height() * 1.6)


def _cell(value: float | None, row: Mapping[str, Any]) -> str:
    text = "–" if value is None else number(value)
    return f"{text} / {number(row['maximum'])}" if row.get("maximum") else text


def peers(
    table: object,
    subject: str,
    *,
    period: int | None = None,
    level: int | None = None,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """Where a unit stands among all units, node by node.

    Parameters
    ----------
    table : the rows of an index: subject, node, level, score, rank
    subject : the unit
    level : nodes of this level; those right below the top where None
    """
    told = words(language)
    rows, year = of_period(
        rows_of(table, ("subject", "node", "level", "score", "rank"), "peers"), period, "peers"
    )
    of_subject(rows, subject, "peers")
    highest = max(row["level"] for row in rows)
    chosen = (
        level
        if level is not None
        else max((row["level"] for row in rows if row["level"] < highest), default=0)
    )
    rows = known([row for row in rows if row["level"] == chosen], "score", "peers")
    nodes = list(dict.fromkeys(row["node"] for row in rows))
    heading = headed(title, f"{subject} {told['peers_plot']}", year)
    with drawing(7.4, 1.5 + 0.42 * len(nodes), heading, told["peers_note"]) as (picture, (axis,)):
        for place, node in enumerate(nodes):
            own = [row for row in rows if row["node"] == node]
            values = [row["score"] for row in own]
            axis.plot(
                values, [place] * len(values), "o", color=GREY, alpha=0.35, markersize=5, markeredgewidth=0
            )
            axis.plot(median(values), place, "|", color=DARK, markersize=16, markeredgewidth=1.6)
            mine = next((row for row in own if row["subject"] == subject), None)
            if mine is not None:
                axis.plot(mine["score"], place, "o", color=BLUE, markersize=9, zorder=3)
            rank = "–" if mine is None or mine["rank"] is None else f"{mine['rank']:.0f} / {len(values)}"
            axis.text(
                1.02,
                place,
                rank,
                transform=axis.get_yaxis_transform(),
                va="center",
                fontsize=8,
                clip_on=False,
            )
        names = [title_of(node, titles) for node in nodes]
        axis.set_yticks(
            range(len(nodes)), [wrapped(name, 28 if max(map(wide, names)) > 14 else 14) for name in names]
        )
        axis.set_ylim(len(nodes) - 0.4, -0.6)
        axis.set_xlabel(told["score"])
        axis.grid(axis="x", color=PALE, linewidth=0.6)
        plain(axis, keep="bottom")
    return picture
