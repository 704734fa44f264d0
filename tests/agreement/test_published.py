"""The methods of published indices, written from the manual alone; the figures are invented.

What is due is computed from the technical notes in plain arithmetic, beside each pack.
"""

import json
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gaoxin as gx

TITLE = {"zh": "例", "en": "example"}


def leaf(node: str, indicator: str | None = None, weight: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": node, "title": TITLE, "weight": weight, "indicator": indicator or node, **more}


def group(node: str, *children: dict[str, Any], weight: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": node, "title": TITLE, "weight": weight, "children": list(children), **more}


def pack(
    folder: Path,
    variables: str,
    tree: list[dict[str, Any]],
    methods: dict[str, Any],
    formulas: dict[str, str] | None = None,
    **more: Any,
) -> str:
    """Write a pack; gives its folder."""
    found = {
        "pack": "example",
        "family": "example",
        "title": TITLE,
        "subject": "unit",
        "subjects": {"unit": {"title": TITLE, "id": ["subject"]}},
        "variables": {
            name: {"title": {"zh": name, "en": name}, "type": "real"} for name in variables.split()
        },
        "indicators": {
            name: {"title": {"zh": name, "en": name}, "formula": formula}
            for name, formula in (formulas or {}).items()
        },
        "index": {"example": {"title": TITLE, "methods": methods, "tree": tree, **more}},
    }
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return str(folder)


def table(file: Path, heads: str, rows: list[list[Any]]) -> Path:
    lines = [heads, *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def scores(found: Any, node: str = "total") -> dict[tuple[str, int], float | None]:
    return {(row["subject"], row["period"]): row["score"] for row in found.rows() if row["node"] == node}


def test_gender_inequality(tmp_path: Path) -> None:
    """UNDP, technical note 4: the harmonic mean of two geometric means, over the geometric one of means."""
    formulas = {
        "health": "sqrt(10 / greatest(mortality, 10) / births)",
        "power_f": "sqrt(seats * school_f)",
        "power_m": "sqrt((1 - seats) * school_m)",
        "women": "power(health * power_f * work_f, 1/3)",
        "men": "power(power_m * work_m, 1/3)",
        "both": "power((health + 1)/2 * ((power_f + power_m)/2) * ((work_f + work_m)/2), 1/3)",
        "inequality": "1 - 2 / (1/women + 1/men) / both",
    }
    made = pack(
        tmp_path / "gii",
        "mortality births seats school_f school_m work_f work_m",
        [leaf("inequality")],
        {"normalise": {"method": "none"}},
        formulas,
    )
    rows = [
        ["A", 4, 7.8, 0.396, 0.974, 0.967, 0.612, 0.687],
        ["B", 270, 47, 0.007, 0.086, 0.249, 0.254, 0.722],
    ]
    heads = "subject,mortality,births,seats,school_f,school_m,work_f,work_m"
    found = scores(gx.index(made, table(tmp_path / "gii.csv", heads, rows)))
    for name, deaths, births, seats, school_f, school_m, work_f, work_m in rows:
        health = sqrt(10 / max(deaths, 10) / births)
        power = sqrt(seats * school_f), sqrt((1 - seats) * school_m)
        women, men = (health * power[0] * work_f) ** (1 / 3), (power[1] * work_m) ** (1 / 3)
        both = ((health + 1) / 2 * sum(power) / 2 * (work_f + work_m) / 2) ** (1 / 3)
        assert found[name, 0] == pytest.approx(1 - 2 / (1 / women + 1 / men) / both, rel=1e-12)


@pytest.mark.slow
def test_a_scoreboard_relative_to_the_union(tmp_path: Path) -> None:
    """European Innovation Scoreboard: outliers beyond two deviations, scales of all years, EU = 100.

    Figures of eight years and countries, one far out; one indicator by its square root, one with less better.
    """
    rng = np.random.default_rng(3)
    units, years = ["EU", *"ABCDEFG"], range(2017, 2025)
    x, y = rng.uniform(1, 9, (8, 8)), rng.uniform(20, 60, (8, 8))
    x[3, 4] = 80.0
    rows = [[u, t, x[i, j], y[i, j]] for i, u in enumerate(units) for j, t in enumerate(years)]
    file = table(tmp_path / "eis.csv", "subject,year,x,y", rows)
    first = pack(
        tmp_path / "eis",
        "x y",
        [group("g", leaf("a", "root"), leaf("b", "y", direction="down"))],
        {
            "within": "all",
            "treat": {"methods": ["deviations"], "rule": "always", "sds": 2},
            "normalise": {"method": "minmax", "high": 1},
        },
        {"root": "sqrt(x)"},
    )
    second = pack(
        tmp_path / "relative",
        "total",
        [leaf("relative", "total")],
        {"normalise": {"method": "ratio_to_reference", "reference": "EU", "times": 100}},
    )
    made = gx.index(first, file)
    totals, relative = scores(made), scores(gx.index(second, made.scores().table), "relative")

    def scaled(figures: Any) -> Any:
        inside = figures[np.abs(figures - figures.mean()) <= 2 * figures.std(ddof=1)]
        cut = np.clip(figures, inside.min(), inside.max())
        return (cut - inside.min()) / (inside.max() - inside.min())

    due = (scaled(np.sqrt(x)) + 1 - scaled(y)) / 2
    for i, unit in enumerate(units):
        for j, year in enumerate(years):
            assert totals[unit, year] == pytest.approx(due[i, j], rel=1e-9)
            assert relative[unit, year] == pytest.approx(due[i, j] / due[0, j] * 100, rel=1e-9)


@pytest.mark.slow
def test_posts_at_percentiles(tmp_path: Path) -> None:
    """Environmental Performance Index: logarithms, posts at percentiles 5 and 95, three levels."""
    rng = np.random.default_rng(5)
    pm, water, forest = rng.lognormal(3, 1, 40), rng.uniform(0, 100, 40), rng.normal(0, 3, 40)
    rows = [[f"c{i}", *row] for i, row in enumerate(zip(pm, water, forest, strict=True))]
    made = pack(
        tmp_path / "epi",
        "pm water forest",
        [
            group(
                "health",
                group("air", leaf("pm", "log_pm", direction="down"), weight="0.6"),
                group("water", leaf("wat", "water"), weight="0.4"),
                weight=40,
            ),
            group("nature", leaf("forest"), weight=60),
        ],
        {
            "treat": {"methods": ["percentiles"], "rule": "always", "between": ["5%", "95%"]},
            "normalise": {"method": "minmax"},
        },
        {"log_pm": "log(pm)"},
    )

    def scaled(figures: Any) -> Any:
        low, high = np.percentile(figures, [5, 95])
        return 100 * (np.clip(figures, low, high) - low) / (high - low)

    due = 0.4 * (0.6 * (100 - scaled(np.log(pm))) + 0.4 * scaled(water)) + 0.6 * scaled(forest)
    found = scores(gx.index(made, table(tmp_path / "epi.csv", "subject,pm,water,forest", rows)))
    assert [found[f"c{i}", 0] for i in range(40)] == pytest.approx(list(due), rel=1e-9)


def test_a_frontier_over_the_years(tmp_path: Path) -> None:
    """Doing Business: the frontier is the best of all years, the worst the 95th percentile of all of them.

    Days of 11 firms' cities in two years: 0, 10, …, 210; 95 % of the way from 0 to 210 is 199.5.
    """
    days = [10 * n for n in range(22)]
    rows = [[f"c{n % 11}", 2020 + n // 11, day] for n, day in enumerate(days)]
    made = pack(
        tmp_path / "frontier",
        "days",
        [leaf("days", direction="down")],
        {
            "within": "all",
            "treat": {"methods": ["percentiles"], "rule": "always", "between": [0, "95%"]},
            "normalise": {"method": "minmax"},
        },
    )
    found = scores(gx.index(made, table(tmp_path / "days.csv", "subject,year,days", rows)))
    assert found["c0", 2020] == 100
    assert found["c1", 2020] == pytest.approx(100 * 189.5 / 199.5)
    assert found["c10", 2021] == 0


def test_a_zone_index_on_its_base_year(tmp_path: Path) -> None:
    """The best of the base year is 100 (国家创新指数); and each zone against its own base year.

    甲 has 40 of 50 in 2010 and 60 in 2012: 80 and 120. Its chain is 40 → 50 → 60: 150. Half of each.
    """
    rows = [
        [z, t, x]
        for z, xs in {"甲": (40, 50, 60), "乙": (50, 45, None)}.items()
        for t, x in zip((2010, 2011, 2012), xs, strict=True)
    ]
    made = pack(
        tmp_path / "zones",
        "output",
        [
            leaf("best", "output", normalise={"method": "share_of_max", "times": 100, "within": 2010}),
            leaf("own", "output", normalise={"method": "base_period", "base": 2010}),
        ],
        {},
    )
    file = table(tmp_path / "zones.csv", "subject,year,output", rows)
    found = scores(gx.index(made, file))
    assert found["甲", 2010] == pytest.approx(90)
    assert found["甲", 2012] == pytest.approx(135)
    assert found["乙", 2011] == pytest.approx(90)
    assert found["乙", 2012] is None
    assert scores(gx.index(made, file, periods=[2012]))["甲", 2012] == pytest.approx(135)


def test_input_output_and_their_ratio(tmp_path: Path) -> None:
    """Global Innovation Index: 0 to 100, half weights, two sub-indexes; their ratio is a second pack."""
    rows = [["A", 50, 2.0, 10, 400], ["B", 30, 3.0, 40, 100], ["C", 40, 1.0, 25, 900]]
    first = pack(
        tmp_path / "gii",
        "law credit papers exports",
        [
            group("input", leaf("law", weight="0.5"), leaf("credit")),
            group("output", leaf("papers"), leaf("exports", "log_exports", weight="0.5")),
        ],
        {"normalise": {"method": "minmax"}},
        {"log_exports": "log(exports)"},
    )
    second = pack(
        tmp_path / "ratio",
        "input output",
        [leaf("ratio")],
        {"normalise": {"method": "none"}},
        {"ratio": "output / input"},
    )
    heads = "subject,law,credit,papers,exports"
    found = gx.index(first, table(tmp_path / "gii.csv", heads, rows))
    exports = log(4) / log(9)  # A: ln 400 between ln 100 and ln 900
    given, gained = (50 + 50) / 1.5, 50 * exports / 1.5
    assert scores(found)["A", 0] == pytest.approx((given + gained) / 2)
    assert scores(gx.index(second, found.scores().table))["A", 0] == pytest.approx(gained / given)
