"""The tree: frozen nodes, compared without their columns, walked parents first."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.parser import parse


def test_a_column_takes_no_part_in_comparison():
    assert parse("a + 1") == parse("  a   +   1")
    assert hash(parse("a + 1")) == hash(parse(" a + 1"))
    assert parse("a + 1") != parse("1 + a")


def test_nodes_are_frozen():
    with pytest.raises(FrozenInstanceError):
        t.Number(1, Fraction(1)).value = Fraction(2)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("node", "below"),
    [
        (parse("1"), []),
        (parse("a + b"), ["a", "b"]),
        (parse("least(a, b)"), ["a", "b"]),
        (parse("CASE WHEN a THEN b ELSE c END"), ["a", "b", "c"]),
        (parse("CASE WHEN a THEN b END"), ["a", "b"]),
        (parse("sum(a where b)"), ["a", "b"]),
        (parse("count(a)"), ["a"]),
        (t.Rollup(1, "count", "firm", None, None), []),
        (t.Since(1, t.Name(1, "a"), 1, t.Name(1, "b")), ["a", "b"]),
        (t.Item(1, "a", "number"), []),
        (t.Item(1, "x", "number", t.Name(1, "a")), ["a"]),
        (t.Over(1, "rank", t.Name(1, "a")), ["a"]),
        (t.Ref(1, "a", "number"), []),
    ],
)
def test_children_in_reading_order(node: t.Node, below: list[str]):
    assert [child.name for child in t.children(node) if isinstance(child, t.Name)] == below


def test_walking_parents_first():
    found = list(t.walk(parse("a * (b + 1)")))
    assert [type(node).__name__ for node in found] == ["Op", "Name", "Op", "Name", "Number"]
