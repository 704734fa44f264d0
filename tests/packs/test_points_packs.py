"""Points packs: the lists of Longwan at their bounds, the 18 items, and sets of 79 and 84 items from YAML.

The two large sets are synthetic (合成): they show that a set of any size runs from a pack alone.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.base.errors import PackError
from gaoxin.services.points.scoring import points
from gaoxin.services.tables import Results

YUAN = {
    "不足100万元": "99.999999", "100万至500万元": "100", "500万至2000万元": "500",
    "2000万至10000万元": "2000", "10000万元以上": "10000",
}  # fmt: skip
"""By stage, a revenue in 万元: each at its lower bound, the first just below the next one."""


def scores(pack: str, table: pa.Table) -> list[dict[str, Any]]:
    """The points of a table."""
    found = points(pack, table)
    assert isinstance(found, Results)
    return found.rows()


def longwan(given: dict[str, list[int | None]]) -> list[dict[str, Any]]:
    """The lists of firms with given points, by stage."""
    rows = [
        {"企业编号": f"{stage}-{n:02}", "年度": "2022", "营业收入（龙湾创新积分口径）（万元）": YUAN[stage],
         "创新积分总分（主管部门给出）": "" if value is None else str(value)}
        for stage, values in given.items()
        for n, value in enumerate(values)
    ]  # fmt: skip
    return scores("longwan-2022", pa.Table.from_pylist(rows))


def listed(rows: list[dict[str, Any]], stage: str) -> list[str | None]:
    return [row["list"] for row in sorted(rows, key=lambda r: r["subject"]) if row["longwan_stage"] == stage]


@pytest.mark.slow
@pytest.mark.parametrize("stage", list(YUAN))
def test_a_stage_begins_at_its_lower_bound(stage: str):
    assert {row["longwan_stage"] for row in longwan({stage: [1]})} == {stage}


def test_lists_of_twenty():
    """1, 2 and 4 places of 20 end the lists; each stage is ranked by itself."""
    rows = longwan({"不足100万元": list(range(20, 0, -1)), "100万至500万元": list(range(40, 0, -1))})
    assert listed(rows, "不足100万元") == ["top5", "top10", "top20", "top20", *[None] * 16]
    assert listed(rows, "100万至500万元") == ["top5"] * 2 + ["top10"] * 2 + ["top20"] * 4 + [None] * 32


@pytest.mark.slow
def test_places_are_cut_down_and_ties_are_all_in():
    """19 firms have no whole place in 5 %; three that tie across the end of a list are all in it."""
    assert listed(longwan({"不足100万元": list(range(19, 0, -1))}), "不足100万元") == [
        "top10", "top20", "top20", *[None] * 16
    ]  # fmt: skip
    tied = [90, 80, 80, 80, *range(70, 54, -1)]
    rows = longwan({"500万至2000万元": list(tied)})
    assert listed(rows, "500万至2000万元")[:5] == ["top5", "top10", "top10", "top10", None]
    ranks = {row["subject"]: row["rank"] for row in rows}
    assert [ranks[f"500万至2000万元-{n:02}"] for n in range(5)] == [1, 2, 2, 2, 5]


def test_who_has_no_points_is_on_no_list():
    rows = longwan({"10000万元以上": [50, None, *range(40, 21, -1)]})
    assert sum(row["points"] is None for row in rows) == 1
    assert {row["rank"] for row in rows if row["points"] is None} == {None}
    assert {row["list"] for row in rows if row["points"] is None} == {None}


def test_the_eighteen_items_and_what_is_known_of_them():
    sheet = gx.load_pack("innovation-points-2024").pack.points["innovation_points"]
    assert [len(group.items) for group in sheet.groups] == [7, 5, 6]
    items = list(sheet.items)
    assert [item.id for item in items if item.status != "assumed"] == ["p01", "p02", "p03"]
    assert {value for item in items for value in item.max.values()} == {None}  # type: ignore[union-attr]
    assert "待补" in items[-1].title.zh
    caps = [sheet.filled(item, "assumed") for item in items]
    assert sum(cap["初创期"] for cap in caps) == 100  # type: ignore[index]
    assert caps[-1] == {"初创期": Fraction(0), "成长期": Fraction(0), "稳定期": Fraction(0)}


def large(folder: Path, dimensions: int, items: int, total: int, *, purpose: str = "administration") -> Path:
    """A synthetic pack (合成): so many dimensions and items, the points shared evenly over the items."""
    name = f"large-{items}"
    (folder / name).mkdir(exist_ok=True)
    lines = [
        f"pack: {name}",
        f"family: large_{items}",
        f"title: {{zh: 合成{items}项积分, en: synthetic {items} items}}",
        "subject: firm",
        "status: assumed",
        "subjects: {firm: {title: {zh: 企业, en: firm}, id: [企业]}}",
        "variables:",
        "  stage: {title: {zh: 阶段, en: stage}, type: category, categories: [初创, 成长]}",
    ]
    figure = f"unit: 件, min: 0, purpose: {purpose}"
    lines += [f"  x{n}: {{title: {{zh: 指标{n}, en: item {n}}}, {figure}}}" for n in range(items)]
    lines += [
        "points:",
        "  sheet:",
        f"    title: {{zh: {total}分制, en: {total} points}}",
        f"    max: {total}",
        "    normalise: {method: minmax, by: [stage], constant: 0}",
        "    ranking: {by: [stage]}",
        "    groups:",
    ]
    for d in range(dimensions):
        lines += [f"      - id: d{d}", f"        title: {{zh: 维度{d}, en: dimension {d}}}", "        items:"]
        lines += [
            f"          - {{id: i{n}, title: {{zh: 项{n}, en: item {n}}}, max: {total}/{items}, {_way(n)}}}"
            for n in range(d, items, dimensions)
        ]
    (folder / name / "pack.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder / name


def _way(n: int) -> str:
    """A share of a figure, a formula, or bands, in turn."""
    if n % 3 == 0:
        return f"score: x{n}"
    return (
        f"formula: x{n} / 1 件" if n % 3 == 1 else f'bands: [{{when: "x{n} >= 5", points: 7}}], otherwise: 1'
    )


def firms(items: int, count: int = 12) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"企业": f"F{f:02}", "年度": "2024", "阶段": "初创" if f % 2 else "成长"}
            | {f"指标{n}": str((f * (n + 3)) % 11) for n in range(items)}
            for f in range(count)
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize(("dimensions", "items", "total"), [(6, 79, 1000), (5, 84, 1000)])
def test_a_large_set_runs_from_its_yaml(tmp_path: Path, dimensions: int, items: int, total: int):
    """The sheet's items add up exactly, and its total is that of the whole table."""
    pack = str(large(tmp_path, dimensions, items, total))
    rows = {row["subject"]: row for row in scores(pack, firms(items))}
    assert {row["of"] for row in rows.values()} == {6}
    found = gx.score_sheet(pack, firms(items), "F05")
    parts = [row for row in found.rows if row.depth == 2]
    assert len(parts) == items
    whole = found.rows[0].points
    assert whole is not None
    assert sum(row.points.low for row in parts if row.points) == whole.low
    assert sum(Decimal(row.shown[0]) for row in parts) == Decimal(found.rows[0].shown[0])
    assert rows["F05"]["points"] == pytest.approx(float(whole.low), abs=1e-9)
    assert found.rows[0].cap == total
    assert found.advice


def test_a_survey_field_in_such_a_set_is_refused(tmp_path: Path):
    with pytest.raises(PackError, match="统计法"):
        gx.load_pack(str(large(tmp_path, 2, 4, 100, purpose="statistics")))
