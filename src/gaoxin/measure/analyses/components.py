"""Principal components and Cronbach's alpha: whether the children of a node measure one thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gaoxin.measure.analyses.frame import Columns, Floats, Frame, number

_PCA = (
    "group",
    "component",
    "eigenvalue",
    "share",
    "cumulative",
    "node",
    "loading",
    "correlation",
    "n",
    "status",
)
_ALPHA = ("group", "over", "without", "items", "n", "alpha", "status")


def principal(x: Floats) -> tuple[Floats, Floats]:
    """Principal components of standardised figures: eigenvectors of their correlation matrix.

    K. Pearson, On lines and planes of closest fit, Phil. Mag. 2 (1901); OECD/JRC Handbook on Constructing
    Composite Indicators (2008), section 4.1. Components fall in the order of their variance, and each has
    the sign with which its loadings have a sum above zero.

    Parameters
    ----------
    x : units × items, without NaN and without constant items; at least two of each

    Returns
    -------
    eigenvalues : items; they add up to the number of items
    vectors : items × components, each column of length 1
    """
    values, vectors = np.linalg.eigh(np.corrcoef(x, rowvar=False))
    order = np.argsort(values)[::-1]
    values, vectors = np.maximum(values[order], 0.0), vectors[:, order]
    sums = vectors.sum(axis=0)
    lead = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    sign = np.where(np.abs(sums) > 1e-9, np.sign(sums), np.sign(lead))
    return values, vectors * sign


def pca(frame: Frame, *, stage: str = "score", over: str = "children") -> Columns:
    """Principal components of the children of each node, or of the indicators below it.

    Units that lack one of the figures are left out (``n`` counts the rest); so are constant items.

    Parameters
    ----------
    frame : the index
    stage : what is analysed; ``raw`` and the other stages of figures go with ``over="indicators"``
    over : ``children`` of each node, or the ``indicators`` below it

    Returns
    -------
    a row for each node, component and item: eigenvalue, share of variance, cumulative share, loading (the
    element of the eigenvector, of length 1; COINr's weights are those of the first component) and
    correlation of item and component (loading · √eigenvalue); status: empty, ``few`` units or items, or
    ``constant`` (of an item that is left out)
    """
    found: Columns = {name: [] for name in _PCA}
    values = frame.of(stage)
    for group in frame.tree.groups():
        items = frame.tree.children(group) if over == "children" else frame.tree.leaves(group)
        _pca_of(found, frame, group, items, values)
    return found


def _pca_of(found: Columns, frame: Frame, group: int, items: Sequence[int], values: Floats) -> None:
    nodes = frame.tree.nodes
    x = values[:, items]
    x = x[np.isfinite(x).all(axis=1)]
    spread = np.ptp(x, axis=0) > 1e-12 * np.abs(x).max(axis=0) if len(x) else np.zeros(len(items), bool)
    used = [item for item, varies in zip(items, spread, strict=True) if varies]
    for item in items:
        if item not in used or len(used) < 2 or len(x) < 3:
            status = "few" if len(x) < 3 or item in used else "constant"
            _add(found, (nodes[group], None, None, None, None, nodes[item], None, None, len(x), status))
    if len(used) < 2 or len(x) < 3:
        return
    eigenvalues, vectors = principal(x[:, spread])
    share = eigenvalues / eigenvalues.sum()
    total = np.cumsum(share)
    for k, value in enumerate(eigenvalues):
        for place, item in enumerate(used):
            loading = float(vectors[place, k])
            head = (nodes[group], k + 1, float(value), float(share[k]), float(total[k]))
            _add(found, (*head, nodes[item], loading, loading * float(np.sqrt(value)), len(x), ""))


def _add(found: Columns, row: tuple[object, ...]) -> None:
    for name, cell in zip(found, row, strict=True):
        found[name].append(cell)


def alpha(covariances: Floats) -> float:
    """Cronbach's alpha: k/(k-1) · (1 - Σ var(xᵢ)/var(Σxᵢ)), from pairwise covariances.

    L. J. Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951).

    Parameters
    ----------
    covariances : items × items, as of `pairwise`

    Returns
    -------
    alpha; NaN with fewer than two items, or where nothing varies
    """
    k = len(covariances)
    whole = float(covariances.sum())
    if k < 2 or not np.isfinite(whole) or abs(whole) <= 1e-12 * float(np.abs(covariances).sum() or 1.0):
        return np.nan
    return k / (k - 1) * (1.0 - float(np.trace(covariances)) / whole)


def pairwise(x: Floats) -> Floats:
    """Covariances with n-1, each over the units that know both items; NaN below two of them.

    Parameters
    ----------
    x : units × items, NaN = unknown

    Returns
    -------
    items × items
    """
    known = np.isfinite(x)
    count = known.sum(axis=0)
    means = np.where(known, x, 0.0).sum(axis=0) / np.maximum(count, 1)
    centred, there = np.where(known, x - means, 0.0), known.astype(np.float64)
    both = there.T @ there
    sums = centred.T @ there
    products = centred.T @ centred - sums * sums.T / np.maximum(both, 1.0)
    return np.where(both > 1, products / np.maximum(both - 1, 1.0), np.nan)


def cronbach_alpha(frame: Frame, *, stage: str = "score") -> Columns:
    """Cronbach's alpha of each node, over its children and over the indicators below it.

    Returns
    -------
    group; over: children or indicators; without: the item left out (None: none is); items; n: units that
    know every item; alpha; status: empty, ``few`` (fewer than two items, or two units) or ``constant``
    """
    found: Columns = {name: [] for name in _ALPHA}
    values, tree = frame.of(stage), frame.tree
    covariances = pairwise(values)
    for group in tree.groups():
        children, leaves = tree.children(group), tree.leaves(group)
        sets = (
            [("children", children)]
            if children == leaves
            else [("children", children), ("indicators", leaves)]
        )
        for over, items in sets:
            for without in (None, *items):
                kept = [item for item in items if item != without]
                a = alpha(covariances[np.ix_(kept, kept)])
                known = int(np.isfinite(values[:, kept]).all(axis=1).sum())
                status = "" if np.isfinite(a) else "few" if len(kept) < 2 or known < 2 else "constant"
                name = None if without is None else tree.nodes[without]
                _add(found, (tree.nodes[group], over, name, len(kept), known, number(a), status))
    return found
