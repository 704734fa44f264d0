"""What is known of each node before any data."""

from fractions import Fraction

from gaoxin.plan.index import Share
from gaoxin.plan.index.rows import rows

from .test_tree import BY_STAGE, tree


def test_shares_of_each_category() -> None:
    trees = [tree(*BY_STAGE, weights_by="stage", category=c) for c in (None, "young", "grown")]
    found = {row.node: row for row in rows(trees)}
    assert list(found) == ["total", "a", "b", "c"]
    assert found["total"].shares[0] == Share("young", Fraction(1))
    assert found["total"].unknown_marks == found["total"].shares[1].unknown_marks == ("weight unpublished",)
    assert [share.share for share in found["b"].shares] == [Fraction(3, 8), None]
    assert found["b"].shares[1].marks == ("weight unpublished",)
