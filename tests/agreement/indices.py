"""Random indices and tables, and the rows of an index on both engines."""

from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from gaoxin.engines.array.index import run_index
from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.plan.index import IndexPlan
from gaoxin.spec import Index

FIGURES = st.none() | st.integers(-8, 40).map(lambda n: n / 4)
STAGES = st.sampled_from(["初创期", "成长期", None])
TITLE = {"zh": "数", "en": "number"}


def on_duckdb(plan: IndexPlan, table: pa.Table) -> list[dict[str, Any]]:
    """Run the SQL of an index."""
    with duckdb.connect() as connection:
        connection.register("figures", table)
        query = text(script(index_ctes(plan, "figures"), select_all("index_result")))
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def on_arrays(plan: IndexPlan, table: pa.Table) -> list[dict[str, Any]]:
    """Run an index on arrays."""
    return run_index(plan, table).to_pylist()


def differences(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Give the cells that differ by more than 1e-9, with subject, period, node and column."""
    assert [list(row) for row in one[:1]] == [list(row) for row in other[:1]]
    keys = ("subject", "period", "node")
    assert [[row[key] for key in keys] for row in one] == [[row[key] for key in keys] for row in other]
    return [
        (*(a[key] for key in keys), name, a[name], b[name])
        for a, b in zip(one, other, strict=True)
        for name in a
        if not _same(a[name], b[name])
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other


def table(plan: IndexPlan, rows: list[dict[str, Any]]) -> pa.Table:
    """Give the figures of a plan from rows with subject, period, figures by node, and categories."""
    columns: dict[str, Any] = {
        "subject": pa.array([row["subject"] for row in rows], pa.string()),
        "period": pa.array([row["period"] for row in rows], pa.int32()),
    }
    for leaf in plan.leaves:
        columns[leaf.column] = pa.array([row[leaf.node] for row in rows], pa.float64())
    for group in plan.groups:
        columns[group.column] = pa.array([row[group.reference] for row in rows], pa.string())
    return pa.table(columns)


@st.composite
def populations(draw: st.DrawFn, leaves: list[str]) -> list[dict[str, Any]]:
    """A few subjects over a few years, in any order."""
    keys = st.tuples(st.sampled_from("ABCDEFGH"), st.integers(2020, 2022))
    found = draw(st.lists(keys, min_size=1, max_size=12, unique=True))
    stages = {subject: draw(STAGES) for subject in sorted({subject for subject, _ in found})}
    return [
        {"subject": subject, "period": period, "stage": stages[subject]}
        | {leaf: draw(FIGURES) for leaf in leaves}
        for subject, period in found
    ]


def _by() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{}, {"by": ["stage"]}])


def _within() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{}, {}, {"within": "period"}, {"within": "all"}])


_IMPUTE = st.sampled_from(
    [
        {"method": "none"},
        {"method": "mean"},
        {"method": "median", "within": "all"},
        {"method": "group_mean", "by": "stage"},
        {"method": "group_median", "by": ["stage"]},
        {"method": "last"},
        {"method": "last", "years": 1},
        {"method": "linear"},
        {"method": "linear", "ends": "hold"},
    ]
)
_SCREEN = st.sampled_from(
    [
        {"min_share": "1/2"},
        {"min_share": "2/3", "counts": "imputed"},
        {"min_nonzero_share": "2/3"},
        {"min_share": "1/3", "min_nonzero_share": "1/2", "counts": "imputed"},
    ]
)
_TREAT = st.sampled_from(
    [
        {"methods": ["log"], "rule": "always", "within": "period"},
        {"methods": ["log_shift"], "skew": "0.5", "kurtosis": "-1"},
        {"methods": ["log_shift"], "mirror": True, "skew": "0.3", "kurtosis": "-2"},
        {"methods": ["log", "boxcox"], "power": "1/2", "skew": "0.2", "kurtosis": "-2", "passes": "both"},
        {"methods": ["boxcox", "log_shift"], "power": 0, "combine": True, "skew": "0.2", "kurtosis": "-2"},
        {"methods": ["percentiles"], "rule": "always", "between": ["10%", "75%"]},
        {"methods": ["deviations"], "rule": "always", "sds": "1.2", "within": "all"},
        {"methods": ["deviations", "percentiles", "log"], "sds": 1, "skew": "0.3", "kurtosis": "-2"},
        {"methods": ["percentiles", "log"], "combine": True, "skew": "0.2", "kurtosis": "-2"},
    ]
)


@st.composite
def _normalise(draw: st.DrawFn) -> dict[str, Any]:
    plain = st.sampled_from(
        [
            {"method": "goalposts"},
            {"method": "goalposts", "clip": False, "low": 1, "high": 10},
            {"method": "base_period", "base": 2020},
            {"method": "base_period", "base": 2021, "chained": False},
            {"method": "bands"},
            {"method": "ratio_to_reference", "reference": "B", "times": 100},
            {"method": "ratio_to_reference", "cap": True},
            {"method": "minmax", "within": 2021},
            {"method": "zscore", "within": 2020, "by": "stage"},
            {"method": "distance_to_max", "within": 2022, "by": "stage"},
            {"method": "share_of_max", "within": 2021},
            {"method": "ratio_to_mean", "within": 2021, "turn": "negate"},
        ]
    )
    grouped = st.sampled_from(
        [
            {"method": "minmax", "low": 1, "high": 100},
            {"method": "zscore"},
            {"method": "rank"},
            {"method": "rank", "ties": "average", "digits": 12},
            {"method": "percentile_rank", "times": 100},
            {"method": "borda", "ties": "max"},
            {"method": "distance_to_max"},
            {"method": "distance_to_reference", "reference": "B"},
            {"method": "distance_to_reference", "cap": True},
            {"method": "share_of_max", "times": 10},
            {"method": "share_of_max", "turn": "negate"},
            {"method": "ratio_to_mean"},
        ]
    )
    return draw(plain | st.builds(lambda a, b, c: a | b | c, grouped, _by(), _within()))


@st.composite
def _aggregate(draw: st.DrawFn) -> dict[str, Any]:
    method = draw(st.sampled_from(["arithmetic", "geometric", "harmonic", "power_mean", "median", "minimum"]))
    found: dict[str, Any] = {"method": method, "min_share": draw(st.sampled_from(["0", "1/2", "2/3", "1"]))}
    if method == "power_mean":
        found["p"] = draw(st.sampled_from(["2", "1/2", "-1"]))
    return found | draw(st.sampled_from([{}, {"min_share_of": "count"}]))


def _leaf(draw: st.DrawFn, name: str, way: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": name, "title": TITLE, "indicator": name, "normalise": way}
    if draw(st.booleans()):
        found["direction"] = "down"
    if way["method"] == "goalposts":
        found["posts"] = ["-1", "5"]
    if way["method"] == "bands":
        found |= {"bands": draw(st.sampled_from([[["0", 1], ["2.5", 3]], [[None, 5], ["1", 0]]]))}
        found.pop("direction", None)
    if way["method"].endswith("_to_reference") and "reference" not in way:
        found["target"] = "4"
    return found | {"weight": draw(st.integers(1, 4))}


@st.composite
def indices(draw: st.DrawFn) -> Index:
    """A tree of two groups and a leaf, with methods that every engine has."""
    ways = [draw(_normalise()) for _ in range(2)]
    leaves = [_leaf(draw, name, draw(st.sampled_from(ways))) for name in "abcde"]
    leaves[1]["weight"] = draw(st.integers(0, 2))
    first = {"id": "P", "title": TITLE, "weight": "0.3", "children": leaves[:3]}
    second = {"id": "Q", "title": TITLE, "weight": "0.5", "children": leaves[3:]}
    if draw(st.booleans()):
        second["aggregate"] = draw(_aggregate())
    found: dict[str, Any] = {"title": TITLE, "tree": [first, second]}
    methods: dict[str, Any] = {"impute": draw(_IMPUTE), "aggregate": draw(_aggregate())}
    methods["within"] = draw(st.sampled_from(["period", "all"]))
    for name, choices in (("screen", _SCREEN), ("treat", _TREAT)):
        if draw(st.booleans()):
            methods[name] = draw(choices)
    if draw(st.booleans()):
        found["weights_by"] = "stage"
        for leaf in first["children"]:
            leaf["weights"] = {"初创期": draw(st.integers(1, 3)), "成长期": draw(st.sampled_from([None, 2]))}
            leaf.pop("weight")
    return Index.model_validate(found | {"methods": methods})


_ALONE = st.sampled_from(
    [
        {"impute": {"method": "peer_mean", "peers": 2}},
        {"treat": {"methods": ["winsorise", "log_shift"], "skew": "0.5", "kurtosis": "-1", "winmax": 2}},
        {"treat": {"methods": ["winsorise"], "skew": "0.1", "kurtosis": "-3", "winmax": None}},
        {"treat": {"methods": ["winsorise"], "rule": "always", "winmax": 2}},
        {"treat": {"methods": ["boxcox"], "rule": "always"}},
        {"weight": {"method": "pca"}},
        {"weight": {"method": "entropy"}},
        {"weight": {"method": "critic"}},
        {"aggregate": {"method": "copeland", "min_share": "1/2"}},
        {"aggregate": {"method": "topsis", "min_share": "1/2"}},
    ]
)


@st.composite
def matrix_indices(draw: st.DrawFn) -> Index:
    """An index with one or two steps that only arrays have."""
    index = draw(indices())
    methods = index.methods.model_dump(exclude_unset=True) | draw(_ALONE) | draw(_ALONE)
    if "weight" in methods and index.weights_by:
        methods.pop("weight")
    return Index.model_validate(index.model_dump(exclude_unset=True) | {"methods": methods})
