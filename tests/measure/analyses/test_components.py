"""Principal components and alpha by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from gaoxin.measure.analyses.components import alpha, cronbach_alpha, pairwise, pca, principal
from gaoxin.measure.analyses.frame import Frame

from .conftest import table


def test_two_items_have_the_eigenvalues_one_plus_and_minus_r():
    x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0], [5.0, 5.0]])
    values, vectors = principal(x)
    assert values == pytest.approx([1.8, 0.2])
    assert vectors[:, 0] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert abs(vectors[:, 1]) == pytest.approx([0.5**0.5, 0.5**0.5])


def test_components_of_each_group(framed: Callable[..., Frame]):
    found = table(pca(framed([[1, 2, 7], [2, 1, 7], [3, 4, 7], [4, 3, 7], [5, 5, 7]])))
    first = [row for row in found if row["group"] == "g" and row["component"] == 1]
    assert [row["node"] for row in first] == ["a", "b"]
    assert [row["share"] for row in first] == pytest.approx([0.9, 0.9])
    assert [row["correlation"] for row in first] == pytest.approx([0.9**0.5, 0.9**0.5])
    assert {(row["node"], row["status"]) for row in found if row["group"] == "h"} == {("c", "constant")}
    assert {(row["node"], row["status"]) for row in found if row["group"] == "total"} == {
        ("g", "few"),
        ("h", "constant"),
    }


def test_units_with_gaps_are_left_out(framed: Callable[..., Frame]):
    rows = [[1, 2, 1], [2, 1, 3], [3, 4, 2], [np.nan, 3, 5]]
    found = table(pca(framed(rows), stage="raw", over="indicators"))
    assert {row["n"] for row in found if row["group"] == "total"} == {3}
    few = table(pca(framed(rows[2:]), over="indicators"))
    assert {row["status"] for row in few} == {"few"}


def test_alpha_of_parallel_and_of_unrelated_items():
    """Two items of equal variance: alpha = 2r/(1 + r)."""
    x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0], [5.0, 5.0]])
    assert alpha(pairwise(x)) == pytest.approx(2 * 0.8 / 1.8)
    assert alpha(pairwise(np.column_stack([x[:, 0], x[:, 0]]))) == pytest.approx(1)
    assert np.isnan(alpha(pairwise(x[:, :1])))
    assert np.isnan(alpha(pairwise(np.ones((4, 2)))))


def test_alpha_of_each_node_and_without_each_item(framed: Callable[..., Frame]):
    found = table(cronbach_alpha(framed([[1, 2, 7], [2, 1, 7], [3, 4, 7], [4, 3, 7], [5, 5, 7]])))
    rows = {(row["group"], row["over"], row["without"]): row for row in found}
    assert rows["g", "children", None]["alpha"] == pytest.approx(2 * 0.8 / 1.8)
    assert rows["total", "indicators", "c"]["alpha"] == pytest.approx(2 * 0.8 / 1.8)
    assert rows["g", "children", "a"]["status"] == "few"
    assert rows["h", "children", None]["alpha"] is None


def test_each_covariance_is_over_the_units_that_know_both():
    x = np.array([[1.0, 2.0, 7.0], [2.0, np.nan, 1.0], [4.0, 3.0, np.nan], [7.0, 9.0, np.nan]])
    found = pairwise(x)
    assert found[0, 0] == pytest.approx(np.cov(x[:, 0]))
    assert found[0, 1] == pytest.approx(np.cov(x[[0, 2, 3], 0], x[[0, 2, 3], 1])[0, 1])
    assert found[0, 2] == pytest.approx(-3)
    assert np.isnan(found[1, 2])
    assert (found == found.T)[:2, :2].all()
