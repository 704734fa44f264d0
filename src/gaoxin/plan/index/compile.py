"""From the index an author wrote to its plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TypeVar

from gaoxin.base.errors import UsageError
from gaoxin.plan.index import joins, scaling, steps
from gaoxin.plan.index.rows import rows
from gaoxin.plan.index.tree import Tree, whole_weights
from gaoxin.spec import Aggregate, Family, Impute, Index, IndexNode, Normalise, Status, Stop, Treat, Variant

_Way = TypeVar("_Way")
_Walls = Mapping[str, tuple[int, ...]]


def compile_index(
    index: Index,
    index_id: str,
    *,
    variant: str | None = None,
    status: Status = "verified",
    statuses: Mapping[str, Status] | None = None,
    walls: Mapping[str, tuple[int, ...]] | None = None,
) -> steps.IndexPlan:
    """Make the plan of an index; the same index gives the same plan.

    Parameters
    ----------
    index : the index
    index_id : its name in the pack
    variant : name of the variant that fills unpublished weights
    status : the pack's status, for an index that states none
    statuses : status of the indicators and variables that the leaves refer to, by reference
    walls : periods from which these have another calibre, by reference

    Raises
    ------
    UsageError : the index has no such variant
    """
    plain = Tree(index, _variant(index, index_id, variant), index.status or status, statuses or {})
    trees = [plain, *(replace(plain, category=category) for category in index.categories)]
    leaves = tuple(
        steps.Leaf(node.id, _column(place, node.id), node.indicator, node.title.zh)
        for place, node in enumerate(index.leaves(), start=1)
        if node.indicator is not None
    )
    return steps.IndexPlan(
        index_id,
        index.title.zh,
        variant,
        leaves,
        _groups(index),
        (
            *_before(index, walls or {}),
            *_normalise(index, walls or {}),
            *_aggregate(trees),
            steps.Rank(),
            steps.Tidy(rows(trees)),
        ),
        None if index.weights_by is None else _group(index.weights_by),
    )


def _variant(index: Index, index_id: str, name: str | None) -> Variant | None:
    if name is None or name in index.variants:
        return index.variants[name] if name else None
    known = ", ".join(index.variants) or "none"
    message = f"index {index_id} has no variant {name!r}; it has: {known}; try: one of these, or no variant"
    raise UsageError(message)


def _column(place: int, node: str) -> str:
    """A column name that no dialect need quote; the place keeps it apart from those of other leaves."""
    return f"n{place:02}_" + re.sub(r"[^a-z0-9]", "_", node.lower())


def _group(name: str) -> scaling.GroupColumn:
    return scaling.GroupColumn(f"g_{name}", name)


def _groups(index: Index) -> tuple[scaling.GroupColumn, ...]:
    """Every category that a step reads, in the order of the steps."""
    named = [name for way, _ in _imputed(index) for name in way.by]
    named += [name for way, _ in _scaled(index) for name in way.by]
    named += [index.weights_by] if index.weights_by else []
    return tuple(map(_group, dict.fromkeys(named)))


def _by_way(index: Index, way_of: Callable[[IndexNode], _Way]) -> list[tuple[_Way, list[IndexNode]]]:
    """The leaves of each way in use, in the order in which the tree first uses it."""
    found: list[tuple[_Way, list[IndexNode]]] = []
    for node in index.leaves():
        way = way_of(node)
        same = next((nodes for other, nodes in found if other == way), None)
        if same is None:
            found.append((way, [node]))
        else:
            same.append(node)
    return found


def _imputed(index: Index) -> list[tuple[Impute, list[IndexNode]]]:
    return _by_way(index, lambda node: node.impute or index.methods.impute)


def _scaled(index: Index) -> list[tuple[Normalise, list[IndexNode]]]:
    return _by_way(index, lambda node: node.normalise or index.methods.normalise)


def _before(index: Index, walls: _Walls) -> Iterator[steps.Step]:
    """Screening, before or behind filling, and treatment."""
    screen = list(_screen(index))
    late = index.methods.screen is not None and index.methods.screen.counts == "imputed"
    yield from () if late else screen
    yield from _impute(index, walls)
    yield from screen if late else ()
    yield from _treat(index)


def _ids(nodes: Sequence[IndexNode]) -> tuple[str, ...]:
    return tuple(node.id for node in nodes)


def _screen(index: Index) -> Iterator[steps.Step]:
    screen = index.methods.screen
    if screen is not None:
        ids = _ids(index.leaves())
        least = None if screen.min_share is None else ceil(screen.min_share * len(ids))
        yield steps.Screen(ids, least, screen.min_nonzero_share)


def _impute(index: Index, walls: _Walls) -> Iterator[steps.Step]:
    for way, nodes in _imputed(index):
        if way.method == "none":
            continue
        series = way.method in ("last", "linear")
        found = ((node.id, walls.get(node.indicator or "", ())) for node in nodes if series)
        yield steps.Impute(
            way.method,
            tuple(map(_group, way.by)),
            way.within or index.methods.within,
            _ids(nodes),
            way.peers or 0,
            way.years,
            way.ends,
            tuple((node, years) for node, years in found if years),
        )


def _treat(index: Index) -> Iterator[steps.Step]:
    for way, nodes in _by_way(index, lambda node: node.treat or index.methods.treat):
        if isinstance(way, Treat):
            yield steps.Treat(
                way.methods,
                _ids(nodes),
                way.within or index.methods.within,
                rule=way.rule,
                skew=way.skew,
                kurtosis=way.kurtosis,
                both=way.passes == "both",
                combine=way.combine,
                winmax=way.winmax,
                offset=way.offset,
                shift=way.shift,
                mirror=way.mirror,
                power=way.power,
                stop=(way.stop.skew, way.stop.kurtosis) if isinstance(way.stop, Stop) else way.stop,
                between=way.between,
                sds=way.sds,
            )


def _normalise(index: Index, walls: _Walls) -> Iterator[steps.Step]:
    """One step for each method in use, in the order in which the tree first uses it."""
    for way, nodes in _scaled(index):
        based = way.method == "base_period"
        leaves = tuple(
            scaling.ScaledLeaf(
                node.id,
                node.direction == "down",
                node.posts,
                walls.get(node.indicator or "", ()) if based else (),
                node.target,
                node.bands,
            )
            for node in nodes
        )
        yield scaling.Normalise(
            way.method,
            leaves,
            way.within or index.methods.within,
            low=way.low,
            high=way.high,
            mean=way.mean,
            sd=way.sd,
            base=way.base or 0,
            chained=way.chained,
            clip=way.clip,
            by=tuple(map(_group, way.by)),
            times=way.times,
            ties=way.ties,
            digits=way.digits,
            reference=way.reference,
            cap=way.cap,
            turn=way.turn,
        )


def _aggregate(trees: Sequence[Tree]) -> Iterator[steps.Step]:
    """One step for each level and method, from the bottom up."""
    found: dict[tuple[int, str, Fraction], list[tuple[Family, joins.Join]]] = {}
    for family in trees[0].families.values():
        way = family.aggregate
        key = (family.level, way.method, way.p or Fraction(0))
        found.setdefault(key, []).append((family, _join(trees, family)))
    for key in sorted(found):
        way = found[key][0][0].aggregate
        yield joins.Aggregate(key[0], way.method, tuple(join for _, join in found[key]), way.p)


def _join(trees: Sequence[Tree], family: Family) -> joins.Join:
    weights, least = _known(trees[0], family)
    cases = [joins.Case(tree.category or "", *_known(tree, family)) for tree in trees[1:]]
    children = tuple(
        joins.Child(node.id, weight) for node, weight in zip(family.children, weights, strict=True)
    )
    way = family.aggregate
    counted = way.min_share_of == "count"
    return joins.Join(family.node, children, least, counted, family.weigh.method, way.min_share, tuple(cases))


def _known(tree: Tree, family: Family) -> tuple[tuple[int | None, ...], int | None]:
    """The weights of children in whole numbers, and the least that must be known of them."""
    weights = tree.weights(family)
    if weights is None or not tree.complete(family):
        return (None,) * len(family.children), None
    whole = whole_weights(weights)
    return tuple(whole), _least(family.aggregate, whole)


def _least(way: Aggregate, whole: Sequence[int]) -> int:
    """The least weight, or number of children, that must be known: always some."""
    most = len(whole) if way.min_share_of == "count" else sum(whole)
    return max(1, ceil(way.min_share * most))
