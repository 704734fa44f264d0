"""Breaks: across a change of calibre a figure has no earlier value, or that of a comparable series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from gaoxin.formula import tree as t

FOREVER = 9999


def across(leaf: t.Ref | t.Rollup) -> t.Node:
    """An earlier value, with what stands for it in the years in which a break lies between.

    Parameters
    ----------
    leaf : a variable, or a figure over members, that looks `shift` years back
    """
    broken = _broken(leaf)
    if not leaf.shift or not broken:
        return leaf
    spans = {name: tuple(_spans(breaks, leaf.shift)) for name, breaks in broken.items()}
    edges = sorted(
        {edge for found in spans.values() for first, last, _ in found for edge in (first, last + 1)}
    )
    ways: list[t.Way] = []
    for first, after in pairwise(edges):
        stands = dict(_standing(spans, first))
        if stands:
            whole = None not in stands.values()
            value = _renamed(leaf, stands) if whole else None
            ways.append(t.Way(first, after - 1, value))
    return t.Across(leaf.column, leaf, tuple(ways))


def joined(node: t.Node) -> t.Node:
    """The tree with the figures of the row's own year at one calibre: earlier years read comparable series.

    What looks back already stays as it is.
    """
    match node:
        case t.Ref(breaks=breaks) if breaks and not node.shift:
            walls = [b.since for b in breaks if b.comparable is None]
            ways: list[t.Way] = []
            first = 0
            for number, found in enumerate(breaks):
                until = next((wall for wall in walls if wall > found.since), FOREVER)
                last = [b for b in breaks[number:] if b.since < until and b.comparable is not None]
                if found.comparable is not None:
                    other = replace(node, name=last[-1].comparable or "", breaks=())
                    ways.append(t.Way(first, found.since - 1, other))
                first = found.since
            return t.Across(node.column, node, tuple(ways)) if ways else node
        case t.Rollup(value=value, where=where) if not node.shift:
            inner = None if value is None else joined(value)
            return replace(node, value=inner, where=None if where is None else joined(where))
        case t.Across() | t.Rollup():
            return node
        case t.Op(args=args) | t.Call(args=args):
            return replace(node, args=tuple(map(joined, args)))
        case t.Case(branches=branches, default=default):
            pairs = tuple((joined(guard), joined(value)) for guard, value in branches)
            return replace(node, branches=pairs, default=None if default is None else joined(default))
        case t.Since(value=value, fallback=fallback):
            return replace(node, value=joined(value), fallback=joined(fallback))
        case t.Item(tree=t.Node() as inner):
            return replace(node, name=f"{node.name}@one", tree=joined(inner))
        case _:
            return node


def walls(node: t.Node, *, bridged: bool = True) -> tuple[int, ...]:
    """The years from which a figure of a tree has another calibre.

    Parameters
    ----------
    bridged : leave out those whose earlier years another series holds
    """
    refs = [part for part in t.walk(node) if isinstance(part, t.Ref)]
    return tuple(sorted({b.since for ref in refs for b in ref.breaks if not (bridged and b.comparable)}))


def _broken(leaf: t.Node) -> dict[str, tuple[t.Break, ...]]:
    """The variables of a tree whose calibre changed."""
    return {part.name: part.breaks for part in t.walk(leaf) if isinstance(part, t.Ref) and part.breaks}


def _spans(breaks: tuple[t.Break, ...], shift: int) -> Iterator[tuple[int, int, str | None]]:
    """The years whose earlier value lies before the last break: first, last, and the comparable series."""
    following = [*(found.since for found in breaks[1:]), FOREVER]
    for found, until in zip(breaks, following, strict=True):
        yield found.since, min(found.since + shift, until) - 1, found.comparable


def _standing(
    spans: Mapping[str, tuple[tuple[int, int, str | None], ...]], year: int
) -> Iterator[tuple[str, str | None]]:
    """The variables that a year cannot compare, with the series that stands for each."""
    for name, found in spans.items():
        for first, last, other in found:
            if first <= year <= last:
                yield name, other


def _renamed(node: t.Node, names: Mapping[str, str | None]) -> t.Node:
    """The tree with other variables in place of some, which have no break."""
    match node:
        case t.Across(value=t.Ref(name=name) as value) if name in names:
            return _renamed(value, names)
        case t.Ref(name=name) if (other := names.get(name)) is not None:
            return replace(node, name=other, breaks=())
        case t.Rollup(value=value, where=where):
            inner = None if value is None else _renamed(value, names)
            return replace(node, value=inner, where=None if where is None else _renamed(where, names))
        case t.Op(args=args) | t.Call(args=args):
            return replace(node, args=tuple(_renamed(a, names) for a in args))
        case t.Case(branches=branches, default=default):
            pairs = tuple((_renamed(g, names), _renamed(v, names)) for g, v in branches)
            return replace(
                node, branches=pairs, default=None if default is None else _renamed(default, names)
            )
        case t.Since(value=value, fallback=fallback):
            return replace(node, value=_renamed(value, names), fallback=_renamed(fallback, names))
        case t.Item(tree=t.Node() as inner):
            return replace(node, name=f"{node.name}~{'.'.join(sorted(names))}", tree=_renamed(inner, names))
        case _:
            return node
