"""What each child adds to the score of its parent, and each node to the total: exact, and adding up.

An arithmetic mean is a sum already: a child adds its weight among the known children times its score. A
geometric mean is a sum of logarithms: a child adds the share of the parent's score that its weighted
logarithm has in the sum of them; below a score of one a logarithm turns its sign, so where a counting child
is not above one nothing is divided. Harmonic and power means are homogeneous of degree one, and by Euler's
theorem f = Σ xᵢ·∂f/∂xᵢ: a child adds the i-th term, which for M = (Σ wᵢxᵢᵖ)^(1/p) is wᵢ·xᵢᵖ·M^(1-p) (the
harmonic mean has p = -1). A minimum belongs to the least child and a median to the middle one or two, in
equal shares among ties. Copeland and TOPSIS compare units with each other and have no parts.

Source of the Euler allocation: D. Tasche, Capital allocation to business units and sub-portfolios: the Euler
principle (2008), section 2, the only allocation that agrees with marginal changes.
"""

from __future__ import annotations

import numpy as np

from gaoxin.measure.analyses.frame import Columns, Floats, Frame, number

DIVIDED = frozenset({"arithmetic", "geometric", "harmonic", "power_mean", "minimum", "median"})
"""The methods whose scores have parts."""


def shares(scores: Floats, weights: Floats, parent: Floats, method: str, *, power: float = 1.0) -> Floats:
    """What each child adds to the score of its parent.

    Parameters
    ----------
    scores : units × children, NaN = unknown: such a child adds nothing and its weight goes to the others
    weights : units × children, the shares among all siblings
    parent : units, the parent's score
    method : how the children are joined; `DIVIDED` says for which there are parts
    power : exponent of a power mean

    Returns
    -------
    units × children; NaN where the child or the parent has no score, or where nothing can be divided. A row
    adds up to the parent's score
    """
    known = np.isfinite(scores) & np.isfinite(parent)[:, None]
    counted = np.where(known & np.isfinite(weights), weights, 0.0)
    whole = counted.sum(axis=1, keepdims=True)
    share = np.divide(counted, whole, out=np.zeros_like(counted), where=whole != 0)
    if method not in DIVIDED:
        return np.full(scores.shape, np.nan)
    if method == "geometric":
        return _geometric(scores, share, parent, known)
    if method in ("minimum", "median"):
        return _order(scores, counted, known, least=method == "minimum")
    exponent = {"arithmetic": 1.0, "harmonic": -1.0}.get(method, power)
    with np.errstate(divide="ignore", invalid="ignore"):
        marginal = np.where(share > 0, share * scores**exponent * parent[:, None] ** (1.0 - exponent), 0.0)
    if exponent == 1.0:
        marginal = share * np.where(known, scores, 0.0)
    bad = ~np.isfinite(np.where(known, marginal, 0.0)).all(axis=1, keepdims=True) | (whole == 0)
    return np.where(known & ~bad, marginal, np.nan)


def _geometric(scores: Floats, share: Floats, parent: Floats, known: np.ndarray) -> Floats:
    low = (known & (share > 0) & ~(scores > 1.0)).any(axis=1)
    logs = share * np.log(np.where(known & (scores > 0), scores, 1.0))
    whole = logs.sum(axis=1)
    parted = ~low & (whole != 0)
    factor = np.divide(parent, whole, out=np.full(len(parent), np.nan), where=parted)
    positive = known & (scores > 0)
    return np.where(positive & parted[:, None], logs * factor[:, None], np.nan)


def _order(scores: Floats, counted: Floats, known: np.ndarray, *, least: bool) -> Floats:
    """The least, or the middle one or two, of the known children that have weight; ties share equally."""
    weighed = known & (counted > 0)
    number = weighed.sum(axis=1)
    last = np.maximum(number - 1, 0)
    ordered = np.sort(np.where(weighed, scores, np.inf), axis=1)
    found = np.zeros_like(scores)
    for place in (
        (np.zeros_like(last), np.zeros_like(last)) if least else (last // 2, np.minimum(number // 2, last))
    ):
        value = ordered[np.arange(len(scores)), place]
        tied = weighed & (scores == value[:, None])
        half = np.where(number > 0, value, 0.0) / 2 / np.maximum(tied.sum(axis=1), 1)
        found += np.where(tied, half[:, None], 0.0)
    return np.where(known & (number > 0)[:, None], found, np.nan)


def contributions(frame: Frame) -> Columns:
    """What each node adds to its parent's score, and to the score at the top.

    The indicators' contributions to the top add up to its score, and so do those of any level above.

    Returns
    -------
    subject, node, parent, score, to_parent, to_top, share (of the score at the top, where that is above
    zero); the top itself has no parent and contributes itself. None where nothing can be divided
    """
    tree, scores, weights = frame.tree, frame.of("score"), frame.of("weight")
    to_parent = np.full(scores.shape, np.nan)
    to_top = np.full(scores.shape, np.nan)
    slope = np.full(scores.shape, np.nan)
    """to_top = slope * score: what one point of a node is worth at the top."""
    for place, parent in enumerate(tree.parents):
        if parent < 0:
            slope[:, place], to_top[:, place] = 1.0, scores[:, place]
        children = tree.children(place)
        if not children:
            continue
        below = scores[:, children], weights[:, children]
        part = shares(*below, scores[:, place], tree.methods[place], power=tree.power(place))
        to_parent[:, children] = part
        to_top[:, children] = part * slope[:, [place]]
        slope[:, children] = _slopes(part, scores[:, children], weights[:, children], tree.methods[place])
        slope[:, children] *= slope[:, [place]]
    top = np.array([_top(tree.parents, place) for place in range(len(tree.nodes))])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(scores[:, top] > 0, to_top / scores[:, top], np.nan)
    found: Columns = {
        name: [] for name in ("subject", "node", "parent", "score", "to_parent", "to_top", "share")
    }
    for row, subject in enumerate(frame.subjects):
        for place, node in enumerate(tree.nodes):
            parent = tree.parents[place]
            values = (scores, to_parent, to_top, share)
            cells = (subject, node, tree.nodes[parent] if parent >= 0 else None)
            for name, cell in zip(found, (*cells, *(number(v[row, place]) for v in values)), strict=True):
                found[name].append(cell)
    return found


def _slopes(part: Floats, scores: Floats, weights: Floats, method: str) -> Floats:
    """What a child's point adds to the parent; of a sum its weight, which a score of zero does not hide."""
    if method == "arithmetic":
        counted = np.where(np.isfinite(part), weights, 0.0)
        whole = counted.sum(axis=1, keepdims=True)
        return np.divide(
            counted, whole, out=np.full(scores.shape, np.nan), where=(whole != 0) & np.isfinite(part)
        )
    return np.divide(part, scores, out=np.zeros_like(part), where=scores != 0)


def _top(parents: tuple[int, ...], place: int) -> int:
    while parents[place] >= 0:
        place = parents[place]
    return place
