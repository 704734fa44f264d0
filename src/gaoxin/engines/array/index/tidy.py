"""The rows of the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaoxin.engines.array.index.arrow import pa
from gaoxin.engines.array.index.cells import Cells
from gaoxin.engines.array.index.frame import Frame
from gaoxin.engines.array.index.scaled import FAULTS, Scaled
from gaoxin.engines.array.index.scores import Node, Tree
from gaoxin.engines.array.ranks import ranks
from gaoxin.engines.array.scopes import Codes, Floats
from gaoxin.plan.index import MARKS, IndexPlan, Rank, Row, Tidy

_BITS = ("unknown", "screened", "imputed", "treated", "still skewed", "reweighted")


def tidy(frame: Frame, plan: IndexPlan, cells: Cells, scaled: Scaled, tree: Tree) -> Any:
    """One row for each subject, period and node, as an Arrow table."""
    step = next(step for step in plan.steps if isinstance(step, Tidy))
    digits = next(step.digits for step in plan.steps if isinstance(step, Rank))
    places = {leaf.node: place for place, leaf in enumerate(plan.leaves)}
    nodes = [row.node for row in step.rows]
    number = len(nodes)

    def of_leaves(values: Floats) -> Any:
        empty = np.full(len(frame.periods), np.nan)
        return _column([values[:, places[n]] if n in places else empty for n in nodes])

    held = [tree.nodes[node] for node in nodes]
    placed = [ranks(n.score, scale=n.scale, digits=digits, scope=frame.period_codes) for n in held]
    words = [_status(row, tree.nodes[row.node], cells, frame, plan) for row in step.rows]
    return pa.table(
        {
            "subject": frame.subjects.take(pa.array(np.repeat(np.arange(len(frame.periods)), number))),
            "period": pa.array(np.repeat(frame.periods, number), pa.int32()),
            "node": _repeated(nodes, len(frame.periods), pa.string()),
            "level": _repeated([row.level for row in step.rows], len(frame.periods), pa.int32()),
            "raw": of_leaves(cells.raw),
            "imputed": of_leaves(cells.imputed),
            "treated": of_leaves(cells.treated),
            "normalised": of_leaves(scaled.values),
            "score": _column([node.score for node in held]),
            "weight": _column([_weight(row, frame, plan, tree) for row in step.rows]),
            "rank": _ranks(placed),
            "status": _interleaved(words),
        }
    )


def _column(columns: Sequence[Floats]) -> Any:
    """Put columns (rows,) of nodes side by side, row after row; NaN is null."""
    values = np.column_stack(columns).ravel() if columns else np.empty(0)
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _ranks(columns: Sequence[NDArray[np.int32]]) -> Any:
    values = np.column_stack(columns).ravel().astype(np.int64) if columns else np.empty(0, np.int64)
    return pa.array(values, pa.int64(), mask=values == 0)


def _repeated(values: Sequence[Any], times: int, kind: Any) -> Any:
    return pa.array(values, kind).take(pa.array(np.tile(np.arange(len(values)), times)))


def _weight(row: Row, frame: Frame, plan: IndexPlan, tree: Tree) -> Floats:
    if row.node in tree.computed:
        return np.broadcast_to(tree.computed[row.node], frame.periods.shape)
    names = _categories(row, frame, plan)
    shares = [share.share for share in row.shares] + [row.share]
    table = np.array([np.nan if share is None else float(share) for share in shares])
    return table[names]


def _categories(row: Row, frame: Frame, plan: IndexPlan) -> Codes:
    """For each row of the frame the place of its category in the shares of a node; -1, the last, is none."""
    if plan.weights_by is None or not row.shares:
        return np.full(frame.periods.shape, -1)
    category = frame.categories[plan.weights_by.column]
    known = [share.category for share in row.shares]
    places = [known.index(name) if name in known else -1 for name in category.names]
    return np.array([*places, -1])[category.codes]


def _status(row: Row, node: Node, cells: Cells, frame: Frame, plan: IndexPlan) -> tuple[Codes, list[str]]:
    """The words of a node as codes (rows,) and the texts of the codes."""
    known = ~np.isnan(node.score)
    flags = (~known, cells.screened, *(known & f for f in (node.filled, node.changed, node.skewed)))
    flags = (*flags, known & node.reweighted)
    code = _categories(row, frame, plan).astype(np.int64) + 1
    code = code * len(FAULTS) + np.where(known, 0, node.fault)
    for flag in flags:
        code = code * 2 + flag
    seen, places = np.unique(code, return_inverse=True)
    return places, [";".join(_words(row, int(number))) for number in seen]


def _words(row: Row, code: int) -> Iterator[str]:
    """The words behind a code of `_status`, in their order."""
    held: set[str] = set()
    for word in reversed(_BITS):
        code, bit = divmod(code, 2)
        held |= {word} if bit else set()
    code, fault = divmod(code, len(FAULTS))
    held.add(FAULTS[fault])
    shown = row.shares[code - 1] if code else row
    held |= set(shown.unknown_marks if "unknown" in held else shown.marks)
    return (word for word in MARKS if word in held)


def _interleaved(columns: Sequence[tuple[Codes, list[str]]]) -> Any:
    """Put texts of nodes side by side, row after row."""
    texts: list[str] = []
    codes: list[Codes] = []
    for places, words in columns:
        codes.append(places + len(texts))
        texts += words
    order = np.column_stack(codes).ravel() if codes else np.empty(0, np.int64)
    return pa.array(texts, pa.string()).take(pa.array(order))
