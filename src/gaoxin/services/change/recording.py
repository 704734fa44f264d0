"""Accounts of figures over members as rows of a run's table ``accounts``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from gaoxin.measure.change.members import Part
from gaoxin.services.change.telling import LINES, exact, signed, worded
from gaoxin.services.change.zone import Counted, ZoneAccount


def recorded(each: ZoneAccount) -> Iterator[dict[str, Any]]:
    """The rows of one account: of every sum the earlier figure, the lines, the change, the later figure."""
    for counted in each.counted:
        total = counted.total
        rows = [
            _whole(each, counted, "before", total.before),
            *(_line(each, counted, part) for part in total.parts),
            _whole(each, counted, "change", total.change),
            _whole(each, counted, "after", total.after),
        ]
        for place, row in enumerate(rows, 1):
            yield {**row, "place": place}


def _row(each: ZoneAccount, counted: Counted, part: str, amount: Fraction) -> dict[str, Any]:
    return {
        "subject": each.subject,
        "period": each.period,
        "figure": counted.figure,
        "part": part,
        "title": {"before": "上年", "after": "本年", "change": "比上年"}.get(part) or LINES[part],
        "comparable": each.comparable,
        "breaks": "、".join(each.breaks) or None,
        "unit": counted.unit,
        "amount": float(amount * counted.scale),
    }


def _whole(each: ZoneAccount, counted: Counted, part: str, amount: Fraction) -> dict[str, Any]:
    found = {**_row(each, counted, part, amount), "text": worded(amount * counted.scale, counted.unit)}
    if part == "change":
        found["text"] = signed(amount * counted.scale, counted.unit)
        ends = (("before_text", counted.total.before), ("after_text", counted.total.after))
        found |= {name: worded(end * counted.scale, counted.unit) for name, end in ends}
        if counted.total.before:
            found["points_text"] = exact(100 * amount / counted.total.before, 2)
    return found


def _line(each: ZoneAccount, counted: Counted, part: Part) -> dict[str, Any]:
    found = _row(each, counted, part.line, part.amount)
    found["text"] = signed(part.amount * counted.scale, counted.unit)
    found["members"] = part.members or None
    for name, amount in (("before", part.before), ("after", part.after)):
        if amount is not None:
            found[f"{name}_text"] = worded(amount * counted.scale, counted.unit)
    if counted.total.before:
        found["points_text"] = exact(100 * part.amount / counted.total.before, 2)
    return found
