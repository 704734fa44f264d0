"""Whole indices: a case worked by hand, the exact reference on random tables, and what an index means."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index

from .conftest import group, leaf, make

COLUMNS = [  # DESIGN.md section 5
    *("subject", "period", "node", "level", "raw", "imputed", "treated", "normalised"),
    *("score", "weight", "rank", "status"),
]


HAND = make(
    group("A", "60%", leaf("A.1", 2), leaf("A.2", 1, direction="down"), leaf("A.3", 1)),
    group(
        "B",
        "40%",
        leaf("B.1", 3),
        leaf("B.2", 1, posts=[0, 50], normalise={"method": "goalposts"}),
        leaf("B.3", 1, direction="down"),
    ),
    methods={"impute": {"method": "group_mean", "by": "region"}},
)
FIGURES = [
    {"subject": "甲", "region": "东", "A.1": 10, "A.2": 5, "A.3": None, "B.1": 1, "B.2": 25, "B.3": 8},
    {"subject": "乙", "region": "东", "A.1": 20, "A.2": 4, "A.3": 30, "B.1": 3, "B.2": 60, "B.3": 4},
    {"subject": "丙", "region": "西", "A.1": 30, "A.2": 3, "A.3": 10, "B.1": 5, "B.2": None, "B.3": 6},
    {"subject": "丁", "region": "西", "A.1": 40, "A.2": 2, "A.3": 20, "B.1": 9, "B.2": -10, "B.3": 2},
    {"subject": "戊", "region": "东", "A.1": 50, "A.2": 1, "A.3": 60, "B.1": 2, "B.2": 50, "B.3": 10},
]
# Filled: A.3 of 甲 = (30 + 60)/2 = 45 (east); B.2 of 丙 = -10 (the only other one of the west).
IMPUTED = {("甲", "A.3"): 45, ("丙", "B.2"): -10}
# A.1 (x-10)/40; A.2 (5-x)/4; A.3 (x-10)/50; B.1 (x-1)/8; B.2 x/50 cut to [0, 1]; B.3 (10-x)/8; all times 100.
NORMALISED = {
    "A.1": [0, 25, 50, 75, 100],
    "A.2": [0, 25, 50, 75, 100],
    "A.3": [70, 40, 0, 20, 100],
    "B.1": [0, 25, 50, 100, 12.5],
    "B.2": [50, 100, 0, 0, 100],
    "B.3": [25, 75, 50, 100, 0],
    # A = (2·A.1 + A.2 + A.3)/4; B = (3·B.1 + B.2 + B.3)/5; total = 0.6·A + 0.4·B
    "A": [17.5, 28.75, 37.5, 61.25, 100],
    "B": [15, 50, 40, 80, 27.5],
    "total": [16.5, 37.25, 38.5, 68.75, 71],
}
RANKS = {"A": [5, 4, 3, 2, 1], "B": [5, 2, 3, 1, 4], "total": [5, 4, 3, 2, 1], "B.2": [3, 1, 4, 4, 1]}
WEIGHTS = {
    "total": 1,
    "A": 0.6,
    "B": 0.4,
    "A.1": 0.5,
    "A.2": 0.25,
    "A.3": 0.25,
    "B.1": 0.6,
    "B.2": 0.2,
    "B.3": 0.2,
}


@pytest.fixture(scope="module")
def hand(run: Callable[..., Any]) -> dict[tuple[str, int, str], dict[str, Any]]:
    """Give the rows of the case worked by hand."""
    return run(HAND, [{"period": 2024, **row} for row in FIGURES])


def test_hand_rows(hand: dict[tuple[str, int, str], dict[str, Any]]) -> None:
    assert len(hand) == 5 * 9
    assert all(list(row) == COLUMNS for row in hand.values())
    order = [node for subject, _, node in hand if subject == "甲"]
    assert order == ["total", "A", "A.1", "A.2", "A.3", "B", "B.1", "B.2", "B.3"]


@pytest.mark.parametrize("node", NORMALISED)
def test_hand_scores(hand: dict[tuple[str, int, str], dict[str, Any]], node: str) -> None:
    for row, score in zip(FIGURES, NORMALISED[node], strict=True):
        found = hand[row["subject"], 2024, node]
        assert found["score"] == pytest.approx(score, abs=1e-9)
        assert found["weight"] == pytest.approx(WEIGHTS[node], abs=1e-15)
        if node in row:
            assert found["level"] == 0
            assert found["raw"] == row[node]
            filled = IMPUTED.get((row["subject"], node))
            assert found["imputed"] == found["treated"] == (row[node] if filled is None else filled)
            assert found["normalised"] == found["score"]
        else:
            assert found["level"] == (2 if node == "total" else 1)
            assert found["raw"] is found["imputed"] is found["treated"] is found["normalised"] is None


@pytest.mark.parametrize("node", RANKS)
def test_hand_ranks(hand: dict[tuple[str, int, str], dict[str, Any]], node: str) -> None:
    assert [hand[row["subject"], 2024, node]["rank"] for row in FIGURES] == RANKS[node]


def test_hand_status(hand: dict[tuple[str, int, str], dict[str, Any]]) -> None:
    marked = {(subject, node) for (subject, _, node), row in hand.items() if row["status"] == "imputed"}
    assert marked == {
        ("甲", "A.3"),
        ("甲", "A"),
        ("甲", "total"),
        ("丙", "B.2"),
        ("丙", "B"),
        ("丙", "total"),
    }
    assert {row["status"] for row in hand.values()} == {"", "imputed"}


def test_published_subindices_of_2015(run: Callable[..., Any]) -> None:
    """0.20·162.6 + 0.20·298.8 + 0.25·124.3 + 0.10·259.5 + 0.25·126.4 = 180.905, published as 180.9."""
    weights = {"1": "20%", "2": "20%", "3": "25%", "4": "10%", "5": "25%"}
    index = make(
        *(leaf(node, weight) for node, weight in weights.items()), methods={"normalise": {"method": "none"}}
    )
    figures = {"1": 162.6, "2": 298.8, "3": 124.3, "4": 259.5, "5": 126.4}
    found = run(index, [{"subject": "全国", "period": 2015, **figures}])
    assert found["全国", 2015, "total"]["score"] == pytest.approx(180.905, abs=1e-9)


numbers = st.one_of(
    st.none(),
    st.integers(-4, 6).map(Fraction),
    st.sampled_from([Fraction(1, 2), Fraction(3, 8), Fraction(1000)]),
)
shares = st.sampled_from(["1", "0.5", "1/3"])
aggregates = st.builds(
    lambda method, share: {"method": method, "min_share": share},
    st.sampled_from(["arithmetic", "geometric"]),
    shares,
)
weights = st.sampled_from([1, 2, "0.8", "1/3", 0])
methods = st.sampled_from(
    [
        {"method": "minmax"},
        {"method": "minmax", "low": 1, "high": 10},
        {"method": "zscore", "mean": 50, "sd": 10},
        {"method": "zscore"},
        {"method": "rank"},
        {"method": "none"},
        {"method": "base_period", "base": 2021},
        {"method": "base_period", "base": 2022, "chained": False},
        {"method": "goalposts", "clip": False},
        {"method": "goalposts", "low": 10, "high": 20},
    ]
)


@st.composite
def leaves(draw: st.DrawFn, node: str) -> dict[str, Any]:
    """Draw a leaf with a method of its own."""
    way = draw(methods)
    more: dict[str, Any] = {"normalise": way}
    if way["method"] == "goalposts":
        more["posts"] = draw(st.sampled_from([[0, 4], ["-1/2", 5]]))
    if way["method"] != "none":
        more["direction"] = draw(st.sampled_from(["up", "down"]))
    return leaf(node, draw(weights), **more)


@st.composite
def indices(draw: st.DrawFn) -> Index:
    """Draw an index of leaves and groups side by side, up to three levels deep."""
    tree: list[dict[str, Any]] = []
    for place in range(1, draw(st.integers(1, 3)) + 1):
        children = [draw(leaves(f"{place}.{k}")) for k in range(1, draw(st.integers(1, 3)) + 1)]
        if draw(st.booleans()):
            deep = [draw(leaves(f"{place}.9.{k}")) for k in (1, 2)]
            children.append(group(f"{place}.9", draw(weights), *_counted(deep), aggregate=draw(aggregates)))
        tree.append(group(f"{place}", draw(weights), *_counted(children), aggregate=draw(aggregates)))
    if draw(st.booleans()):
        tree.append(draw(leaves("Z")))
    impute = draw(st.sampled_from([{}, {"method": "mean"}, {"method": "group_mean", "by": "region"}]))
    steps: dict[str, Any] = {"impute": impute, "aggregate": draw(aggregates)}
    steps["within"] = draw(st.sampled_from(["period", "all"]))
    if draw(st.booleans()):
        steps["screen"] = {"min_share": draw(shares)}
    return make(*_counted(tree), methods=steps, total=draw(st.sampled_from([True, True, False])))


def _counted(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the first of siblings a weight where none has one."""
    if all(node["weight"] == 0 for node in nodes):
        nodes[0]["weight"] = 1
    return nodes


