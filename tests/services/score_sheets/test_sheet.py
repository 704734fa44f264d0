"""The score sheet of one subject: exact points that add up, peers, figures with places, advice that holds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval
from gaoxin.services.score_sheets import ScoreSheet, points, score_sheet
from gaoxin.services.verbs import indicators
from tests.agreement.single import program


def both(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": f"the {zh}"}


VARIABLES: dict[str, dict[str, Any]] = {
    "income": {"title": both("收入"), "unit": "万元", "min": 0},
    "cost": {"title": both("费用"), "unit": "万元", "min": 0},
    "patents": {"title": both("专利"), "unit": "件", "min": 0},
    "fined": {"title": both("处罚"), "type": "flag"},
    "stage": {"title": both("阶段"), "type": "category", "categories": ["甲", "乙"]},
}
SHEET = {
    "title": both("积分"), "max_by": "stage",
    "normalise": {"method": "percentile_rank", "by": ["stage"]},
    "variants": {"assumed": {"title": both("暂定"), "max": 10}},
    "groups": [
        {"id": "a", "title": both("组一"), "max": 12, "items": [
            {"id": "a1", "title": both("收入位次"), "max": {"甲": 7, "乙": 8}, "score": "income",
             "clause": "表一"},
            {"id": "a2", "title": both("占比"), "max": 9,
             "bands": [{"when": "share >= 5%", "points": 9}, {"when": "share >= 2%", "points": 4}],
             "otherwise": 0},
        ]},
        {"id": "b", "title": both("组二"), "items": [
            {"id": "b1", "title": both("专利位次"), "max": 10, "score": "patents",
             "normalise": {"method": "minmax", "by": ["stage"]}},
        ]},
    ],
}  # fmt: skip
SHARE = {"share": {"title": both("占比"), "formula": "cost / income", "unit": "%"}}
FIRMS = [("甲", 100 + 100 * n, [1, 9, 20, 30, 45, 5, 7][n], [0, 3, 4, 5, 9, 6, 7][n]) for n in range(7)]


def built(sheet: Mapping[str, Any] = SHEET) -> Program:
    return program({"indicators": SHARE, "points": {"s": sheet}}, VARIABLES)


def table(row: int = 2, **changed: object) -> pa.Table:
    rows = [
        {
            "firm": f"F{n}",
            "年度": 2024,
            "阶段": stage,
            "收入（万元）": income,
            "费用（万元）": cost,
            "专利": patents,
            "处罚": "是" if n == 4 else "否",
        }
        for n, (stage, income, cost, patents) in enumerate(FIRMS)
    ]
    rows.append({**rows[0], "firm": "G0", "阶段": "乙"})
    rows[row] |= changed
    return pa.Table.from_pylist([{k: str(v) for k, v in row.items()} for row in rows])


@pytest.fixture(scope="module")
def sheet() -> ScoreSheet:
    """Give the sheet of the third of seven firms: its income is third from below, its share 20/300."""
    return score_sheet(built(), table(), "F2")


def test_exact_points(sheet: ScoreSheet):
    """Two of six are behind: 7/3 points; 6.67 % has 9; 4 patents of 0 to 9 are 40/9."""
    exact = {row.item: row.points for row in sheet.rows}
    assert exact["a.a1"] == Interval(Fraction(7, 3), Fraction(7, 3))
    assert exact["a.a2"] == Interval(Fraction(9), Fraction(9))
    assert exact["b.b1"] == Interval(Fraction(40, 9), Fraction(40, 9))
    assert exact[""] == Interval(Fraction(7, 3) + 9 + Fraction(40, 9), Fraction(7, 3) + 9 + Fraction(40, 9))
    assert {row.item: row.share for row in sheet.rows if row.share is not None} == {
        "a.a1": Fraction(1, 3), "b.b1": Fraction(4, 9),
    }  # fmt: skip
    assert [row.cap for row in sheet.rows] == [22, 12, 7, 9, 10, 10]


def test_what_is_shown_adds_up(sheet: ScoreSheet):
    shown = {row.item: Decimal(row.shown[0]) for row in sheet.rows}
    assert shown[""] == shown["a"] + shown["b"] == Decimal("15.7778")
    assert shown["a"] == shown["a.a1"] + shown["a.a2"]
    assert points(sheet.rows[0]) == "15.7778 / 22"


def test_a_cap_stands_beside_its_sum():
    """The fifth has 14/3 + 9 in a group of at most 12."""
    found = score_sheet(built(), table(), "F4")
    group = found.rows[1]
    assert (group.shown, group.before_cap) == (("12", "12"), "13.6667")
    assert sum(Decimal(row.shown[0]) for row in found.rows[2:4]) == Decimal(group.before_cap)


def test_peers_of_the_same_stage(sheet: ScoreSheet):
    """Six others; the middle of their shares' points, and of their places 0, 1/6, 3/6, 4/6, 5/6, 1 of 7."""
    by_item = {row.item: row for row in sheet.rows}
    assert sheet.group == "甲"
    assert by_item["a.a1"].peers == 6
    assert by_item["a.a1"].median == pytest.approx(7 * (3 / 6 + 4 / 6) / 2)
    lone = score_sheet(built(), table(), "G0")
    assert [row.peers for row in lone.rows] == [0] * 6
    assert {row.median for row in lone.rows} == {None}


