"""What it takes to reach a score or a rank, as a table; every answer proved by computing the index anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gaoxin.base import units
from gaoxin.base.errors import UsageError
from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Program
from gaoxin.measure.targets import Goal, Mix, Reached, Single, Trials, alone, cheapest, levers_of
from gaoxin.services.change.arrow import pa
from gaoxin.services.change.reading import Read, check_years, read, subjects_of
from gaoxin.services.change.scoring import faults
from gaoxin.services.change.scoring import score as scored
from gaoxin.services.tables import Options, Results

_SCHEMA = {
    "subject": pa.string(),
    "period": pa.int32(),
    "way": pa.string(),
    "node": pa.string(),
    "title": pa.string(),
    "unit": pa.string(),
    "figure": pa.float64(),
    "target": pa.float64(),
    "change": pa.float64(),
    "cost": pa.float64(),
    "reached": pa.bool_(),
    "score": pa.float64(),
    "rank": pa.int64(),
    "step_before": pa.float64(),
    "why": pa.string(),
}


@dataclass(slots=True)
class Target(Results):
    """What reaches a goal: a row for each indicator alone, and rows of the cheapest mix.

    Parameters
    ----------
    now : score and rank as they are
    mix : score and rank with the mix, its cost, the least cost by the model, and whether it reaches the goal
    runs : how often the whole index was computed
    """

    now: Mapping[str, Any] | None = None
    mix: Mapping[str, Any] | None = None
    runs: int = 0


def target(
    pack: str | Program,
    table: object,
    subject: str,
    options: Options = Options(),
    *,
    goal: Goal,
    period: int | None = None,
    most: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
) -> Target:
    """Find what it takes a unit to reach a score or a rank.

    Parameters
    ----------
    pack, table, options, name, variant : as of `index`
    goal : the score or the rank
    period : the latest of the table where None
    most : by indicator the greatest change, in its unit. Where it is given, only these indicators move
    costs : by indicator the cost of a change by one unit
    node : of the tree; the total where None

    Returns
    -------
    see `gaoxin.target`

    Raises
    ------
    UsageError : no goal or two, a unit or period that the table does not have, a unit without a score,
        an indicator that the index does not have
    """
    found = read(pack, table, options, name=name, variant=variant)
    top = found.top(node)
    year = period if period is not None else int(found.panel.periods.max(initial=0))
    check_years(found.panel, [year])
    subjects_of(found.panel, [year], [subject])
    trials = Trials(found.panel, found.plan, scored, subject, year, top)
    _check(found, goal, trials, {**(most or {}), **(costs or {})})
    levers, unknown = levers_of(trials, most=most, costs=costs, decimals=_decimals(found))
    if most:
        levers = [lever for lever in levers if lever.node in most]
        unknown = [leaf for leaf in unknown if leaf in most]
    about = _About(found, subject, year)
    rows = [about.single(alone(trials, lever, goal)) for lever in levers]
    rows += [about.missing(leaf) for leaf in unknown]
    mix = cheapest(trials, levers, goal)
    rows += about.mixed(mix)
    now = trials.at(trials.own)
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in _SCHEMA.items()}
    told = {"reached": mix.met, "cost": mix.cost, "least_cost": mix.bound, **_places(mix.reached)}
    return Target(pa.table(columns), found.program.pack.pack, found.notices, _places(now), told, trials.runs)


def _check(found: Read, goal: Goal, trials: Trials, named: Mapping[str, float]) -> None:
    if (goal.score is None) == (goal.rank is None):
        message = (
            "目标是分数或位次之一 · a target is a score or a rank, one of them; try: score=60, or rank=10"
        )
        raise UsageError(message)
    if goal.rank is not None and goal.rank < 1:
        message = f"rank {goal.rank}: 位次从 1 起 · ranks begin with 1; try: rank=1"
        raise UsageError(message)
    leaves = [leaf.node for leaf in found.plan.leaves]
    strange = [node for node in named if node not in leaves]
    if strange:
        message = f"{', '.join(strange)}: 不是指标 · no indicator of the index; try: {', '.join(leaves)}"
        raise UsageError(message)
    below = [node for node, number in named.items() if not 0 <= number < float("inf")]
    if below:
        message = (
            f"{', '.join(below)}: 不能为负 · a greatest change or cost is no negative number; try: 0 or more"
        )
        raise UsageError(message)
    now = trials.at(trials.own)
    if now.score != now.score:
        own = zip(leaves, trials.own, strict=True)
        gaps = [f"{found.titles[leaf]} {leaf}" for leaf, figure in own if figure != figure]
        whole = faults(found.panel, found.plan, trials.top)[found.panel.row(trials.subject, trials.period)]
        why = [f"{word}: {found.titles[node]} {node}" for node, word in whole.items()]
        seen = (
            f"missing: {', '.join(gaps)}; try: fill them in"
            if gaps
            else f"{', '.join(why)}; try: another unit"
        )
        message = f"{trials.subject} {trials.period}: 没有得分 · has no score; {seen}"
        raise UsageError(message)


class _About:
    """Rows of one unit."""

    def __init__(self, found: Read, subject: str, period: int) -> None:
        self._found, self._key = found, {"subject": subject, "period": period}
        self._units = {leaf.node: _unit(found.program, leaf.reference) for leaf in found.plan.leaves}

    def single(self, found: Single) -> dict[str, Any]:
        lever = found.lever
        why = "" if found.met else "达不到 · out of reach: the nearest that it comes"
        return {
            **self._row("alone", lever.node, lever.own, found.figure),
            "cost": lever.cost * abs(found.change),
            "reached": found.met,
            **_places(found.reached),
            "step_before": found.short,
            "why": why,
        }

    def missing(self, leaf: str) -> dict[str, Any]:
        return {**self._row("alone", leaf, None, None), "why": "待补充 · its figure is missing"}

    def mixed(self, mix: Mix) -> Iterator[dict[str, Any]]:
        for lever, step in zip(mix.levers, mix.steps, strict=True):
            if step:
                figure = lever.figure(step)
                yield {
                    **self._row("mix", lever.node, lever.own, figure),
                    "cost": lever.cost * abs(figure - lever.own),
                    "reached": mix.met,
                    **_places(mix.reached),
                    "why": "" if mix.met else "达不到 · out of reach: all moved as far as they may",
                }

    def _row(self, way: str, node: str, own: float | None, new: float | None) -> dict[str, Any]:
        change = None if own is None or new is None else _difference(new, own)
        return {
            **dict.fromkeys(_SCHEMA),
            **self._key,
            "way": way,
            "node": node,
            "title": self._found.titles[node],
            "unit": self._units[node],
            "figure": own,
            "target": new,
            "change": change,
        }


def _difference(new: float, own: float) -> float:
    """The difference of two decimals, as one writes it."""
    return float(Decimal(repr(new)) - Decimal(repr(own)))


def _places(reached: Reached) -> dict[str, Any]:
    known = reached.score == reached.score
    return {"score": reached.score if known else None, "rank": int(reached.rank) if known else None}


def _unit(program: Program, reference: str) -> str:
    if reference in program.variables:
        return program.variables[reference].unit
    made = program.find(reference)
    return made.spec.unit if isinstance(made, Figure) else ""


def _decimals(found: Read) -> dict[str, int]:
    """The decimals of figures that are counted or stored at a scale, in the unit in which they are shown."""
    program = found.program
    known: dict[str, int] = {}
    for leaf in found.plan.leaves:
        if leaf.reference in program.variables:
            spec = program.variables[leaf.reference]
            unit = units.parse(spec.unit)
            factor, tens = units.decimal_steps(unit.factor) if unit else (1, 0)
            if spec.type == "number" and factor == 1:
                known[leaf.node] = spec.scale + tens
            continue
        made = program.find(leaf.reference)
        if isinstance(made, Figure) and isinstance(made.tree, t.Rollup) and made.tree.function == "count":
            known[leaf.node] = 0
    return known
