"""Caps by category, and shares as formulas."""

from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.sheets import ALL, Cap, Share, cap_of, labels
from gaoxin.spec import PointsNormalise

X = t.Ref(1, "revenue", "number")


def test_caps():
    flat = cap_of(Fraction(5), None, needed=True)
    assert (flat.values, flat.published, flat.most, flat.least) == ({ALL: 5}, True, 5, 5)
    assert cap_of(None, None, needed=False) == Cap({})
    assert not cap_of(None, None, needed=True).published
    by = cap_of({"甲": Fraction(2), "乙": None}, X, needed=True)
    assert (by.by, by.published, by.known) == (X, False, [2])


@pytest.mark.parametrize(
    ("method", "down", "functions"),
    [
        ("minmax", False, ["min_over", "max_over", "min_over"]),
        ("minmax", True, ["max_over", "max_over", "min_over"]),
        ("percentile_rank", False, ["percentile_rank"]),
        ("share_of_max", False, ["max_over", "max_over"]),
        ("share_of_max", True, ["min_over"]),
    ],
)
def test_a_share_is_a_formula_over_the_rows_of_the_group(method: str, down: bool, functions: list[str]):
    by = (t.Ref(1, "zone_name", "text"),)
    tree = Share(X, PointsNormalise.model_validate({"method": method, "by": ["zone_name"]}), down, by).tree()
    found = [part for part in t.walk(tree) if isinstance(part, t.Over)]
    assert [part.function for part in found] == functions
    assert {part.by for part in found} == {by}
    assert all(part.descending is not down for part in found)


def test_goalposts_look_at_no_other_row():
    share = Share(
        X,
        PointsNormalise.model_validate({"method": "goalposts", "posts": [1, 3]}),
        False,
        (),
        (Fraction(1), Fraction(3)),
    )
    assert share.tree() == t.Op(
        1,
        "/",
        (
            t.Op(1, "-", (X, t.Number(1, Fraction(1)))),
            t.Op(1, "-", (t.Number(1, Fraction(3)), t.Number(1, Fraction(1)))),
        ),
    )


def test_labels_of_a_formula():
    case = t.Case(1, ((t.Flag(1, True), t.Text(1, "甲")),), t.Text(1, "乙"))
    assert labels(case) == {"甲", "乙"}
    assert labels(t.Case(1, ((t.Flag(1, True), t.Text(1, "甲")),), X)) is None
    assert labels(t.Flag(1, None)) == frozenset()
