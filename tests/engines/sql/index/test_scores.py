"""Aggregation, unpublished weights, ranks and the words of status."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Result, group, leaf, make

Run = Callable[..., Result]
NONE = {"normalise": {"method": "none"}}
ASSUMED = {"assumed": {"title": {"zh": "暂定值(官方未公布)", "en": "Assumed"}}}


def one(run: Run, index: Any, variant: str | None = None, **figures: Any) -> dict[str, dict[str, Any]]:
    """Run one subject in one period: rows by node."""
    return {
        node: row
        for (_, _, node), row in run(index, [{"subject": "s", "period": 1, **figures}], variant).items()
    }


def test_arithmetic(run: Run) -> None:
    """(1·10 + 3·30)/4 = 25."""
    assert one(run, make(leaf("a", 1), leaf("b", 3), methods=NONE), a=10, b=30)["total"]["score"] == 25


@pytest.mark.slow
def test_geometric(run: Run) -> None:
    """(2¹ · 32³)^(1/4) = (2¹⁶)^(1/4) = 16."""
    index = make(leaf("a", 1), leaf("b", 3), methods={**NONE, "aggregate": {"method": "geometric"}})
    assert one(run, index, a=2, b=32)["total"]["score"] == pytest.approx(16, abs=1e-12)


@pytest.mark.parametrize("value", [0, -3])
def test_geometric_of_what_is_not_above_zero(run: Run, value: int) -> None:
    index = make(
        leaf("a", 1), leaf("b", 3), methods={**NONE, "aggregate": {"method": "geometric", "min_share": "0.1"}}
    )
    total = one(run, index, a=value, b=32)["total"]
    assert (total["score"], total["rank"], total["status"]) == (None, None, "unknown;not positive")


@pytest.mark.slow
def test_child_without_weight_does_not_count(run: Run) -> None:
    index = make(leaf("a", 0), leaf("b", 3), methods={**NONE, "aggregate": {"method": "geometric"}})
    assert one(run, index, a=-1, b=9)["total"]["score"] == pytest.approx(9)
    assert one(run, index, a=None, b=9)["total"]["status"] == ""


@pytest.mark.parametrize(
    ("share", "expected"),
    [("1", (None, "unknown")), ("0.75", (30, "reweighted")), ("0.7501", (None, "unknown"))],
)
def test_missing_child(run: Run, share: str, expected: tuple[Any, str]) -> None:
    """Three quarters of the weight are known: at the line it is enough, and the rest is reweighted."""
    index = make(leaf("a", 1), leaf("b", 3), methods={**NONE, "aggregate": {"min_share": share}})
    total = one(run, index, b=30)["total"]
    assert (total["score"], total["status"]) == expected


@pytest.mark.slow
def test_words_pass_upwards(run: Run) -> None:
    index = make(
        group("g", 1, leaf("a"), leaf("b")), leaf("c"), methods={**NONE, "aggregate": {"min_share": "0.5"}}
    )
    found = one(run, index, a=1, c=3)
    assert [found[node]["status"] for node in ("b", "g", "total", "c")] == [
        "unknown",
        "reweighted",
        "reweighted",
        "",
    ]


@pytest.mark.slow
def test_leaf_beside_a_group(run: Run) -> None:
    """Level is height: the leaf z stands at 0 beside a group at 2; total = (z + (a + b)/2)/2."""
    index = make(group("g", 1, group("h", 1, leaf("a"), leaf("b"))), leaf("z"), methods=NONE)
    found = one(run, index, a=1, b=3, z=6)
    assert [found[node]["level"] for node in ("total", "g", "h", "a", "z")] == [3, 2, 1, 0, 0]
    assert found["total"]["score"] == 4


@pytest.mark.slow
def test_deep_tree(run: Run) -> None:
    tree = leaf("n0")
    for depth in range(1, 13):
        tree = group(f"n{depth}", 1, tree)
    found = one(run, make(tree, methods=NONE), n0=5)
    assert found["total"]["level"] == 13
    assert found["total"]["score"] == 5


def test_index_of_leaves_without_total(run: Run) -> None:
    found = one(run, make(leaf("a"), leaf("b"), methods=NONE, total=False), a=1, b=2)
    assert list(found) == ["a", "b"]


UNPUBLISHED = make(
    group("A", "60%", leaf("A.1", "0.8"), leaf("A.2", None)),
    group("B", "40%", leaf("B.1", 1), leaf("B.2", 1)),
    methods={**NONE, "aggregate": {"min_share": "0.1"}},
    variants=ASSUMED,
)
FIGURES = {"A.1": 10, "A.2": 19, "B.1": 20, "B.2": 40}


def test_unpublished_weight_makes_no_total(run: Run) -> None:
    """Also where min_share would let the node above do without: it is not a gap in the data."""
    found = one(run, UNPUBLISHED, **FIGURES)
    for node in ("total", "A"):
        assert found[node]["score"] is found[node]["rank"] is None
        assert found[node]["status"] == "unknown;weight unpublished"
    assert found["B"]["score"] == 30
    assert found["A.1"]["score"] == 10
    assert found["A.1"]["weight"] is found["A.2"]["weight"] is None
    assert found["A.1"]["status"] == "weight unpublished"
    assert found["A"]["weight"] == 0.6


def test_variant_fills_and_says_so(run: Run) -> None:
    """A = (0.8·10 + 1·19)/1.8 = 15; total = 0.6·15 + 0.4·30 = 21."""
    found = one(run, UNPUBLISHED, "assumed", **FIGURES)
    assert found["A"]["score"] == pytest.approx(15, abs=1e-12)
    assert found["total"]["score"] == pytest.approx(21, abs=1e-12)
    assert [found[node]["status"] for node in ("total", "A", "A.1", "A.2", "B", "B.1")] == [
        "assumed", "assumed", "weight assumed", "weight assumed", "", "",
    ]  # fmt: skip
    assert found["A.1"]["weight"] == pytest.approx(0.8 / 1.8)


def test_assumed_indicator_marks_all_above_it(run: Run) -> None:
    index = make(
        group("A", 1, leaf("A.1", status="assumed"), leaf("A.2")),
        leaf("B.1", status="paraphrased"),
        methods=NONE,
    )
    found = one(run, index, **{"A.1": 1, "A.2": 2, "B.1": 3})
    assert [found[node]["status"] for node in ("total", "A", "A.1", "A.2", "B.1")] == [
        "assumed;paraphrased", "assumed", "assumed", "", "paraphrased",
    ]  # fmt: skip


def test_ranks_share_the_smallest_and_skip_the_unknown(run: Run) -> None:
    values = {"s": 5, "t": 9, "u": 9, "v": None, "w": 1}
    rows = [{"subject": s, "period": 2024, "a": value} for s, value in values.items()]
    rows.append({"subject": "s", "period": 2023, "a": 7})
    found = run(make(leaf("a"), methods=NONE), rows)
    assert [found[s, 2024, "total"]["rank"] for s in values] == [3, 1, 1, None, 4]
    assert found["s", 2023, "total"]["rank"] == 1


@pytest.mark.slow
def test_sums_that_are_equal_on_paper_tie(run: Run) -> None:
    """0.1 + 0.2 against 0.3, and a difference that cancels to nothing but noise."""
    index = make(*(leaf(node, 1) for node in "abc"), methods=NONE)
    rows = [
        {"subject": "s", "period": 1, "a": 0.1, "b": 0.2, "c": 0},
        {"subject": "t", "period": 1, "a": 0.3, "b": 0, "c": 0},
    ]
    assert {row["rank"] for (_, _, node), row in run(index, rows).items() if node == "total"} == {1}
    rows = [
        {"subject": "s", "period": 1, "a": 0.1, "b": 0.2, "c": -0.3},
        {"subject": "t", "period": 1, "a": 0.7, "b": -0.4, "c": -0.3},
        {"subject": "u", "period": 1, "a": 0, "b": 0, "c": 0},
    ]
    found = run(index, rows)
    assert any(found[s, 1, "total"]["score"] != 0 for s in "st"), "else the case tests nothing"
    assert {found[s, 1, "total"]["rank"] for s in "stu"} == {1}


def test_noise_is_not_above_zero(run: Run) -> None:
    """A weighted mean that is 0 on paper has no geometric mean, whatever doubles say."""
    low = group("g", 1, leaf("a"), leaf("b"), leaf("c"))
    index = make(low, leaf("d"), aggregate={"method": "geometric"}, methods=NONE)
    found = one(run, index, a=-0.3, b=0.2, c=0.1, d=4)
    assert 0 < abs(found["g"]["score"]) < 1e-15, "else the case tests nothing"
    assert found["total"]["status"] == "unknown;not positive"
