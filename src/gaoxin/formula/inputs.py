"""What a formula rests on: the variables behind it, through every indicator, sheet and verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gaoxin.formula import tree as t
from gaoxin.formula.program import Definition, Figure, Judgement, Program, Sheet

Inside = Callable[[t.Across], Iterable[t.Node]]
"""What counts of an earlier value that a change of calibre may cut off."""


def inputs(program: Program, node: t.Node) -> tuple[t.Ref, ...]:
    """The variables that a resolved tree reads, once each, in reading order."""
    return tuple(dict.fromkeys(_refs(program, _read(program, node, t.children, set()))))


def trees(made: Definition) -> Iterator[t.Node]:
    """Every resolved tree of an item."""
    match made:
        case Figure():
            yield made.tree
        case Judgement():
            yield from [] if made.applies is None else [made.applies]
            for test in made.tests.values():
                yield test.require
                yield from (tree for tree in (test.applies, *test.assumed_when) if tree is not None)
        case Sheet():
            yield from (tree for _, tree in made.trees())


def item_inputs(program: Program, name: str, inside: Inside = t.children) -> tuple[t.Ref, ...]:
    """The variables behind an item by full name.

    Parameters
    ----------
    inside : of a value across a break, what is looked into: all of it, or what counts in a year
    """
    return tuple(dict.fromkeys(_refs(program, _parts(program, name, inside, set()))))


def in_year(year: int) -> Inside:
    """Of a value across a break, what counts for a row of a year."""

    def counted(node: t.Across) -> tuple[t.Node, ...]:
        found = node.at(year)
        return () if found is None else (found,)

    return counted


def item_items(program: Program, name: str) -> tuple[str, ...]:
    """The full names of the items behind an item, of their parts too; the item itself is not among them."""
    parts = _parts(program, name, t.children, set())
    return tuple(dict.fromkeys(part.name.partition("@")[0] for part in parts if isinstance(part, t.Item)))


def item_breaks(program: Program, name: str) -> tuple[t.Across, ...]:
    """The earlier values behind an item that a change of calibre may cut off."""
    parts = _parts(program, name, t.children, set())
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, t.Across)))


def _refs(program: Program, parts: Iterable[t.Node]) -> Iterator[t.Ref]:
    for part in parts:
        if isinstance(part, t.Ref) and part.name != "as_of":
            yield part
        elif isinstance(part, t.Call) and part.function == "existed" and program.founded is not None:
            yield t.Ref(1, program.founded, "date", fixed=True)


def _read(program: Program, node: t.Node, inside: Inside, seen: set[str]) -> Iterator[t.Node]:
    """The nodes of a tree, and of the items in it, each item once."""
    yield node
    if isinstance(node, t.Item):
        if node.name in seen:
            return
        seen.add(node.name)
        if node.tree is None:
            yield from _parts(program, node.name, inside, seen)
    for child in inside(node) if isinstance(node, t.Across) else t.children(node):
        yield from _read(program, child, inside, seen)


def _parts(program: Program, name: str, inside: Inside, seen: set[str]) -> Iterator[t.Node]:
    """The nodes of all trees of an item."""
    for tree in _item_trees(program, name):
        yield from _read(program, tree, inside, seen)


def _item_trees(program: Program, name: str) -> Iterator[t.Node]:
    family, short, *part = name.split(".", 2)
    made = program.items[f"{family}.{short}"]
    match made:
        case Figure(tree=tree):
            yield tree
        case Judgement():
            for test in [made.tests[part[0]]] if part else list(made.tests.values()):
                yield test.require
                yield from [] if test.applies is None else [test.applies]
            if not part and made.applies is not None:
                yield made.applies
        case Sheet():
            yield from (tree for _, tree in made.trees(name))
