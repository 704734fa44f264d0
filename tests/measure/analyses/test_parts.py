"""Contributions add up to the score, whatever the mean."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.measure.analyses.frame import Frame
from gaoxin.measure.analyses.parts import DIVIDED, contributions, shares

from .conftest import table

SCORES = st.lists(st.floats(1.5, 100), min_size=3, max_size=3)
MEANS = {
    "arithmetic": lambda x, w: float(w @ x),
    "geometric": lambda x, w: float(np.exp(w @ np.log(x))),
    "harmonic": lambda x, w: float(1 / (w @ (1 / x))),
    "power_mean": lambda x, w: float((w @ x**2) ** 0.5),
    "minimum": lambda x, w: float(x.min()),
    "median": lambda x, w: float(np.median(x)),
}


@pytest.mark.parametrize("method", sorted(DIVIDED))
@given(x=SCORES)
def test_parts_add_up_to_the_mean(method: str, x: list[float]):
    scores, weights = np.array([x]), np.array([[0.5, 0.3, 0.2]])
    parent = MEANS[method](scores[0], weights[0])
    found = shares(scores, weights, np.array([parent]), method, power=2.0)
    assert found.sum() == pytest.approx(parent, rel=1e-9)


def test_by_hand():
    scores, weights = np.array([[2.0, 8.0]]), np.array([[0.5, 0.5]])
    assert shares(scores, weights, np.array([5.0]), "arithmetic").tolist() == [[1.0, 4.0]]
    assert shares(scores, weights, np.array([4.0]), "geometric")[0] == pytest.approx([1.0, 3.0])
    assert shares(scores, weights, np.array([3.2]), "harmonic")[0] == pytest.approx([2.56, 0.64])
    assert shares(scores, weights, np.array([2.0]), "minimum").tolist() == [[2.0, 0.0]]
    assert shares(scores, weights, np.array([5.0]), "median").tolist() == [[1.0, 4.0]]
    third = np.array([[2.0, 8.0, 1.0]]), np.array([[0.5, 0.5, 0.0]])
    assert shares(*third, np.array([2.0]), "minimum").tolist() == [[2.0, 0.0, 0.0]], "no weight, no part"
    assert shares(np.array([[2.0, 2.0]]), weights, np.array([2.0]), "minimum").tolist() == [[1.0, 1.0]]


def test_what_is_unknown_has_no_part_and_leaves_its_weight_to_the_others():
    scores, weights = np.array([[np.nan, 8.0, 2.0]]), np.array([[0.5, 0.25, 0.25]])
    found = shares(scores, weights, np.array([5.0]), "arithmetic")[0]
    assert np.isnan(found[0])
    assert found[1:].tolist() == [4.0, 1.0]
    assert np.isnan(shares(scores, weights, np.array([np.nan]), "arithmetic")).all()


def test_nothing_is_divided_where_that_has_no_meaning():
    weights = np.array([[0.5, 0.5]])
    assert np.isnan(shares(np.array([[0.5, 8.0]]), weights, np.array([2.0]), "geometric")).all()
    assert np.isnan(shares(np.array([[0.0, 8.0]]), weights, np.array([0.0]), "harmonic")).all()
    assert np.isnan(shares(np.array([[1.0, 8.0]]), weights, np.array([1.0]), "copeland")).all()
    assert np.isnan(
        shares(np.array([[1.0, 8.0]]), np.array([[0.0, 0.0]]), np.array([1.0]), "arithmetic")
    ).all()


def test_the_indicators_add_up_to_the_top(framed: Callable[..., Frame]):
    found = table(contributions(framed([[10, 30, 50], [0, 0, 0]])))
    top = {row["node"]: row["to_top"] for row in found if row["subject"] == "u0"}
    assert top == pytest.approx({"total": 27.5, "g": 15, "a": 3.75, "b": 11.25, "h": 12.5, "c": 12.5})
    share = {row["node"]: row["share"] for row in found if row["subject"] == "u0"}
    assert share["a"] + share["b"] + share["c"] == pytest.approx(1)
    zero = [row for row in found if row["subject"] == "u1"]
    assert {row["to_top"] for row in zero} == {0.0}
    assert {row["share"] for row in zero} == {None}
    assert [row["parent"] for row in zero] == [None, "total", "g", "g", "total", "h"]


def test_groups_that_cancel_to_zero_still_have_parts(framed: Callable[..., Frame]):
    row = table(contributions(framed([[-10, 10, 4]])))
    assert {r["node"]: r["to_top"] for r in row} == pytest.approx(
        {"total": 1, "g": 0, "a": -3.75, "b": 3.75, "h": 1, "c": 1}
    )
