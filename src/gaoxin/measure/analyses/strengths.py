"""The indicators on which each unit stands best and worst."""

from __future__ import annotations

import numpy as np

from gaoxin.measure.analyses.frame import Columns, Floats, Frame, number

_COLUMNS = ("subject", "kind", "place", "node", "group", "raw", "score", "rank", "of", "mean", "gap")


def strengths(frame: Frame, *, top: int = 5, subjects: tuple[str, ...] | None = None) -> Columns:
    """The best and the worst ranks of each unit among its indicators.

    Indicators on which the unit ranks last, alone or with others, are no strength, and those on which it
    ranks first no weakness. Of few indicators at most half are either, so that nothing is both. Equal ranks
    fall in the order of the gap to the mean, weighed.

    Parameters
    ----------
    frame : the index
    top : how many of each kind
    subjects : only these; all where None

    Returns
    -------
    subject; kind: strength or weakness; place: 1 is the best, or the worst; node and the group above it; raw,
    score; rank among `of` units (ties share the smaller number); mean of all units; gap: score - mean
    """
    tree = frame.tree
    leaves = tree.leaves()
    scores, ranks = frame.of("score")[:, leaves], frame.of("rank")[:, leaves]
    count = np.isfinite(scores).sum(axis=0)
    total = np.where(np.isfinite(scores), scores, 0.0).sum(axis=0)
    means = np.divide(total, count, out=np.full(len(leaves), np.nan), where=count > 0)
    last = np.where(np.isfinite(ranks), ranks, -np.inf).max(axis=0, initial=-np.inf)
    weighed = (scores - means) * _effective(frame, leaves)
    found: Columns = {name: [] for name in _COLUMNS}
    for row, subject in enumerate(frame.subjects):
        if subjects is not None and subject not in subjects:
            continue
        for kind, places in _chosen(ranks[row], weighed[row], last, top).items():
            for place, leaf in enumerate(places, start=1):
                parent = tree.parents[leaves[leaf]]
                group = tree.nodes[parent] if parent >= 0 else None
                raw, score, mean = frame.of("raw")[row, leaves[leaf]], scores[row, leaf], means[leaf]
                head = (subject, kind, place, tree.nodes[leaves[leaf]], group, number(raw), number(score))
                tail = (int(ranks[row, leaf]), int(count[leaf]), number(mean), number(score - mean))
                for name, cell in zip(found, (*head, *tail), strict=True):
                    found[name].append(cell)
    return found


def _chosen(ranks: Floats, weighed: Floats, last: Floats, top: int) -> dict[str, list[int]]:
    known = [leaf for leaf in range(len(ranks)) if np.isfinite(ranks[leaf])]
    order = sorted(known, key=lambda leaf: (ranks[leaf], -np.nan_to_num(weighed[leaf])))
    most = min(top, len(known) // 2)
    best = [leaf for leaf in order[:most] if ranks[leaf] < last[leaf]]
    worst = [leaf for leaf in order[::-1][:most] if ranks[leaf] > 1]
    return {"strength": best, "weakness": worst}


def _effective(frame: Frame, leaves: list[int]) -> Floats:
    weights = np.nan_to_num(frame.of("weight"), nan=0.0)
    found = np.ones((len(frame.subjects), len(leaves)))
    for place, leaf in enumerate(leaves):
        for node in (leaf, *frame.tree.ancestors(leaf)):
            if frame.tree.parents[node] >= 0:
                found[:, place] *= weights[:, node]
    return found
