"""《同比变动说明》: the change of a figure over members, closed from their rows to the last digit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from gaoxin.base import units
from gaoxin.engines.protocol import Engine, Result, Task
from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Program
from gaoxin.measure.change.members import Earlier, Moved, Total, movers_of, quotient_of, total_of
from gaoxin.plan.parts import PartsPlan, parts_plan

LARGEST = 10

Rows = dict[tuple[str, int], list[dict[str, Any]]]
"""Rows of each subject and period, as `Engine.standings` or `Engine.movers` gives them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, its numerator or its denominator in two years: the account in stored units, and its unit.

    ``figure`` is ``figure``, ``numerator`` or ``denominator``; ``scale`` the figure of one stored unit.
    """

    figure: str
    total: Total
    scale: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class ZoneAccount:
    """The account of a figure of one subject.

    Parameters
    ----------
    period : the later year; the other is the year before
    counted : the figure; of a quotient its numerator and denominator too
    movers : the members with the greatest parts of its change
    breaks : what changed its calibre: titles of variables
    comparable : whether comparable series bridge every break
    counter : the word with which members are counted: 家 of enterprises
    """

    subject: str
    period: int
    counted: tuple[Counted, ...]
    movers: tuple[Moved, ...]
    breaks: tuple[str, ...]
    comparable: bool
    counter: str = "家"


def accounts(
    program: Program,
    indicator: str,
    engine: Engine,
    task: Task,
    *,
    periods: Collection[int] | None = None,
    published: Mapping[str, str | Decimal | int] | None = None,
    most: int = LARGEST,
    at_hand: Sequence[dict[str, Any]] | None = None,
) -> Iterator[ZoneAccount]:
    """The accounts of a figure: every subject and period whose figure is known in the year before too.

    Parameters
    ----------
    task : the rows and the members; its periods are not used
    periods : the later years; all where None
    published : by subject, the figure of the year before as it was published, in its unit
    most : so many movers
    at_hand : what `Engine.movers` gives of the figure for these periods and as many movers, where it was
        asked already
    """
    plain = parts_plan(program, indicator)
    made = program.find(indicator)
    assert isinstance(made, Figure)
    breaks = _breaks(program, made.tree)
    counter = "家" if "企业" in program.subjects[plain.rollup.frame.subject].title.zh else "个"
    task = replace(task, periods=periods)
    reported = _by_subject(_rows(engine.standings(plain, task)))
    bridged, one = reported, plain
    if breaks:
        one = parts_plan(program, indicator, one_calibre=True)
        bridged = _by_subject(_rows(engine.standings(one, task)))
    given = None if breaks else at_hand
    movers = _by_subject(_rows(engine.movers(one, task, most)) if given is None else given)
    for (subject, period), rows in reported.items():
        changed = [found for found in breaks if found.since == period]
        comparable = all(found.bridged for found in changed)
        held = bridged.get((subject, period), rows) if changed and comparable else rows
        if held[0]["whole_before"] is None or rows[0]["whole_before"] is None:
            continue
        told = _Figures(program, made, plain, rows, held, comparable=comparable)
        known = (published or {}).get(subject)
        counted = tuple(told.counted(None if known is None else Fraction(str(known))))
        largest = tuple(movers_of(movers[subject, period], most)) if comparable else ()
        titles = tuple(found.title for found in changed)
        yield ZoneAccount(subject, period, counted, largest, titles, comparable, counter)


def _rows(result: Result) -> list[dict[str, Any]]:
    return result.arrow().to_pylist()


def _by_subject(found: Sequence[dict[str, Any]]) -> Rows:
    key = itemgetter("subject", "period")
    return {(key_of[0], key_of[1]): list(rows) for key_of, rows in groupby(sorted(found, key=key), key)}


@dataclass(frozen=True, slots=True)
class _Break:
    since: int
    bridged: bool
    title: str


def _breaks(program: Program, tree: t.Node) -> list[_Break]:
    refs = [part for part in t.walk(tree) if isinstance(part, t.Ref)]
    found = {(ref.name, b.since, b.comparable) for ref in refs for b in ref.breaks}
    return [
        _Break(since, other is not None, _title(program, name))
        for name, since, other in sorted(found, key=lambda each: (each[1], each[0]))
    ]


def _title(program: Program, name: str) -> str:
    spec = program.variables.get(name)
    return spec.title.zh if spec else name


@dataclass(frozen=True, slots=True)
class _Figures:
    """The sums behind a figure: rows as reported, and as held at the new calibre."""

    program: Program
    made: Figure
    plan: PartsPlan
    rows: Sequence[Mapping[str, Any]]
    held: Sequence[Mapping[str, Any]]
    comparable: bool

    def counted(self, published: Fraction | None) -> Iterator[Counted]:
        """The figure, and of a quotient its sums; the published figure is that of the figure itself."""
        unit = self.made.spec.unit
        stored = None if published is None else published / self.plan.scale
        if self.plan.under is None:
            total = total_of(self.held, "over", self._earlier("over", stored))
            yield Counted("figure", total, self.plan.scale, unit)
            return
        before = _whole(self.rows[0]["whole_before"]) / _whole(self.rows[0]["divisor_before"])
        same = self.held is self.rows
        earlier = Earlier(None if same else before, stored, self.comparable)
        yield Counted("figure", quotient_of(self.held, earlier), self.plan.scale, unit)
        assert isinstance(self.made.tree, t.Op)
        sums = [node for node in self.made.tree.args if isinstance(node, t.Rollup)]
        named = (("numerator", "over"), ("denominator", "under"))
        for (name, which), node, step in zip(named, sums, self.plan.steps, strict=True):
            unit, factor = _unit(self.program, node)
            yield Counted(name, total_of(self.held, which, self._earlier(which, None)), step / factor, unit)

    def _earlier(self, which: str, published: Fraction | None) -> Earlier:
        reported = None
        if self.held is not self.rows:
            reported = sum((_whole(row[f"{which}_before"]) for row in self.rows), Fraction(0))
        return Earlier(reported, published, self.comparable)


def _unit(program: Program, node: t.Rollup) -> tuple[str, Fraction]:
    """The unit in which a sum is shown: that of the variable added up; base units of anything else."""
    value = node.value
    if isinstance(value, t.Across):
        value = value.value
    if isinstance(value, t.Ref) and value.name in program.variables:
        text = program.variables[value.name].unit
        unit = units.parse(text)
        return text, unit.factor if unit else Fraction(1)
    return "", Fraction(1)


def _whole(text: str | None) -> Fraction:
    return Fraction(text or 0)
