"""The rows of the result: what is known of each node before any data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gaoxin.plan.index.steps import TOTAL, Row, Share
from gaoxin.plan.index.tree import Tree, ordered
from gaoxin.spec import Family


def rows(trees: Sequence[Tree]) -> tuple[Row, ...]:
    """Rows in the order of the tree, parents first, the total before all.

    Parameters
    ----------
    trees : the index for subjects of no category, and for each category that has weights of its own
    """
    plain, *others = (list(_rows(tree)) for tree in trees)
    named = [tree.category or "" for tree in trees[1:]]
    return tuple(_with_shares(row, named, [other[n] for other in others]) for n, row in enumerate(plain))


def _with_shares(row: Row, categories: Sequence[str], others: Sequence[Row]) -> Row:
    shares = tuple(
        Share(category, other.share, other.marks, other.unknown_marks)
        for category, other in zip(categories, others, strict=True)
    )
    return Row(row.node, row.title, row.level, row.share, row.marks, row.unknown_marks, shares)


def _rows(tree: Tree) -> Iterator[Row]:
    if tree.index.total:
        yield _group(tree, tree.families[TOTAL], tree.index.title.zh, Fraction(1), set())
    yield from _family(tree, tree.siblings())


def _family(tree: Tree, family: Family) -> Iterator[Row]:
    marks = tree.weight_marks(family)
    for node, share in zip(family.children, tree.shares(family), strict=True):
        if node.children:
            yield _group(tree, tree.families[node.id], node.title.zh, share, marks)
            yield from _family(tree, tree.families[node.id])
        else:
            known = ordered(tree.leaf_marks(node) | marks)
            yield Row(node.id, node.title.zh, 0, share, known, ordered(marks))


def _group(tree: Tree, family: Family, title: str, share: Fraction | None, marks: set[str]) -> Row:
    reason = set[str]() if tree.complete(family) else {"weight unpublished"}
    known = ordered(tree.marks(family) | marks)
    return Row(family.node, title, family.level, share, known, ordered(reason | marks))