@st.composite
def cases(draw: st.DrawFn) -> tuple[Index, list[dict[str, Any]]]:
    """Draw an index and its table: several subjects and periods, not all of them present."""
    index = draw(indices())
    nodes = [node.id for root in index.tree for node in root.walk() if node.indicator]
    keys = [(s, p) for s in "甲乙丙丁" for p in (2020, 2021, 2022, 2023)]
    kept = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=12, unique=True))
    regions = st.sampled_from(["东", "西", None])
    rows = [
        {"subject": s, "period": p, "region": draw(regions), **{node: draw(numbers) for node in nodes}}
        for s, p in kept
    ]
    return index, rows


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_agrees_with_exact_reference(
    run: Callable[..., Any], reference: Callable[..., Any], case: tuple[Index, list[dict[str, Any]]]
) -> None:
    index, rows = case
    found, expected = run(index, rows), reference(index, rows)
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert set(found[key]["status"].split(";")) - {""} == row["words"], key
        assert found[key]["rank"] == row["rank"], key
        if row["score"] is None:
            assert found[key]["score"] is None, key
        else:
            assert found[key]["score"] == pytest.approx(float(row["score"]), rel=1e-9, abs=1e-9), key


TABLES = st.lists(
    st.fixed_dictionaries(
        {node: st.one_of(st.none(), st.integers(0, 10**6)) for node in ("A.1", "A.2", "B.1")}
    ),
    min_size=2,
    max_size=7,
)
SMALL = make(group("A", 2, leaf("A.1", 3), leaf("A.2", 1, direction="down")), leaf("B.1", 1))


