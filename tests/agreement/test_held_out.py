"""Variants of ASEM that no reference file has, from packs to scores, against a plain reading."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gaoxin as gx
from tests.agreement import coinr, plain_index
from tests.agreement.plain_index import Column, Recipe

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*NaN slice:RuntimeWarning")]

WEIGHTS = {"LPI": 4.0, "Goods": 3.0, "Social": 0.5, "P2P": 2.0, "Conn": 3.0, "Sust": 2.0}
SKIP = {"min_share": 0}


def filled(centre: Callable[[Column], Any]) -> plain_index.Step:
    return lambda x: np.where(np.isnan(x), centre(x), x)


def winsorised(winmax: float, skew: float = 2, kurtosis: float = 3.5, **more: bool) -> plain_index.Step:
    return lambda x: plain_index.winsorised(x, winmax, skew, kurtosis, **more)


def cut(low: float, high: float) -> plain_index.Step:
    return lambda x: np.clip(x, *np.nanpercentile(x, [low, high]))


def to_the_nearest_within(sds: float) -> plain_index.Step:
    def treat(x: Column) -> Column:
        inside = x[np.abs(x - np.nanmean(x)) <= sds * np.nanstd(x, ddof=1)]
        return np.clip(x, inside.min(), inside.max())

    return treat


EUROPE = {"method": "group_mean", "by": "eurasia_group"}
BASE = Recipe(plain_index.minmax(1, 100), filled(np.nanmean), "eurasia_group")
CASES: dict[str, tuple[str, dict[str, Any], Recipe]] = {
    "strict thresholds, three points, group median": (
        "iData_missing10.csv",
        {
            "impute": {"method": "group_median", "by": "pop_group"},
            "screen": {"min_share": "0.98", "counts": "imputed"},
            "treat": {"methods": ["winsorise", "log_shift"], "winmax": 3, "skew": 1, "kurtosis": 2},
            "normalise": {"method": "minmax", "high": 10},
            "aggregate": {"method": "arithmetic", **SKIP},
        },
        Recipe(
            plain_index.minmax(0, 10),
            filled(np.nanmedian),
            "pop_group",
            least=0.98,
            treat=plain_index.treated(winsorised(3, 1, 2), plain_index.log_shift, skew=1, kurtosis=2),
        ),
    ),
    "f_pass_para alone: winsorising stops at 2 and 3.5": (
        "iData.csv",
        {
            "impute": EUROPE,
            "treat": {"methods": ["winsorise", "log_shift"], "skew": "1.5", "kurtosis": "1.5", "stop": {}},
            "normalise": {"method": "zscore", "mean": 50, "sd": 10},
            "aggregate": {"method": "arithmetic", **SKIP},
        },
        Recipe(
            plain_index.zscore(50, 10),
            filled(np.nanmean),
            "eurasia_group",
            treat=plain_index.treated(winsorised(5), plain_index.log_shift, skew=1.5, kurtosis=1.5),
        ),
    ),
    "force_win: two points wherever the rule fails": (
        "iData.csv",
        {
            "impute": EUROPE,
            "treat": {"methods": ["winsorise", "log_shift"], "winmax": 2, "stop": "never"},
            "normalise": {"method": "minmax", "low": 1},
            "aggregate": {"method": "geometric", **SKIP},
        },
        Recipe(
            BASE.scale,
            BASE.fill,
            BASE.fill_by,
            treat=plain_index.treated(winsorised(2, force=True), plain_index.log_shift),
            joins=(plain_index.geometric,) * 3,
        ),
    ),
    "cut at percentiles, a mean for each level": (
        "iData.csv",
        {
            "impute": EUROPE,
            "treat": {"methods": ["percentiles"], "rule": "always", "between": ["5%", "95%"]},
            "normalise": {"method": "minmax", "low": 1},
            "aggregate": {"method": "arithmetic", **SKIP},
            "levels": {2: {"method": "harmonic", **SKIP}, 3: {"method": "power_mean", "p": "1/2", **SKIP}},
        },
        Recipe(
            BASE.scale,
            BASE.fill,
            BASE.fill_by,
            treat=cut(5, 95),
            joins=(plain_index.arithmetic, plain_index.harmonic, plain_index.power(0.5)),
        ),
    ),
    "two standard deviations, medians, weights": (
        "iData_missing10.csv",
        {
            "impute": {"method": "median"},
            "treat": {"methods": ["deviations"], "rule": "always"},
            "normalise": {"method": "zscore"},
            "aggregate": {"method": "arithmetic", **SKIP},
            "levels": {1: {"method": "median", **SKIP}},
        },
        Recipe(
            plain_index.zscore(0, 1),
            filled(np.nanmedian),
            treat=to_the_nearest_within(2),
            joins=(plain_index.median, plain_index.arithmetic, plain_index.arithmetic),
            weights=WEIGHTS,
        ),
    ),
    "ranks within groups, gaps as they are, two thirds of the children": (
        "iData_missing10.csv",
        {
            "normalise": {"method": "rank", "ties": "average", "by": "eurasia_group"},
            "aggregate": {"method": "arithmetic", "min_share": "2/3", "min_share_of": "count"},
        },
        Recipe(plain_index.ranks("average"), scale_by="eurasia_group", share=2 / 3 - 1e-12, weights=WEIGHTS),
    ),
    "square means of what is there": (
        "iData_missing10.csv",
        {
            "treat": {"methods": ["log_shift"], "rule": "always", "shift": "0.05"},
            "normalise": {"method": "minmax", "low": 1},
            "aggregate": {"method": "power_mean", "p": 2, **SKIP},
        },
        Recipe(
            plain_index.minmax(1, 100),
            treat=lambda x: plain_index.log_shift(x, 0.05),
            joins=(plain_index.power(2),) * 3,
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_as_a_plain_reading(tmp_path: Path, shared: Path, name: str) -> None:
    file, methods, recipe = CASES[name]
    read = coinr.reader(shared)
    index = {"tree": _weighted(coinr.tree(read("iMeta.csv")), recipe.weights), "methods": methods}
    text = json.dumps(coinr.pack(read, index), ensure_ascii=False)
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    found = {
        (row["subject"], row["node"]): row["score"]
        for row in gx.index(str(tmp_path), shared / "data" / "asem" / file).rows()
    }
    rows = coinr.denominated(read, file)
    wanted = plain_index.computed(rows, read("iMeta.csv"), recipe)
    assert len(found) == sum(map(len, wanted.values()))
    bad = [
        (row["subject"], node, found[row["subject"], node], value)
        for node, column in wanted.items()
        for row, value in zip(rows, column, strict=True)
        if not coinr.near(found[row["subject"], node], None if math.isnan(value) else float(value))
    ]
    assert not bad


def _weighted(nodes: list[dict[str, Any]], weights: Any) -> list[dict[str, Any]]:
    """The nodes with other weights."""
    return [
        node
        | {"weight": repr(weights.get(node["id"], 1.0))}
        | ({"children": _weighted(node["children"], weights)} if "children" in node else {})
        for node in nodes
    ]
