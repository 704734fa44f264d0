"""The size of a tree: bounded, so that no formula unfolds into more than can be worked through."""

from __future__ import annotations

from gaoxin.formula import tree as t
from gaoxin.formula.types import fail

MAX_PARTS = 20_000
MAX_LEVELS = 100


def bounded(node: t.Node, times: int = 1) -> t.Node:
    """The tree itself, where it and all that is written into it stay within bounds.

    Parameters
    ----------
    node : a parsed or a resolved tree; indicators count with their own trees
    times : how often the tree is about to be repeated

    Raises
    ------
    FormulaError : more than `MAX_PARTS` parts, or more than `MAX_LEVELS` levels of parts in parts
    """
    step = "shorten it, or use figures that are reported"
    below = [(node, 1)]
    parts = 0
    while below:
        part, level = below.pop()
        parts += times
        if level > MAX_LEVELS:
            rule = f"a formula has at most {MAX_LEVELS}, those of the indicators that it uses among them"
            raise fail(node, f"more than {MAX_LEVELS} levels", rule, step)
        if parts > MAX_PARTS:
            rule = f"a formula unfolds into at most {MAX_PARTS}, its years and indicators written out"
            raise fail(node, f"more than {MAX_PARTS} parts", rule, step)
        below += [(child, level + 1) for child in t.children(part)]
    return node