def _rows(table: list[dict[str, Any]], factor: int = 1) -> list[dict[str, Any]]:
    scaled = [{node: None if x is None else x * factor for node, x in row.items()} for row in table]
    return [{"subject": f"s{k}", "period": 2024, **row} for k, row in enumerate(scaled)]


@pytest.mark.slow
@settings(max_examples=20)
@given(TABLES)
def test_millions_or_thousands_make_no_difference(
    run: Callable[..., Any], table: list[dict[str, Any]]
) -> None:
    millions, thousands = run(SMALL, _rows(table)), run(SMALL, _rows(table, 1000))
    assert {key: row["rank"] for key, row in millions.items()} == {
        key: row["rank"] for key, row in thousands.items()
    }
    for key, row in millions.items():
        assert thousands[key]["score"] == (
            None if row["score"] is None else pytest.approx(row["score"], abs=1e-9)
        )


@pytest.mark.slow
@settings(max_examples=20)
@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_rows_makes_no_difference_at_all(
    run: Callable[..., Any], table: list[Any], random: Any
) -> None:
    index = SMALL.model_copy(
        update={
            "methods": HAND.methods.model_validate(
                {"impute": {"method": "mean"}, "normalise": {"method": "zscore"}}
            )
        }
    )
    rows = _rows(table)
    shuffled = random.sample(rows, len(rows))
    assert run(index, shuffled) == run(index, rows)


def test_script_is_the_same_every_time() -> None:
    scripts = {
        text(script(index_ctes(compile_index(HAND, "h"), "figures"), select_all("index_result")))
        for _ in range(3)
    }
    assert len(scripts) == 1


def test_steps_are_named_and_commented() -> None:
    ctes = index_ctes(compile_index(HAND, "h"), "figures")
    assert len({cte.name for cte in ctes}) == len(ctes)
    assert ctes[-1].name == "index_result"
    comments = "\n".join(cte.comment for cte in ctes)
    for step in compile_index(HAND, "h").steps[:-1]:
        assert str(step) in comments
