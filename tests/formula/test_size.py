"""Bounds: what a formula may unfold into."""

import pytest

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.size import MAX_LEVELS, MAX_PARTS, bounded


def chain(levels: int) -> t.Node:
    node: t.Node = t.Name(1, "a")
    for _ in range(levels - 1):
        node = t.Op(1, "neg", (node,))
    return node


def doubled(times: int) -> t.Node:
    """A tree of 2**(times + 1) - 1 parts that takes no more place than its levels."""
    node: t.Node = t.Name(1, "a")
    for _ in range(times):
        node = t.Op(1, "+", (node, node))
    return node


def test_what_is_within_bounds_is_given_back():
    for node in (chain(MAX_LEVELS), doubled(12)):
        assert bounded(node) is node


def test_too_many_levels():
    with pytest.raises(FormulaError, match=f"more than {MAX_LEVELS} levels"):
        bounded(chain(MAX_LEVELS + 1))


@pytest.mark.parametrize("times", [14, 90])
def test_too_many_parts_are_told_without_counting_them_all(times: int):
    with pytest.raises(FormulaError, match=f"more than {MAX_PARTS} parts"):
        bounded(doubled(times))


def test_a_repeated_tree_counts_as_often():
    assert bounded(doubled(10), 9)
    with pytest.raises(FormulaError, match="written out"):
        bounded(doubled(10), 10)


def test_indicators_count_with_their_own_trees():
    node: t.Node = t.Ref(1, "a", "number")
    for n in range(60):
        node = t.Op(1, "+", (t.Item(1, f"i{n}", "number", node), t.Item(1, f"i{n}", "number", node)))
    with pytest.raises(FormulaError, match="more than"):
        bounded(node)
