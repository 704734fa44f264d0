"""Knowing less never turns an answer round: it stays, or it becomes unknown (promise 3), on the reference.

`z` (empty means zero) is never taken away: its pack says what an empty cell means.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from gaoxin.base.errors import FormulaError
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from tests.agreement import language as lang

Rows = dict[tuple[str, int], dict[str, Value]]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32)


def forgotten(seed: int, rows: Rows) -> Rows:
    """The same rows with one cell, a few, or most cells taken away."""
    chance = random.Random(seed)
    cells = [(key, name) for key, row in rows.items() for name in row if name != "z"]
    lost = set(chance.sample(cells, min(len(cells), chance.choice([1, 1, 4, 50]))))
    return {
        key: {name: None if (key, name) in lost else value for name, value in row.items()}
        for key, row in rows.items()
    }


def values(program: Program, rows: Rows, names: list[str]) -> list[Value]:
    """The values of items for every row."""
    world = World(rows)
    found: list[Value] = []
    for subject, period in rows:
        evaluator = Evaluator(program, world, subject, period)
        found += [evaluator.item(name) for name in names]
    return found


def less_sure(after: Value, before: Value) -> bool:
    """Whether the later answer says no more than the earlier one, and nothing else."""
    if isinstance(after, Interval) and isinstance(before, Interval):
        return after.low <= before.low and before.high <= after.high
    return after is None or after == before


def built(**sections: object) -> Program:
    """The program of random formulas, where they mean something."""
    try:
        return lang.program(sections)
    except (AssertionError, FormulaError):
        reject()


def leaf(n: int, formula: str) -> dict[str, object]:
    return {"id": f"c{n}", "title": lang.T, "require": formula}


@pytest.mark.slow
@QUICK
@given(seed=SEEDS, rows=lang.rows(), formula=lang.condition(3))
def test_conditions(seed: int, rows: Rows, formula: str):
    program = built(verdicts={"v": {"title": lang.T, "all": [leaf(0, formula)]}})
    less = forgotten(seed, rows)
    pairs = zip(values(program, less, ["test.v.c0"]), values(program, rows, ["test.v.c0"]), strict=True)
    assert all(less_sure(after, before) for after, before in pairs)


@pytest.mark.slow
@QUICK
@given(seed=SEEDS, rows=lang.rows(), formula=st.one_of(lang.money(3), lang.ratio(3)))
def test_figures(seed: int, rows: Rows, formula: str):
    try:
        unit = "元" if lang.is_money(formula) else "1"
    except FormulaError:
        return
    program = built(indicators={"f": {"title": lang.T, "formula": formula, "unit": unit}})
    less = forgotten(seed, rows)
    pairs = zip(values(program, less, ["test.f"]), values(program, rows, ["test.f"]), strict=True)
    assert all(less_sure(after, before) for after, before in pairs)


@pytest.mark.slow
@QUICK
@given(
    seed=SEEDS,
    rows=lang.rows(),
    formulas=st.lists(lang.condition(1), min_size=4, max_size=4),
    kind=st.sampled_from(["all", "any", "none", "at_least"]),
)
def test_verdicts_and_points(seed: int, rows: Rows, formulas: list[str], kind: str):
    leaves = [leaf(n, formula) for n, formula in enumerate(formulas[:3])]
    leaves[0]["applies"] = formulas[3]
    bands = [{"when": f, "points": [n, n + 2]} for n, f in enumerate(formulas)]
    items = [
        {"id": "i", "title": lang.T, "max": 8, "bands": bands, "otherwise": 1},
        {"id": "j", "title": lang.T, "max": 8, "grade": "mark"},
    ]
    program = built(
        verdicts={"v": {"title": lang.T, kind: {"n": 2, "of": leaves} if kind == "at_least" else leaves}},
        points={
            "s": {
                "title": lang.T,
                "max": 15,
                "groups": [{"id": "g", "title": lang.T, "max": 15, "items": items}],
            }
        },
    )
    less = forgotten(seed, rows)
    names = ["test.v", "test.s", "test.s.i"]
    pairs = zip(values(program, less, names), values(program, rows, names), strict=True)
    assert all(less_sure(after, before) for after, before in pairs)
