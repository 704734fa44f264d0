"""Whether a figure of a board is red: each rule of the board, and the words for the one that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gaoxin.services.board.measures import Measure
from gaoxin.services.board.ranges import Range
from gaoxin.spec import RedRule


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure with what it is compared with.

    Parameters
    ----------
    number : the figure; None where it is unknown
    prior : that of the year before; None where it is unknown
    comparable : whether there is a year before that may be compared
    nation : the entered range of the nation, if there is one
    """

    number: Fraction | None
    prior: Fraction | None
    comparable: bool
    nation: Range | None


@dataclass(frozen=True, slots=True)
class Red:
    """Whether a figure is red, and why, in both languages; None where no rule can be applied."""

    red: bool | None
    zh: str | None = None
    en: str | None = None


def red_of(rules: Iterable[RedRule], measure: Measure, seen: Seen) -> Red:
    """Apply the rules of a board to a figure.

    A rule that has nothing to compare with (the first year, a changed calibre, no range entered) does not
    apply; one whose figures are unknown is unknown. Any rule that holds makes the figure red.
    """
    if seen.number is None or measure.direction == "none":
        return Red(None)
    judged = [(rule, _holds(rule, measure, seen)) for rule in rules if _applies(rule, seen)]
    holding = [rule for rule, holds in judged if holds]
    if holding:
        told = [_words(rule, measure, seen) for rule in holding]
        return Red(red=True, zh="；".join(zh for zh, _ in told), en="; ".join(en for _, en in told))
    clear = judged and all(holds is False for _, holds in judged)
    return Red(False if clear else None)


def _applies(rule: RedRule, seen: Seen) -> bool:
    return seen.comparable if rule.when == "worse" else seen.nation is not None


def _holds(rule: RedRule, measure: Measure, seen: Seen) -> bool | None:
    assert seen.number is not None
    more = 1 if measure.direction == "up" else -1
    if rule.when == "worse":
        if seen.prior is None:
            return None
        return (seen.prior - seen.number) * more > rule.threshold * abs(seen.prior)
    assert seen.nation is not None
    worst = seen.nation.minimum if more > 0 else seen.nation.maximum
    span = seen.nation.maximum - seen.nation.minimum
    return (seen.number - worst) * more <= rule.threshold * span


def _words(rule: RedRule, measure: Measure, seen: Seen) -> tuple[str, str]:
    """The rule with the figures that it compared."""
    assert seen.number is not None
    now = measure.worded(seen.number)
    if seen.nation is None or rule.when == "worse":
        assert seen.prior is not None
        zh = en = f"{measure.worded(seen.prior)} → {now}"
    else:
        low, high = measure.worded(seen.nation.minimum), measure.worded(seen.nation.maximum)
        zh = f"{now}，全国 {low} 至 {high}（{seen.nation.source}）"
        en = f"{now}, the nation {low} to {high} ({seen.nation.source})"
    marks = ("（暂定规则）", " (assumed rule)") if rule.status == "assumed" else ("", "")
    return f"{rule.title.zh}：{zh}{marks[0]}", f"{rule.title.en}: {en}{marks[1]}"
