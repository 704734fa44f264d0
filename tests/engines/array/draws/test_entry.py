"""Plans and figures in, runs out: a run is what the index gives under its methods and weights."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from gaoxin.base.errors import UnsupportedError
from gaoxin.engines.array.draws.entry import draws
from gaoxin.engines.array.index import run_index
from gaoxin.plan.index import IndexPlan, compile_index
from gaoxin.spec import Index

RNG = np.random.default_rng(9)


def node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": {"zh": name, "en": name}, "weight": 1, **more}


def plan(weights: tuple[int, int] = (1, 1), index: dict[str, Any] | None = None, **methods: Any) -> IndexPlan:
    group = node(
        "g", weight=weights[0], children=[node("a", indicator="xa"), node("b", indicator="xb", weight=3)]
    )
    tree = [group, node("c", indicator="xc", weight=weights[1])]
    given = {"title": {"zh": "例", "en": "example"}, "tree": tree, "methods": methods, **(index or {})}
    return compile_index(Index.model_validate(given), "x")


def figures(gaps: float = 0.0) -> pa.Table:
    values = RNG.uniform(1, 9, (12, 3))
    values[RNG.random(values.shape) < gaps] = np.nan
    columns: dict[str, Any] = {"subject": [f"u{n:02}" for n in range(12)], "period": [2024] * 12}
    columns |= {leaf.column: pa.array(values[:, n], from_pandas=True) for n, leaf in enumerate(plan().leaves)}
    return pa.table({**columns, "g_stage": ["old", "young", None] * 4})


def totals(made: IndexPlan, table: pa.Table) -> list[Any]:
    rows = run_index(made, table).to_pylist()
    return [(row["score"], row["rank"]) for row in rows if row["node"] == "total"]


def as_they_are(_node, _children, nominal, runs) -> np.ndarray:
    return np.repeat(nominal, len(runs), axis=0) if len(nominal) == 1 else nominal.copy()


METHODS: list[dict[str, Any]] = [
    {"normalise": {"method": "zscore", "mean": 50, "sd": 9}, "aggregate": {"method": "geometric"}},
    {"impute": {"method": "mean"}, "weight": {"method": "critic"}},
    {
        "impute": {"method": "median"},
        "aggregate": {"method": "copeland", "min_share": "0.5", "min_share_of": "count"},
    },
    {
        "treat": {"methods": ["winsorise"], "skew": "0.5", "kurtosis": "0.1"},
        "aggregate": {"method": "topsis"},
    },
]


@pytest.mark.slow
@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_every_run_is_its_index(gaps: float):
    table, plans = figures(gaps), [plan(**methods) for methods in METHODS]
    of_run = np.array([3, 0, 1, 2, 0])
    found = draws(table, plan(), plans, of_run, as_they_are, "total")
    for run, place in enumerate(of_run):
        known = totals(plans[place], table)
        assert found.ranks[run].tolist() == [rank or 0 for _, rank in known]
        scores = [np.nan if score is None else score for score, _ in known]
        assert found.scores[run] == pytest.approx(scores, rel=1e-12, nan_ok=True)
    nominal = totals(plan(), table)
    assert found.nominal_ranks.tolist() == [rank or 0 for _, rank in nominal]
    assert found.subjects.tolist() == [f"u{n:02}" for n in range(12)]


def test_weights_by_category():
    of_stage = node("g", weight=None, children=[node("a", indicator="xa"), node("b", indicator="xb")])
    of_stage.pop("weight")
    of_stage["weights"] = {"old": 1, "young": 3}
    one = node("c", indicator="xc")
    one.pop("weight")
    one["weights"] = {"old": 2, "young": 1}
    by_stage = {"weights_by": "stage", "tree": [of_stage, one]}
    made, table = plan(index=by_stage), figures()
    found = draws(table, made, [made], np.zeros(2, dtype=np.int64), as_they_are, "total")
    known = [np.nan if score is None else score for score, _ in totals(made, table)]
    assert np.isnan(known[2])
    for run in range(2):
        assert found.scores[run] == pytest.approx(known, rel=1e-12, nan_ok=True)
    between = plan(index=by_stage, aggregate={"method": "copeland"})
    with pytest.raises(UnsupportedError, match="weights by category"):
        draws(table, between, [between], np.zeros(1, dtype=np.int64), as_they_are, "total")
