"""The lines of indicators: the thresholds that formulas compare them with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gaoxin.formula import tree as t
from gaoxin.formula.inputs import trees
from gaoxin.formula.program import Figure, Program

_ORDER = ("=", "<>", "<", "<=", ">", ">=")


def lines(program: Program) -> dict[str, set[Fraction]]:
    """The constants that each indicator, by full name, is compared with, in base units."""
    found: dict[str, set[Fraction]] = {}
    for made in program.items.values():
        for node in (part for tree in trees(made) for part in t.walk(tree)):
            if isinstance(node, t.Op) and node.op in _ORDER:
                for side, other in (node.args, node.args[::-1]):
                    if isinstance(side, t.Item) and isinstance(program.items.get(side.name), Figure):
                        found.setdefault(side.name, set()).update(constants(other))
    return found


def constants(node: t.Node) -> Iterator[Fraction]:
    """The numbers that a side of a comparison may stand for."""
    match node:
        case t.Number(value=value):
            yield value
        case t.Case(branches=branches, default=default):
            for _, value in branches:
                yield from constants(value)
            if default is not None:
                yield from constants(default)
        case _:
            return
