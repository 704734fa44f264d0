"""A small index by hand: two groups under a total."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from gaoxin.measure.analyses.frame import Frame, Tree

TREE = Tree(
    ("total", "g", "a", "b", "h", "c"),
    ("总", "甲组", "甲", "乙", "乙组", "丙"),
    (-1, 0, 1, 1, 0, 4),
    ("arithmetic", "arithmetic", "", "", "arithmetic", ""),
)


def table(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Give a tidy table as rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.fixture
def tree() -> Tree:
    """Give the tree: total (g (a, b), h (c)), with g three times as heavy as h."""
    return TREE


@pytest.fixture
def framed() -> Callable[..., Frame]:
    """Give the function that makes a frame of units' figures of a, b and c, which are their scores too."""

    def make(figures: Sequence[Sequence[float]]) -> Frame:
        x = np.asarray(figures, dtype=float)
        g, h = (x[:, 0] + x[:, 1]) / 2, x[:, 2]
        score = np.column_stack([0.75 * g + 0.25 * h, g, x[:, 0], x[:, 1], h, h])
        weight = np.tile([np.nan, 0.75, 0.5, 0.5, 0.25, 1.0], (len(x), 1))
        rank = np.array(
            [
                [1 + np.nansum(score[:, j] > v) if np.isfinite(v) else np.nan for j, v in enumerate(row)]
                for row in score
            ]
        )
        raw = np.column_stack(
            [x[:, 0] * np.nan, x[:, 0] * np.nan, x[:, 0], x[:, 1], x[:, 0] * np.nan, x[:, 2]]
        )
        stages = {"raw": raw, "imputed": raw, "treated": raw, "normalised": score, "score": score}
        subjects = tuple(f"u{k}" for k in range(len(x)))
        return Frame(TREE, 2020, subjects, {**stages, "weight": weight, "rank": rank})

    return make
