"""A pack with an index of two levels, and a table with gaps, in a folder of their own."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import yaml

import gaoxin as gx


def _text(name: str) -> dict[str, str]:
    return {"zh": name, "en": name}


def _node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": _text(name), "weight": 1, **more}


@pytest.fixture
def pack(tmp_path: Path):
    """Make a program of an index: a, b, c in g; d, e in h; f (less is better) at the top."""

    def make(methods: dict[str, Any] | None = None, **more: Any):
        folder = tmp_path / "trial"
        folder.mkdir(exist_ok=True)
        tree = [
            _node(
                "g",
                children=[_node("a", indicator="xa", weight=2), *(_node(n, indicator=f"x{n}") for n in "bc")],
            ),
            _node("h", weight=2, children=[_node(n, indicator=f"x{n}") for n in "de"]),
            _node("f", indicator="xf", direction="down"),
        ]
        variables: dict[str, Any] = {
            f"x{n}": {"title": _text(n), "type": "real", "unit": "1"} for n in "abcdef"
        }
        variables["region"] = {"title": _text("region"), "type": "category", "categories": ["north", "south"]}
        written = {
            "pack": "trial",
            "family": "trial",
            "title": _text("trial"),
            "status": "assumed",
            "subject": "unit",
            "subjects": {"unit": {"title": _text("unit"), "id": ["subject"]}},
            "variables": variables,
            "index": {"trial": {"title": _text("trial"), "methods": methods or {}, "tree": tree, **more}},
        }
        (folder / "pack.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")
        return gx.load_pack(str(folder))

    return make


@pytest.fixture
def table() -> pa.Table:
    """Twenty units in two years, with outliers and gaps."""
    rng = np.random.default_rng(11)
    values = np.exp(rng.normal(size=(40, 6)) + rng.normal(size=(40, 1)))
    values[rng.random(values.shape) < 0.05] = np.nan
    columns: dict[str, Any] = {
        "subject": [f"u{n // 2:02}" for n in range(40)],
        "period": [2023 + n % 2 for n in range(40)],
        "region": ["north" if n % 3 else "south" for n in range(40)],
    }
    columns |= {f"x{n}": pa.array(values[:, k], from_pandas=True) for k, n in enumerate("abcdef")}
    return pa.table(columns)
