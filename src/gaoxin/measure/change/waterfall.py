"""The bars of a waterfall: from the earlier figure, part by part, to the later one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a waterfall: what it adds, and from where to where it stands.

    ``part`` is ``before`` and ``after`` for the whole bars at both ends.
    """

    part: str
    node: str
    amount: float
    start: float
    end: float


def waterfall(
    before: float, after: float, amounts: Iterable[tuple[str, str, float]], most: int | None = None
) -> list[Bar]:
    """The bars of a change, the first and the last from zero.

    Parameters
    ----------
    amounts : part, node and amount; they sum to the change. Amounts of one part and node are one bar
    most : so many bars at most between the ends; the smallest are one bar, ``rest``

    Returns
    -------
    the bars in the order of the parts, the greatest amount of each first; the last ends at `after` itself
    """
    summed: dict[tuple[str, str], float] = {}
    for part, node, amount in amounts:
        summed[part, node] = summed.get((part, node), 0.0) + amount
    parts = list(dict.fromkeys(part for part, _ in summed))
    listed = [(part, node, amount) for (part, node), amount in summed.items() if amount]
    kept, rest = _kept(listed, most)
    kept.sort(key=lambda found: (parts.index(found[0]), -abs(found[2]), found[1]))
    bars = [Bar(BEFORE, "", before, 0.0, before)]
    for part, node, amount in [*kept, *([("rest", "", rest)] if rest else [])]:
        start = bars[-1].end
        bars.append(Bar(part, node, amount, start, start + amount))
    return [*bars, Bar(AFTER, "", after, 0.0, after)]


def _kept(
    listed: Sequence[tuple[str, str, float]], most: int | None
) -> tuple[list[tuple[str, str, float]], float]:
    """The greatest amounts, and the sum of the others."""
    if most is None or len(listed) <= most:
        return list(listed), 0.0
    ordered = sorted(listed, key=lambda found: (-abs(found[2]), found[0], found[1]))
    return ordered[: most - 1], sum(amount for _, _, amount in ordered[most - 1 :])
