"""The tree of a formula: a dozen kinds of node, frozen, each with its column.

A parsed tree has `Name`; a resolved tree has `Ref`, `Since`, `Across` and `Item` in its place, numbers in
base units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Scalar = Literal["number", "real", "flag", "text", "date", "interval"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `column` is 1-based and takes no part in comparison."""

    column: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A quantity: as written with its unit in a parsed tree, in base units in a resolved one."""

    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in single quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Flag(Node):
    """TRUE, FALSE, or NULL (unknown)."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name as written, with its dots; only in parsed trees."""

    name: str


@dataclass(frozen=True, slots=True)
class Op(Node):
    """An operation: neg + - * / = <> < <= > >= and or not in isnull."""

    op: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the white list."""

    function: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Case(Node):
    """CASE: guards with values in order, and the value when none holds (None: unknown)."""

    branches: tuple[tuple[Node, Node], ...]
    default: Node | None


@dataclass(frozen=True, slots=True)
class Rollup(Node):
    """A figure over the members of another subject where a condition holds: sum, count, mean, min or max.

    Unknown where less than `coverage` of the members are known.
    """

    function: str
    subject: str
    value: Node | None
    where: Node | None
    shift: int = 0
    coverage: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Break:
    """A change of calibre: from a year on, with the variable that holds earlier years at the new one."""

    since: int
    comparable: str | None = None


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A variable of the row; `as_of` is the day of judgement.

    Parameters
    ----------
    name, kind : of the variable
    shift : years back
    fixed : the same in all years
    breaks : changes of its calibre, the earliest first
    """

    name: str
    kind: Scalar
    shift: int = 0
    fixed: bool = False
    breaks: tuple[Break, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Way:
    """What stands for a value in the rows of some years, the last one included; None for unknown."""

    first: int
    last: int
    value: Node | None


@dataclass(frozen=True, slots=True)
class Across(Node):
    """A variable or a roll-up of an earlier year, and what stands for it where a break lies between."""

    value: Node
    ways: tuple[Way, ...]

    def at(self, year: int) -> Node | None:
        """What counts for a row of a year; None where the two years cannot be compared."""
        for way in self.ways:
            if way.first <= year <= way.last:
                return way.value
        return self.value


@dataclass(frozen=True, slots=True)
class Since(Node):
    """`value`, or `fallback` where that is unknown and the subject was not founded `shift` years earlier."""

    value: Node
    shift: int
    fallback: Node


@dataclass(frozen=True, slots=True)
class Item(Node):
    """Another item of a pack: an indicator (with its tree inlined), or a sheet, group, item or verdict."""

    name: str
    kind: Scalar
    tree: Node | None = None


@dataclass(frozen=True, slots=True)
class Over(Node):
    """A figure over all rows of the same period, or over those of the row's group.

    Parameters
    ----------
    function : rank, top_share, percentile_rank, share_of, mean_over, min_over or max_over
    value : of each row
    descending : of ranks, whether more is better
    by : categories that make the groups
    """

    function: str
    value: Node
    descending: bool = True
    by: tuple[Node, ...] = ()


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node, in reading order."""
    match node:
        case Op(args=args) | Call(args=args):
            return args
        case Case(branches=branches, default=default):
            below = tuple(part for branch in branches for part in branch)
            return below if default is None else (*below, default)
        case Rollup(value=value, where=where):
            return tuple(part for part in (value, where) if part is not None)
        case Since(value=value, fallback=fallback):
            return (value, fallback)
        case Item(tree=tree):
            return () if tree is None else (tree,)
        case Over(value=value, by=by):
            return (value, *by)
        case Across(value=value, ways=ways):
            return (value, *(way.value for way in ways if way.value is not None))
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)