def test_figures_with_formula_and_place(sheet: ScoreSheet):
    row = {row.item: row for row in sheet.rows}["a.a2"]
    assert [behind.text("zh") for behind in row.figures] == [
        "占比 ≈6.6667% = cost / income",
        "费用（2024年） 20 万元 ← <pyarrow table> [费用（万元）]",
        "收入（2024年） 300 万元 ← <pyarrow table> [收入（万元）]",
    ]
    assert row.figures[1].text("en").startswith("the 费用 (2024) 20 万元")
    assert sheet.rows[2].clause == "表一"
    assert row.method["zh"] == "占比 ≥ 5%：9分；占比 ≥ 2%：4分；其他：0分"


@pytest.mark.slow
def test_advice_is_what_the_engine_computes_anew():
    """Every way, made in the table, gives on DuckDB the total that it states; the peers stay as they are."""
    made = built()
    sheet = score_sheet(made, table(), "F1")
    units = {"income": 10_000, "cost": 10_000, "patents": 1}
    heads = {"income": "收入（万元）", "cost": "费用（万元）", "patents": "专利"}
    assert len(sheet.advice) >= 2
    assert len(sheet.advice[-1].moves) > 1
    for way in sheet.advice:
        changed = {
            heads[move.variable]: str(float(move.then / units[move.variable]))
            for move in way.exact
            if isinstance(move.then, Fraction)
        }
        rows = indicators(made, table(1, **changed), names=["s"]).rows()  # type: ignore[union-attr]
        got = next(row["s.low"] for row in rows if row["subject"] == "F1")
        assert got == pytest.approx(float(way.after.low), abs=1e-9)
        assert way.gain[0] == way.after.low - way.before.low > 0


@pytest.mark.slow
def test_unpublished_caps_have_no_points_unless_a_variant_is_named():
    items = [{**SHEET["groups"][1]["items"][0], "max": None}]  # type: ignore[index]
    made = built({**SHEET, "max_by": None, "groups": [{**SHEET["groups"][1], "items": items}]})  # type: ignore[index]
    found = score_sheet(made, table(), "F2")
    assert [row.points for row in found.rows] == [None] * 3
    assert points(found.rows[0]) == "未公布 unpublished"
    assert found.advice == ()
    filled = score_sheet(made, table(), "F2", variant="assumed")
    assert filled.rows[0].points == Interval(Fraction(40, 9), Fraction(40, 9))
    assert (filled.variant, filled.rows[0].status, filled.rows[2].status) == ("assumed", "assumed", "assumed")
    with pytest.raises(UsageError, match="no variant"):
        score_sheet(made, table(), "F2", variant="other")


RANKED = {
    **SHEET,
    "min_share": "2/3",
    "veto": [{"id": "v", "title": both("否决"), "when": "fined", "then": "excluded"}],
    "ranking": {"by": ["stage"], "lists": [{"id": "top", "title": both("前半"), "to": "50%"}]},
}


@pytest.mark.slow
def test_sheet_and_population_count_alike():
    """F2's cost is missing, F4 is excluded; the sheet of every firm says what `gx.points` says of it."""
    made, rows = built(RANKED), table(**{"费用（万元）": ""})
    told = {row["subject"]: row for row in gx.points(made, rows).rows()}
    assert told["G0"]["points"] is None  # alone in its stage, it has no places
    for subject, row in told.items():
        sheet = score_sheet(made, rows, subject)
        counted, standing = sheet.rows[0].counted, sheet.standing
        assert (float(counted) if counted else None) == pytest.approx(row["points"], abs=1e-4)
        assert (standing.rank, standing.list) == (row["rank"], {"top": "前半"}.get(row["list"], ""))
        assert standing.ranked == row["of"]
    incomplete = score_sheet(made, rows, "F2")
    assert incomplete.rows[0].incomplete
    assert points(incomplete.rows[0]) == "6.7778 (≤ 15.7778) / 22"
    assert "未知项按0分计，已知项目达到规定比例" in incomplete.text()
    assert incomplete.rows[1].counted == ""  # a group is not decided


@pytest.mark.slow
def test_a_sheet_says_rank_list_and_veto():
    made = built(RANKED)
    sheet = score_sheet(made, table(), "F2")
    said = sheet.text("zh"), sheet.text("en")
    assert "    第 2 位，共 6 家 · 甲\n    名单 前半" in said[0]
    assert "    rank 2 of 6 · 甲" in said[1]
    excluded = score_sheet(made, table(), "F4")
    assert (excluded.standing.rank, excluded.standing.veto) == (None, "有否决项，不参与排序")
    lone = score_sheet(made, table(), "G0").standing
    assert (lone.rank, lone.ranked, lone.list, lone.veto) == (None, None, "", "")
    assert score_sheet(built(), table(), "F5").standing.rank is None  # no rules on ranks


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"subject": "nobody"}, "no row"),
        ({"period": 2020}, "2024"),
        ({"sheet": "other"}, "its score sheets are s"),
    ],
)
def test_what_is_not_there(asked: dict[str, Any], words: str):
    with pytest.raises(UsageError, match=words):
        score_sheet(built(), table(), **{"subject": "F2", **asked})


@pytest.mark.slow
def test_the_public_door():
    assert gx.score_sheet(built(), table(), "F2").rows == score_sheet(built(), table(), "F2").rows
