"""Ways to aggregate, and weights by category, worked by hand; the means stand in `test_scores`."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import group, leaf, make

Run = Callable[..., dict[tuple[str, int, str], dict[str, Any]]]
NONE = {"normalise": {"method": "none"}}


def total(run: Run, aggregate: dict[str, Any], *children: dict[str, Any], **figures: Any) -> tuple[Any, str]:
    index = make(*children, aggregate=aggregate, methods=NONE)
    row = run(index, [{"subject": "s", "period": 1, **figures}])["s", 1, "total"]
    return row["score"], row["status"]


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ({"method": "harmonic"}, 4 / (1 / 2 + 3 / 6)),  # 4
        ({"method": "power_mean", "p": 2}, ((1 * 4 + 3 * 36) / 4) ** 0.5),  # root of 28
        ({"method": "power_mean", "p": -1}, 4),
        ({"method": "power_mean", "p": "1/2"}, ((2**0.5 + 3 * 6**0.5) / 4) ** 2),
        ({"method": "median"}, 4),
        ({"method": "minimum"}, 2),
    ],
)
def test_ways(run: Run, aggregate: dict[str, Any], expected: float) -> None:
    """Of 2 with weight 1 and 6 with weight 3; a child without weight does not matter."""
    children = (leaf("a", 1), leaf("b", 3), leaf("c", 0))
    assert total(run, aggregate, *children, a=2, b=6, c=-50) == (pytest.approx(expected), "")


@pytest.mark.parametrize(
    ("aggregate", "low", "known"),
    [
        ({"method": "harmonic"}, 0, False),
        ({"method": "harmonic"}, -1, False),
        ({"method": "power_mean", "p": -2}, 0, False),
        ({"method": "power_mean", "p": 2}, -1, False),
        ({"method": "power_mean", "p": 2}, 0, True),
        ({"method": "median"}, -1, True),
        ({"method": "minimum"}, -1, True),
    ],
)
def test_zero_and_below(run: Run, aggregate: dict[str, Any], low: int, *, known: bool) -> None:
    score, status = total(run, aggregate, leaf("a"), leaf("b"), a=low, b=4)
    assert (score is not None) == known
    assert status == ("" if known else "unknown;not positive")


@pytest.mark.parametrize(
    ("share", "of", "known"),
    [
        (0, "weight", True),
        ("0.3", "weight", True),
        ("0.31", "weight", False),
        ("2/3", "count", True),
        ("0.67", "count", False),
        (0, "count", True),
    ],
)
def test_least_share_of_weight_or_children(run: Run, share: Any, of: str, *, known: bool) -> None:
    """Two children of three are known, with 3 of 10 of the weight: (1·4 + 2·10)/3 = 8."""
    way = {"min_share": share, "min_share_of": of}
    found = total(run, way, leaf("a", 1), leaf("b", 2), leaf("c", 7), a=4, b=10, c=None)
    assert found == ((8, "reweighted") if known else (None, "unknown"))


@pytest.mark.parametrize("of", ["weight", "count"])
def test_without_any_child_there_is_no_score(run: Run, of: str) -> None:
    way = {"min_share": 0, "min_share_of": of}
    assert total(run, way, leaf("a"), leaf("b"), a=None, b=None) == (None, "unknown")
    assert total(run, way, leaf("a", 0), leaf("b"), a=5, b=None) == (None, "unknown"), "no weight is known"


def test_equal_weights(run: Run) -> None:
    index = make(leaf("a", 1), leaf("b", 3), methods={**NONE, "weight": {"method": "equal"}})
    found = run(index, [{"subject": "s", "period": 1, "a": 2, "b": 6}])
    assert found["s", 1, "total"]["score"] == 4
    assert found["s", 1, "b"]["weight"] == 0.5


def test_a_way_for_each_level_and_node(run: Run) -> None:
    """Level 1 by minima, but B by its own way; the total, level 2, by the index's."""
    index = make(
        group("A", 1, leaf("a"), leaf("b")),
        group("B", 1, leaf("c"), leaf("d"), aggregate={"method": "power_mean", "p": 2}),
        methods={**NONE, "levels": {1: {"method": "minimum"}}},
    )
    found = run(index, [{"subject": "s", "period": 1, "a": 3, "b": 9, "c": 1, "d": 7}])
    assert [found["s", 1, node]["score"] for node in ("A", "B", "total")] == [3, 5, 4]


STAGES = [("s", "young", 4), ("t", "grown", 7), ("u", "other", None), ("v", None, None)]


def test_weights_by_category(run: Run) -> None:
    """The young weigh 1 : 3, the grown 1 : 1: (1·10 + 3·2)/4 = 4 and (1·10 + 1·4)/2 = 7."""
    index = make(
        leaf("a", None, weights={"young": 1, "grown": 1}),
        leaf("b", None, weights={"young": 3, "grown": 1}),
        weights_by="stage",
        methods=NONE,
    )
    figures = {"s": (10, 2), "t": (10, 4), "u": (1, 1), "v": (1, 1)}
    rows = [
        {"subject": s, "period": 1, "stage": stage, "a": figures[s][0], "b": figures[s][1]}
        for s, stage, _ in STAGES
    ]
    found = run(index, rows)
    for subject, _, score in STAGES:
        row = found[subject, 1, "total"]
        assert row["score"] == score
        assert row["status"] == ("unknown;weight unpublished" if score is None else "")
    assert [found[s, 1, "b"]["weight"] for s in "stuv"] == [0.75, 0.5, None, None]
    assert found["u", 1, "b"]["score"] == 1, "an indicator needs no weight for its own score"
