"""A synthetic index of 46 indicators in two levels below the total, its pack and its table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml

INDICATORS, PILLARS, SEED = 46, 8, 20240601


def groups() -> list[list[int]]:
    """The indicators of each pillar."""
    return [list(part) for part in np.array_split(np.arange(INDICATORS), PILLARS)]


def figures(units: int) -> np.ndarray:
    """Skewed figures with a common factor, and a few outliers: (units, indicators), all above zero."""
    rng = np.random.default_rng(SEED)
    common = rng.normal(size=(units, 1))
    values = np.exp(0.5 * common + 0.6 * rng.normal(size=(units, INDICATORS)))
    values[:, ::4] **= 2.5
    values[rng.random(values.shape) < 0.02] = np.nan
    return values


def table(units: int) -> pa.Table:
    """The figures as a table that Gaoxin reads."""
    values = figures(units)
    columns: dict[str, object] = {"subject": [f"u{n:05}" for n in range(units)]}
    columns |= {f"x{n}": pa.array(values[:, n], from_pandas=True) for n in range(INDICATORS)}
    return pa.table(columns)


def write_pack(folder: Path) -> Path:
    """Write the pack."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"x{n}" for n in range(INDICATORS)]

    def text(name: str) -> dict[str, str]:
        return {"zh": name, "en": name}

    def node(name: str, **more: object) -> dict[str, object]:
        return {"id": name, "title": text(name), "weight": 1, **more}

    pillars = [
        node(f"p{n}", children=[node(f"i{one}", indicator=names[one]) for one in part])
        for n, part in enumerate(groups())
    ]
    halves = [node("a", children=pillars[:5]), node("b", children=pillars[5:])]
    methods = {
        "impute": {"method": "median"},
        "treat": {"methods": ["winsorise", "log_shift"], "winmax": 5},
        "normalise": {"method": "minmax", "low": 1, "high": 100},
    }
    pack = {
        "pack": "bench",
        "family": "bench",
        "title": text("bench"),
        "status": "assumed",
        "subject": "unit",
        "subjects": {"unit": {"title": text("unit"), "id": ["subject"]}},
        "variables": {name: {"title": text(name), "type": "real", "unit": "1"} for name in names},
        "index": {"bench": {"title": text("bench"), "methods": methods, "tree": halves}},
    }
    (folder / "pack.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    return folder


def inputs(draws: int) -> dict[str, object]:
    """Eight uncertain inputs."""
    return {
        "draws": draws,
        "inputs": [
            {"id": "winmax", "vary": "winmax", "options": [1, 2, 3, 4, 5]},
            {"id": "impute", "vary": "impute", "options": [{"method": "median"}, {"method": "mean"}]},
            {
                "id": "normalise",
                "vary": "normalise",
                "options": [
                    {"method": "minmax", "low": 1, "high": 100},
                    {"method": "zscore", "mean": 50, "sd": 10},
                ],
            },
            {
                "id": "aggregate",
                "vary": "aggregate",
                "level": 1,
                "options": [{"method": "arithmetic"}, {"method": "geometric"}],
            },
            {"id": "indicator_weights", "vary": "weights", "level": 0},
            {"id": "pillar_weights", "vary": "weights", "level": 1},
            {"id": "top_weights", "vary": "weights", "level": 2},
            {"id": "dropped", "vary": "drop"},
        ],
    }
