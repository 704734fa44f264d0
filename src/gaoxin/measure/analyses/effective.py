"""What the weights of an index really weigh."""

from __future__ import annotations

import numpy as np

from gaoxin.measure.analyses.correlations import correlate
from gaoxin.measure.analyses.frame import Columns, Floats, Frame, Tree, number

_COLUMNS = ("subject", "node", "level", "weight", "effective_weight", "variance_share", "importance")


def effective_weights(frame: Frame) -> Columns:
    """The weight of each node at the top, and its influence there.

    Nominal weights are no measure of importance: P. Paruolo, M. Saisana, A. Saltelli, Ratings and rankings:
    voodoo or science?, J. R. Statist. Soc. A 176 (2013), section 3.

    Returns
    -------
    subject: empty where the weights of all units agree, else a row for each unit; node, level; weight: its
    share among its siblings; effective_weight: the product of the shares from the node to the top (of one
    level they add up to 1); variance_share: effective weight · cov(node, top) / var(top), which for
    arithmetic means adds up to 1 over a level; importance: the square of Pearson's r between node and top
    """
    tree, weights = frame.tree, frame.of("weight")
    products = _products(tree, weights)
    scores = frame.of("score")
    alike = _alike(weights)
    found: Columns = {name: [] for name in _COLUMNS}
    for row in range(1 if alike else len(frame.subjects)):
        for place, node in enumerate(tree.nodes):
            top = tree.ancestors(place)[-1:] or [place]
            _, r, _, _ = correlate(scores[:, place], scores[:, top[0]], "pearson")
            share = products[row, place] * _slope(scores[:, place], scores[:, top[0]])
            subject = None if alike else frame.subjects[row]
            cells = (weights[row, place], products[row, place], share, r * r)
            for name, cell in zip(
                found, (subject, node, tree.level(place), *map(number, cells)), strict=True
            ):
                found[name].append(cell)
    return found


def _products(tree: Tree, weights: Floats) -> Floats:
    found = np.ones_like(weights)
    for place, parent in enumerate(tree.parents):
        if parent >= 0:
            found[:, place] = found[:, parent] * weights[:, place]
    return found


def _alike(weights: Floats) -> bool:
    return bool(((weights == weights[:1]) | (np.isnan(weights) & np.isnan(weights[:1]))).all())


def _slope(node: Floats, top: Floats) -> float:
    """The covariance of node and top over the variance of the top, over the units that know both."""
    both = np.isfinite(node) & np.isfinite(top)
    x, y = node[both], top[both]
    if len(y) < 2 or np.ptp(y) <= 1e-12 * np.abs(y).max():
        return np.nan
    dy = y - y.mean()
    return float((x - x.mean()) @ dy / (dy @ dy))
