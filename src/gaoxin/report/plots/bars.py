"""Amounts that add up: contributions, the account of a change; and Sobol' indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gaoxin.report.plots.canvas import (
    BLUE,
    DARK,
    GREY,
    PALE,
    RED,
    SERIES,
    SKY,
    Picture,
    drawing,
    number,
    plain,
    wrapped,
)
from gaoxin.report.plots.given import Rows, known, of_period, of_subject, rows_of, title_of
from gaoxin.report.plots.words import headed, words

ROW = 0.32
_OF_TARGETS = {"score": "target_score", "rank": "target_rank"}


def contributions(
    table: object,
    *,
    period: int | None = None,
    parent: str | None = None,
    top: int | None = 25,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """Scores as bars of what their children add, best first.

    Parameters
    ----------
    table : subject, node, parent, to_parent (or contribution): what `gaoxin.score_contributions` gives
    parent : the node whose children are shown; the top where None
    top : only the first units
    """
    told = words(language)
    rows, year = of_period(
        rows_of(table, ("subject", "node", "parent"), "contributions"), period, "contributions"
    )
    amount = "to_parent" if "to_parent" in rows[0] else "contribution"
    rows_of(rows, (amount,), "contributions")
    node = parent or next((row["node"] for row in rows if row["parent"] is None), rows[0]["parent"])
    rows = known(
        [row for row in rows if row["parent"] == node] or rows[:0] or [dict.fromkeys(rows[0])],
        amount,
        "contributions",
    )
    cells = {(str(row["subject"]), row["node"]): row[amount] for row in rows}
    nodes = list(dict.fromkeys(row["node"] for row in rows))
    sums = {s: sum(v for (o, _), v in cells.items() if o == s) for s, _ in cells}
    subjects = sorted(sums, key=lambda s: (-sums[s], s))[:top]
    shown, rest = _shown(nodes, cells)
    with drawing(7.6, 1.7 + ROW * len(subjects), headed(title, told["contributions"], year)) as (
        picture,
        (axis,),
    ):
        parts = [(title_of(n, titles), {s: cells.get((s, n), 0.0) for s in subjects}) for n in shown]
        if rest:
            parts.append((told["others"], {s: sum(cells.get((s, n), 0.0) for n in rest) for s in subjects}))
        ends = _stack(axis, subjects, parts)
        for place, subject in enumerate(subjects):
            axis.annotate(
                number(sums[subject]),
                (ends[place], place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        axis.set_yticks(range(len(subjects)), subjects)
        axis.set_ylim(len(subjects) - 0.4, -0.6)
        axis.set_xlabel(told["score"])
        axis.margins(x=0.08)
        columns = min(4, len(parts))
        axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=columns, fontsize=8, handlelength=1)
        plain(axis, keep="bottom")
    return picture


def _shown(nodes: list[str], cells: Mapping[tuple[str, str], float]) -> tuple[list[str], list[str]]:
    """The nodes that have a colour of their own, and those that share the last."""
    if len(nodes) <= len(SERIES):
        return nodes, []
    weight = {n: sum(abs(v) for (_, m), v in cells.items() if m == n) for n in nodes}
    kept = sorted(nodes, key=lambda n: -weight[n])[: len(SERIES) - 1]
    return [n for n in nodes if n in kept], [n for n in nodes if n not in kept]


def _stack(axis: Any, subjects: list[str], parts: list[tuple[str, dict[str, float]]]) -> list[float]:
    """Draw bars one behind the other, those below zero to the left; where each ends at the right."""
    right, left = [0.0] * len(subjects), [0.0] * len(subjects)
    for k, (name, amounts) in enumerate(parts):
        values = [amounts[s] for s in subjects]
        starts = [right[i] if value >= 0 else left[i] for i, value in enumerate(values)]
        axis.barh(
            range(len(subjects)),
            values,
            left=starts,
            height=0.66,
            color=SERIES[k % len(SERIES)],
            edgecolor="white",
            linewidth=0.5,
            label=name,
        )
        for i, value in enumerate(values):
            right[i] += max(value, 0.0)
            left[i] += min(value, 0.0)
    return right


def sobol(
    table: object,
    *,
    period: int | None = None,
    subject: str | None = None,
    target: str = "rank",
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """First-order and total Sobol' indices of each input, with their intervals.

    Parameters
    ----------
    table : input, first, total, and where known subject, target, title_zh and title_en (of the inputs),
        first_low, first_high, total_low and total_high: the ``sensitivity`` of a robustness analysis
    subject : whose score or rank; the mean rank shift of all, which has no subject, where None
    target : ``rank`` or ``score``, of a subject
    """
    told = words(language)
    rows, year = of_period(rows_of(table, ("input", "first", "total"), "sobol"), period, "sobol")
    what = told["target_shift"]
    if "subject" in rows[0] and subject is not None:
        rows = of_subject(rows, subject, "sobol")
        rows = [row for row in rows if row.get("target", target) == target] or rows
        what = f"{subject} {told[_OF_TARGETS.get(target, 'target_rank')]}"
    elif "subject" in rows[0]:
        rows = [row for row in rows if not row["subject"]] or of_subject(rows, None, "sobol")
    rows = sorted(known(rows, "total", "sobol"), key=lambda row: row["total"])
    heading = headed(
        title, f"{told['sobol']}：{what}" if language == "zh" else f"{told['sobol']}: {what}", year
    )
    with drawing(7.2, 1.7 + 2 * ROW * len(rows), heading, told["sobol_note"]) as (picture, (axis,)):
        for offset, key, colour in ((0.2, "first", BLUE), (-0.2, "total", SKY)):
            values = [row[key] or 0.0 for row in rows]
            places = [k + offset for k in range(len(rows))]
            axis.barh(places, values, height=0.36, color=colour, label=told[key])
            _whiskers(axis, rows, key, places)
        named = {row["input"]: row.get(f"title_{language}") or row["input"] for row in rows}
        called = [wrapped(title_of(row["input"], {**named, **(titles or {})}), 24) for row in rows]
        axis.set_yticks(range(len(rows)), called)
        axis.set_xlabel(told["index"])
        axis.axvline(0, color=GREY, linewidth=0.8)
        axis.grid(axis="x", color=PALE, linewidth=0.6)
        axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=8, handlelength=1)
        plain(axis, keep="bottom")
    return picture


def _whiskers(axis: Any, rows: Rows, key: str, places: list[float]) -> None:
    for row, place in zip(rows, places, strict=True):
        low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
        if low is not None and high is not None:
            axis.plot([low, high], [place, place], color=DARK, linewidth=1)
            axis.plot([low, high], [place, place], "|", color=DARK, markersize=5)


def waterfall(
    table: object,
    *,
    subject: str | None = None,
    titles: Mapping[str, str] | None = None,
    unit: str = "",
    title: str | None = None,
    language: str = "zh",
) -> Picture:
    """A change from the earlier figure to the later one, part by part.

    Parameters
    ----------
    table : part, node, amount, start, end, in order, the first part ``before`` and the last ``after``: the
        bars of an account of a change; and subject, where there are several
    unit : of the amounts
    """
    told = words(language)
    rows = rows_of(table, ("part", "node", "amount", "start", "end"), "waterfall")
    if "subject" in rows[0]:
        rows = of_subject(rows, subject, "waterfall")
    rows = known(rows, "amount", "waterfall")
    heading = title if title is not None else told["waterfall"]
    with drawing(7.6, 1.6 + ROW * len(rows), heading) as (
        picture,
        (axis,),
    ):
        for place, row in enumerate(rows):
            whole = row["part"] in ("before", "after")
            colour = GREY if whole else BLUE if row["amount"] >= 0 else RED
            axis.barh(place, row["end"] - row["start"], left=row["start"], height=0.62, color=colour)
            if place + 1 < len(rows):
                axis.plot([row["end"], row["end"]], [place - 0.31, place + 1.31], color=GREY, linewidth=0.6)
            sign = "" if whole or row["amount"] < 0 else "+"
            right = max(row["start"], row["end"])
            axis.annotate(
                sign + number(row["amount"]),
                (right, place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        axis.set_yticks(range(len(rows)), [_bar_name(row, titles, told) for row in rows])
        axis.set_ylim(len(rows) - 0.4, -0.6)
        _near(axis, rows)
        axis.set_xlabel(unit)
        axis.grid(axis="x", color=PALE, linewidth=0.6)
        axis.legend(
            handles=_signs(rows, told),
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=2,
            fontsize=8,
            handlelength=1,
        )
        plain(axis, keep="bottom")
    return picture


def _bar_name(row: Mapping[str, Any], titles: Mapping[str, str] | None, told: Mapping[str, str]) -> str:
    part = told.get(row["part"], row["part"])
    return f"{part} · {title_of(row['node'], titles)}" if row["node"] else part


def _near(axis: Any, rows: Rows) -> None:
    """Look closely at the steps where they are small beside the wholes; the axis says that it is cut."""
    steps = [row for row in rows if row["part"] not in ("before", "after")]
    ends = [row[key] for row in steps for key in ("start", "end")]
    if not ends:
        return
    low, high = min(ends), max(ends)
    if low > 0 and high - low < 0.35 * high:
        axis.set_xlim(low - 0.25 * (high - low or high), high + 0.2 * (high - low or high))
        for place in (0, len(rows) - 1):
            where = axis.get_yaxis_transform()
            axis.text(0.012, place, "≈", transform=where, va="center", fontsize=13, color="white")
    else:
        axis.margins(x=0.1)


def _signs(rows: Rows, told: Mapping[str, str]) -> list[Any]:
    """The colours that are in the picture, for the legend."""
    from matplotlib.patches import Patch

    steps = [row["amount"] for row in rows if row["part"] not in ("before", "after")]
    signs = (("rise", BLUE, any(step >= 0 for step in steps)), ("fall", RED, any(step < 0 for step in steps)))
    return [Patch(color=colour, label=told[word]) for word, colour, seen in signs if seen]
