"""How points come about, in words; the figures behind an item."""

from __future__ import annotations

from typing import Any

import pytest

from gaoxin.formula.program import Program, Sheet
from gaoxin.services.score_sheets import figures_of, filled, filled_cap, method, raw_inputs, rests_on_variant
from gaoxin.services.score_sheets.words import category_title
from tests.agreement.single import program


def both(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": f"the {zh}"}


VARIABLES: dict[str, dict[str, Any]] = {
    "cost": {"title": both("费用"), "unit": "万元", "min": 0},
    "income": {"title": both("收入"), "unit": "万元", "min": 0},
    "mark": {"title": both("评分"), "type": "grade", "grades": {"A": [3, 4]}, "origin": "jury"},
    "stage": {"title": both("阶段"), "type": "category", "categories": ["甲", "乙"]},
}
ITEMS: list[dict[str, Any]] = [
    {"id": "banded", "max": 10, "bands": [{"when": "share >= 5%", "points": [8, 10]}], "otherwise": 0},
    {"id": "better", "max": 5, "best_of": [
        {"bands": [{"when": "cost >= 1 万元", "points": 5}], "otherwise": 0},
        {"bands": [{"when": "income >= 2 万元", "points": 3}], "otherwise": 1},
    ]},
    {"id": "judged", "max": 4, "grade": "mark"},
    {"id": "computed", "max": 4, "formula": "round(share, 2)"},
    {"id": "placed", "max": {"甲": 4, "乙": 2}, "score": "share", "direction": "down"},
    {"id": "posted", "max": 4, "score": "cost", "normalise": {"method": "goalposts", "posts": [0, "5 万元"]}},
    {"id": "open", "max": None, "score": "income"},
]  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Program:
    share = {"share": {"title": both("占比"), "formula": "cost / income", "unit": "%"}}
    group = {"id": "g", "title": both("组"), "items": [{"title": both(i["id"]), **i} for i in ITEMS]}
    sheet = {
        "title": both("表"), "max_by": "stage", "normalise": {"method": "percentile_rank", "by": ["stage"]},
        "groups": [group], "variants": {"assumed": {"title": both("暂定"), "max": 1}},
    }  # fmt: skip
    return program({"indicators": share, "points": {"s": sheet}}, VARIABLES)


def sheet(made: Program) -> Sheet:
    found = made.items["test.s"]
    assert isinstance(found, Sheet)
    return found


@pytest.mark.parametrize(
    ("item", "zh"),
    [
        ("banded", "占比 ≥ 5%：8～10分；其他：0分"),
        ("better", "费用 ≥ 1万元：5分；其他：0分；或者 收入 ≥ 2万元：3分；其他：1分"),
        ("judged", "专家评分：评分"),
        ("placed", "满分 × 占比的百分位（越小越好），同阶段比较"),
        ("posted", "满分 × 费用的目标值区间 0～5 万元"),
        ("open", "满分 × 收入的百分位，同阶段比较"),
    ],
)
def test_in_words(made: Program, item: str, zh: str):
    row = next(row for row in sheet(made).rows if row.spec.id == item)
    assert method(made, sheet(made), row) == zh
    assert method(made, sheet(made), row, "en").isascii() is False


def test_a_formula_is_cut(made: Program):
    row = sheet(made).rows[3]
    assert method(made, sheet(made), row).endswith("，不低于0、不超过满分")
    assert method(made, sheet(made), row, "en").endswith("not below 0 nor above the full marks")


def test_figures_behind_an_item_without_the_categories(made: Program):
    """An indicator that is named, and the reported figures; not the stage that it is compared by."""
    rows = {row.spec.id: row for row in sheet(made).rows}
    assert figures_of(made, rows["banded"]) == ["test.share"]
    assert figures_of(made, rows["posted"]) == []
    assert [ref.name for ref in raw_inputs(made, rows["placed"])] == ["cost", "income"]
    assert [ref.name for ref in raw_inputs(made, rows["better"])] == ["cost", "income"]


def test_caps_that_a_variant_fills(made: Program):
    assert not rests_on_variant(sheet(made))
    other = sheet(filled(made, "assumed"))
    assert rests_on_variant(other)
    assert [row.spec.id for row in other.rows if filled_cap(other, row.cap, row.spec)] == ["open"]
    assert filled(made, None).items["test.s"] == sheet(made)


def test_titles_of_categories(made: Program):
    assert category_title(made, sheet(made), "stage", "zh") == "阶段"
    assert category_title(made, sheet(made), "stage", "en") == "the 阶段"
