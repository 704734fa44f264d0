"""Plans of small indices, and their figures."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.plan.index import IndexPlan, compile_index
from gaoxin.spec import Index

TITLE = {"zh": "数", "en": "number"}


@pytest.fixture
def plan() -> Callable[..., IndexPlan]:
    """Give the function that makes a plan of two leaves; settings of the leaves by their names."""

    def plan(
        aggregate: dict[str, Any] | None = None, a: Any = None, b: Any = None, **methods: Any
    ) -> IndexPlan:
        leaves = [
            {"id": name, "title": TITLE, "indicator": name, "weight": 1, **(more or {})}
            for name, more in (("a", a), ("b", b))
        ]
        chosen = {"normalise": {"method": "none"}, "aggregate": aggregate or {}} | methods
        found = {"title": TITLE, "tree": leaves, "methods": chosen}
        return compile_index(Index.model_validate(found), "small")

    return plan


@pytest.fixture
def figures() -> Callable[..., pa.Table]:
    """Give the function that makes figures of subjects A, B, … of 2024, with a stage where asked."""

    def figures(
        a: list[float | None], b: list[float | None], stage: list[str | None] | None = None
    ) -> pa.Table:
        columns: dict[str, Any] = {
            "subject": pa.array([chr(65 + n) for n in range(len(a))], pa.string()),
            "period": pa.array([2024] * len(a), pa.int32()),
            "n01_a": pa.array(a, pa.float64()),
            "n02_b": pa.array(b, pa.float64()),
        }
        if stage is not None:
            columns["g_stage"] = pa.array(stage, pa.string())
        return pa.table(columns)

    return figures
