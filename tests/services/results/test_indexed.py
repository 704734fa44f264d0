"""Contributions: children add up to their parent."""

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.services.results.indexed import _shares
from gaoxin.spec import Aggregate, Family, IndexNode, Weigh
from tests.services.results.conftest import Small

SCORES = st.none() | st.floats(1.5, 200)
WEIGHTS = st.integers(1, 9).map(float)


def test_by_hand(small: Small):
    """东区: revenue 2250.5 with 3/4 and 100 people with 1/4."""
    found = {r["node"]: r for r in small.rows("index", index="strength", subject="东区")}
    assert found["total"]["score"] == pytest.approx(1712.875)
    assert found["money"]["contribution"] == pytest.approx(1687.875)
    assert found["people"]["contribution"] == pytest.approx(25)
    assert found["total"]["contribution"] is None
    assert [found[n]["rank"] for n in ("total", "money", "people")] == [1, 1, 1]


def test_logarithms_share_a_geometric_mean(small: Small):
    found = {r["node"]: r for r in small.rows("index", index="product", subject="东区")}
    logs = {"money": 0.75 * math.log(2250.5), "people": 0.25 * math.log(100)}
    score = math.exp(sum(logs.values()))
    assert found["total"]["score"] == pytest.approx(score)
    for node, log in logs.items():
        assert found[node]["contribution"] == pytest.approx(score * log / sum(logs.values()))


@pytest.mark.slow
@given(st.lists(st.tuples(SCORES, WEIGHTS), min_size=1, max_size=5), st.booleans())
def test_children_add_up_to_their_parent(children: list[tuple[float | None, float]], geometric: bool):
    known = [(s, w) for s, w in children if s is not None]
    whole = sum(w for _, w in known)
    score = None
    if known:
        mean = sum(w * (math.log(s) if geometric else s) for s, w in known) / whole
        score = math.exp(mean) if geometric else mean
    nodes = {str(n): _node(s, w) for n, (s, w) in enumerate(children)}
    parts = _shares(family(tuple(nodes), geometric=geometric), {**nodes, "p": _node(score, None)})
    found = [parts[n].to_pylist()[0] for n in nodes]
    assert [part is None for part in found] == [s is None for s, _ in children]
    if score is not None:
        assert sum(part for part in found if part is not None) == pytest.approx(score)


def test_below_one_nothing_is_divided():
    nodes = {"a": _node(0.5, 1.0), "b": _node(8.0, 1.0), "p": _node(2.0, None)}
    parts = _shares(family(("a", "b"), geometric=True), nodes)
    assert [parts[n].to_pylist() for n in "ab"] == [[None], [None]]


def family(children: tuple[str, ...], *, geometric: bool) -> Family:
    leaves = tuple(IndexNode(id=c, title={"zh": c, "en": c}, weight=1, indicator="x") for c in children)
    return Family("p", 1, leaves, Weigh(), Aggregate(method="geometric" if geometric else "arithmetic"))


def _node(score: float | None, weight: float | None) -> pa.Table:
    return pa.table({"score": pa.array([score], pa.float64()), "weight": pa.array([weight], pa.float64())})
