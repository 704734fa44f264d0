"""An index on a table, run many times with what is uncertain in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gaoxin.base.errors import UsageError
from gaoxin.engines.array.draws.entry import draws as run_draws
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Program
from gaoxin.measure.robust.analysis import Runs, analyse
from gaoxin.measure.robust.combining import joined
from gaoxin.measure.robust.estimators import ESTIMATORS
from gaoxin.measure.robust.setting import FAMILIES, Setting, prepare
from gaoxin.measure.robust.titles import titles
from gaoxin.plan.index import TOTAL, Aggregate, GroupColumn, IndexPlan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.indices import index_notices, index_task, with_groups
from gaoxin.services.robust.arrow import pa
from gaoxin.services.robust.asking import Given, uncertainty
from gaoxin.services.robust.results import Robust, arrow_tables
from gaoxin.services.tables import Options, Results, engine_for, notices_of, program_of, task_for
from gaoxin.spec import Text, Uncertainty

MOST_CELLS = 60_000_000
"""Scores and ranks that are held at once: 12 bytes each, 720 MB."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which index is asked about, and what is uncertain in it.

    Parameters
    ----------
    name, variant : of the index, as of `gaoxin.index`
    node : whose scores and ranks are asked about
    inputs : what is uncertain; what the index of the pack says where None, its weights where it is silent
    draws, seed : N and the seed, in place of those of `inputs`
    sample : uniform numbers of one's own, a row for each run and a column for each input
    """

    name: str | None = None
    variant: str | None = None
    node: str = TOTAL
    inputs: Given | None = None
    draws: int | None = None
    seed: int | None = None
    sample: object = None


def robust(
    pack: str | Program,
    table: object,
    options: Options = Options(),
    asked: Asked = Asked(),
) -> Robust:
    """Say how sure the ranks of an index are.

    Parameters
    ----------
    pack, table, options : as of `gaoxin.services.verbs.index`
    asked : the index, and what is uncertain

    Raises
    ------
    UsageError : no such pack, index, variant or node; an input does not fit; too many runs for memory
    PackError, DataError : all faults of the pack, or of the table, at once
    """
    program = pack if isinstance(pack, Program) else program_of(str(pack), options.as_of)
    figures, plan = index_task(program, asked.name, asked.variant)
    task = task_for(program, figures, table, options)
    with engine_for(options) as engine:
        return of_figures(engine, program, figures, plan, task, asked)


def of_figures(
    engine: Engine, program: Program, figures: RowPlan, plan: IndexPlan, task: Task, asked: Asked
) -> Robust:
    """Say how sure the ranks of an index are, whose plans are at hand."""
    index = program.pack.index[plan.index]
    spec = uncertainty(index, asked.inputs, draws=asked.draws, seed=asked.seed)
    setting = prepare(index, spec, _sample(asked.sample))
    _check_node(plan, asked.node)
    plans = _plans(program, plan, setting)
    rows = with_groups(figures, _groups(program, plan, plans))
    across = any(one.across_periods for one in plans)
    table = engine.rows(rows, replace(task, periods=None) if across else task).arrow()
    _check_size(setting.design.runs, table.num_rows, plan.index)
    keys = setting.disturb.keys()
    ran = run_draws(
        table,
        plan,
        plans,
        setting.combination,
        setting.reweigh,
        asked.node,
        noise=setting.disturb if keys.shape[1] else None,
        keys=keys,
    )
    runs = Runs(ran.scores, ran.ranks, ran.nominal_scores, ran.nominal_ranks, ran.subjects, ran.periods)
    found = analyse(setting, spec, runs if task.periods is None else runs.of_periods(task.periods))
    pack = program.pack.pack
    notices = (*notices_of(task), *index_notices(program, plan, asked.name), *found.notices)
    named = titles(index, setting.inputs)
    tables = {**arrow_tables(found.tables, pack, named), "inputs": _inputs(setting, named, pack)}
    units = tables["units"].table
    return Robust(units, pack, notices, tables, found.runs, _said(plan, asked, spec, setting))


def _plans(program: Program, plan: IndexPlan, setting: Setting) -> list[IndexPlan]:
    """The plan of each combination of methods: of each family the steps that its alternatives made."""
    own = program.pack.index[plan.index]
    made = {
        family: [
            plan if index is own else index_task(program, plan.index, plan.variant, under=index)[1]
            for index in indices
        ]
        for family, indices in setting.indices.items()
    }
    return [
        joined(plan, {family: made[family][int(n)] for family, n in zip(FAMILIES, row, strict=True)})
        for row in setting.combinations
    ]


def _groups(program: Program, plan: IndexPlan, plans: Sequence[IndexPlan]) -> list[GroupColumn]:
    """The categories that alternatives read beside those of the index.

    Raises
    ------
    UsageError : the pack has no such category
    """
    found = {group.column: group for one in plans for group in one.groups if group not in plan.groups}
    known = [name for name, spec in program.variables.items() if spec.type == "category"]
    if strange := [group.reference for group in found.values() if group.reference not in known]:
        message = (
            f"by: {', '.join(strange)}: 没有此分类变量 · no such category in {program.pack.pack}; "
            f"try: {', '.join(known) or 'a variable of type category'}"
        )
        raise UsageError(message)
    return list(found.values())


def _check_node(plan: IndexPlan, node: str) -> None:
    """Refuse a node that the index has not, or that has no score whatever the data.

    Raises
    ------
    UsageError
    """
    known = [join.node for step in plan.steps if isinstance(step, Aggregate) for join in step.joins]
    if node not in known:
        message = (
            f"index {plan.index}: 没有节点{node} · no node {node} with children; try: {', '.join(known)}"
        )
        raise UsageError(message)
    if not scored(plan, node):
        message = (
            f"index {plan.index}, {node}: 权重未公布,没有得分 · weights are not published, so it has no "
            "score; try: a variant of the index, or another node"
        )
        raise UsageError(message)


def scored(plan: IndexPlan, node: str) -> bool:
    """Whether a node with children can have a score: the weights below it are published."""
    joins = (join for step in plan.steps if isinstance(step, Aggregate) for join in step.joins)
    found = next((join for join in joins if join.node == node), None)
    return found is not None and (
        found.least is not None or any(case.least is not None for case in found.cases)
    )


def _check_size(runs: int, units: int, index: str) -> None:
    """Refuse more than memory should hold, and nothing at all.

    Raises
    ------
    UsageError
    """
    if not units:
        message = (
            f"index {index}: 没有数据 · the table has no rows for it; try: another --period, or another table"
        )
        raise UsageError(message)
    if runs * units > MOST_CELLS:
        most = MOST_CELLS // max(1, units)
        message = (
            f"{runs:,} runs × {units:,} rows: 超出内存 · more than {MOST_CELLS:,} scores at once; "
            f"try: fewer draws, at most {most:,} runs, or one --period"
        )
        raise UsageError(message)


def _sample(given: object) -> Any:
    """A sample of one's own as an array: of a table, an array, or a CSV file with a heading."""
    if given is None:
        return None
    if isinstance(given, (str, Path)):
        path = Path(given)
        if not path.is_file():
            message = f"{path}: 没有此文件 · no such file; try: a CSV file, a column for each input"
            raise UsageError(message)
        return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2, quotechar='"')
    if hasattr(given, "__arrow_c_stream__"):
        table = pa.table(given)
        return np.column_stack([column.to_numpy() for column in table.columns])
    return np.asarray(given, dtype=np.float64)


def _inputs(setting: Setting, named: Mapping[str, Text], pack: str) -> Results:
    """The inputs as a table."""
    rows = [
        {
            "input": found.id,
            "vary": found.vary,
            "title_zh": named[found.id].zh,
            "title_en": named[found.id].en,
            "alternatives": " | ".join(setting.labels.get(place, ())) or None,
        }
        for place, found in enumerate(setting.inputs)
    ]
    return Results(pa.Table.from_pylist(rows), pack)


def _said(plan: IndexPlan, asked: Asked, spec: Uncertainty, setting: Setting) -> dict[str, object]:
    """How it was done."""
    return {
        "index": plan.index,
        "variant": plan.variant,
        "node": asked.node,
        "sampling": "given" if asked.sample is not None else spec.sampling,
        "seed": spec.seed,
        "draws": setting.design.draws,
        "confidence": float(spec.confidence),
        "bootstrap": spec.bootstrap,
        "bins": spec.bins,
        "estimators": ESTIMATORS,
    }
