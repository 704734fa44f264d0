"""Explanations: every line worked out by hand, in Chinese and English, with the subject's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.services.explaining import Explanation, Line, explain
from gaoxin.services.tables import Options, Results
from gaoxin.services.verbs import verdicts
from gaoxin.spec import Pack


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


VARIABLES: dict[str, dict[str, Any]] = {
    "income": {"title": both("收入", "income"), "unit": "万元"},
    "cost": {"title": both("费用", "cost"), "unit": "万元", "min": 0},
    "staff": {"title": both("人数", "staff"), "unit": "人", "min": 0},
    "listed": {"title": both("列入名单", "listed"), "type": "flag"},
    "mark": {"title": both("评分", "mark"), "type": "grade", "grades": {"A": [7, 9]}, "origin": "jury"},
    "born": {"title": both("成立日期", "founding day"), "type": "date", "constant": True},
}
SUBJECTS: dict[str, dict[str, Any]] = {
    "firm": {"title": both("企业", "firm"), "id": ["企业"], "founded": "born"}
}


def pack(*conditions: Mapping[str, Any], **sections: Any) -> Program:
    """A pack with one verdict of these conditions."""
    nodes = [{"title": both(f"条件{c['id']}", f"condition {c['id']}"), **c} for c in conditions]
    verdict = {"title": both("条件", "conditions"), "clause": "第三条", "all": nodes}
    head = {"pack": "entry-2024", "family": "entry", "title": both("入驻条件", "Conditions of entry")}
    body = {"subject": "firm", "subjects": SUBJECTS, "variables": VARIABLES, "verdicts": {"entry": verdict}}
    builder = Builder(Pack.model_validate({"status": "verified", **head, **body, **sections}), {})
    built = builder.build()
    assert not builder.faults, builder.faults
    return built


def told(program: Program, *rows: Mapping[str, object], **options: Any) -> Explanation:
    table = pa.Table.from_pylist([{"企业": "甲", "年度": 2024, **row} for row in rows])
    return explain(program, table, "甲", **options)


def about(told: Explanation, name: str) -> tuple[Line, Line]:
    """The line of a name, in Chinese and in English."""
    zh, en = (next(line for line in told.lines[x] if line.name == name) for x in ("zh", "en"))
    return zh, en


SHARE = {"id": "C-1", "require": "cost / income >= 5%", "clause": "第三条（一）"}
ROOM = {"id": "C-2", "require": "staff <= 20 人"}
YEARS = {"id": "C-3", "require": "total(cost, 3) >= 100 万元"}
CLEAN = {"id": "C-4", "require": "NOT listed"}


@pytest.mark.slow
def test_how_much_is_short_and_how_much_is_too_much():
    """5 % of 1000 万元 are 50 万元; 49.999999 万元 are 5 % of 999.99998 万元."""
    found = told(pack(SHARE), {"收入（万元）": "1000", "费用（万元）": "49.999999"})
    zh, en = about(found, "C-1")
    assert (zh.depth, zh.title, zh.result, zh.clause) == (1, "条件C-1", "不符合", "第三条（一）")
    assert zh.said == "费用〔49.999999 万元〕 ÷ 收入〔1000 万元〕 ≥ 5%"
    assert zh.notes == (
        "费用 49.999999 万元 → 50 万元，还差 0.000001 万元（补足后即符合）",
        "收入 1000 万元 → 999.99998 万元，需减少 0.00002 万元（补足后即符合）",
    )
    assert (en.title, en.result) == ("condition C-1", "fail")
    assert en.said == "cost〔49.999999 万元〕 ÷ income〔1000 万元〕 ≥ 5%"
    assert en.notes == (
        "cost 49.999999 万元 → 50 万元, short of 0.000001 万元 (then the verdict passes)",
        "income 1000 万元 → 999.99998 万元, to be lowered by 0.00002 万元 (then the verdict passes)",
    )


@pytest.mark.slow
def test_a_change_that_does_not_settle_the_verdict_says_nothing_of_it():
    found = told(pack(SHARE, ROOM), {"收入（万元）": "1000", "费用（万元）": "40", "人数（人）": "25"})
    assert about(found, "C-1")[0].notes[0] == "费用 40 万元 → 50 万元，还差 10 万元"
    assert about(found, "C-2")[0].notes == ("人数 25 人 → 20 人，需减少 5 人",)
    assert [line.result for line in found.lines["zh"]] == ["不符合"] * 3


def test_a_flag_turns_over():
    zh, en = about(told(pack(CLEAN), {"列入名单": "是"}), "C-4")
    assert zh.notes == ("列入名单 是 → 否（补足后即符合）",)
    assert en.notes == ("listed yes → no (then the verdict passes)",)


def test_a_condition_that_holds_has_nothing_to_add():
    found = told(pack(CLEAN), {"列入名单": "否"})
    assert [(line.result, line.notes) for line in found.lines["zh"]] == [("符合", ()), ("符合", ())]
    assert [line.result for line in found.lines["en"]] == ["pass", "pass"]


@pytest.mark.slow
def test_missing_figures_come_with_their_years():
    row = {"费用（万元）": "40", "成立日期": "2010-01-01"}
    found = told(pack(YEARS, CLEAN), {**row, "年度": 2023}, row)
    zh, en = about(found, "C-3")
    assert (zh.result, zh.notes) == ("待补充", ("待补充: 费用（前2年）",))
    assert (en.result, en.notes) == ("missing", ("missing: cost (2 year(s) earlier)",))
    assert about(found, "C-4")[0].notes == ("待补充: 列入名单",)
    assert about(found, "entry")[0].result == "待补充"


def test_years_before_founding_are_not_missing():
    """Founded in 2024: the years before count for nothing, and are not asked for."""
    found = told(pack(YEARS), {"费用（万元）": "40", "成立日期": "2024-02-01"})
    zh, _ = about(found, "C-3")
    assert zh.result == "不符合"
    assert zh.notes == ("费用 40 万元 → 100 万元，还差 60 万元（补足后即符合）",)


def test_a_jury_decides_between_the_ends_of_a_grade():
    judged = pack({"id": "C-5", "require": "mark > 8"}, CLEAN)
    found = told(judged, {"评分": "A", "列入名单": "否"})
    zh, en = about(found, "C-5")
    assert (zh.result, zh.said, zh.notes) == ("需评审", "评分〔7..9〕 > 8", ())
    assert en.result == "for a jury"
    assert about(found, "entry")[0].result == "需评审"
    unscored = told(judged, {"列入名单": "否"})
    assert about(unscored, "C-5")[0].notes == ("待补充: 评分",)


@pytest.mark.slow
def test_what_is_complete_and_still_unknown_is_to_be_checked():
    judged = pack({"id": "C-6", "require": "income / staff >= 1 万元/人"})
    table = {"收入（万元）": "1000", "人数（人）": "0"}
    found = told(judged, table)
    zh, en = about(found, "C-6")
    assert (zh.result, en.result) == ("待核实", "to be checked")
    assert about(found, "entry")[0].result == "待核实"
    long = verdicts(judged, pa.Table.from_pylist([{"企业": "甲", "年度": 2024, **table}]), long=True)
    assert isinstance(long, Results)
    assert [row["why"] for row in long.rows()] == ["待核实", "待核实"]


def test_what_does_not_apply_is_neither_missing_nor_failed():
    judged = pack({"id": "C-7", "require": "staff >= 5 人", "applies": "listed"}, CLEAN)
    zh, en = about(told(judged, {"列入名单": "否"}), "C-7")
    assert (zh.result, zh.notes, en.result) == ("不适用", (), "not applicable")
    unknown, _ = about(told(judged, {"人数（人）": "9"}), "C-7")
    assert (unknown.result, unknown.notes) == ("待补充", ("待补充: 列入名单",))


def test_what_is_not_official_says_so():
    reading = both("按自然年计", "counted by calendar year")
    judged = pack(
        {**CLEAN, "status": "assumed"},
        {**ROOM, "status": "paraphrased", "assumptions": [{"text": reading, "when": "staff > 15 人"}]},
    )
    found = told(judged, {"列入名单": "否", "人数（人）": "16"})
    assert about(found, "C-4")[0].notes == ("暂定值(官方未公布)",)
    assert about(found, "C-4")[1].notes == ("assumed (not published)",)
    assert about(found, "C-2")[0].notes == ("待核原文", "暂定值(官方未公布): 按自然年计")
    assert about(found, "C-2")[1].notes[1] == "assumed (not published): counted by calendar year"
    fewer = told(judged, {"列入名单": "否", "人数（人）": "15"})
    assert about(fewer, "C-2")[0].notes == ("待核原文",)


def test_the_status_of_a_pack_counts_where_a_condition_has_none():
    found = told(
        pack(CLEAN, {**ROOM, "status": "quoted"}, status="assumed"), {"列入名单": "否", "人数（人）": "3"}
    )
    assert about(found, "C-4")[0].notes == ("暂定值(官方未公布)",)
    assert about(found, "C-2")[0].notes == ()


SHEET = {
    "sheet": {
        "title": both("评价", "score"),
        "max": 10,
        "groups": [
            {
                "id": "size",
                "title": both("规模", "size"),
                "max": 10,
                "items": [
                    {
                        "id": "heads",
                        "title": both("头数", "heads"),
                        "max": 10,
                        "clause": "表一",
                        "bands": [{"when": "staff >= 10 人", "points": [5, 10]}],
                        "otherwise": 0,
                    }
                ],
            }
        ],
    }
}
INTENSITY = {
    "intensity": {
        "title": both("强度", "intensity"),
        "formula": "cost / income",
        "unit": "%",
        "clause": "附件",
    }
}


@pytest.mark.slow
def test_points_and_indicators_follow_the_verdicts():
    judged = pack(CLEAN, points=SHEET, indicators=INTENSITY)
    row = {"列入名单": "否", "人数（人）": "12", "收入（万元）": "900", "费用（万元）": "50"}
    found = told(judged, row)
    own = "人数（2024年） 12 人 ← <pyarrow table> [人数（人）]"
    assert found.lines["zh"][2:] == (
        Line(0, "sheet", "评价", "5..10 / 10"),
        Line(1, "size", "规模", "5..10 / 10"),
        Line(2, "heads", "头数", "5..10 / 10", "人数 ≥ 10人：5～10分；其他：0分", "表一", (own,)),
        Line(0, "intensity", "强度", "≈5.5556%", "费用〔50 万元〕 ÷ 收入〔900 万元〕", "附件"),
    )
    assert [line.title for line in found.lines["en"][2:]] == ["score", "size", "heads", "intensity"]
    empty = told(judged, {"列入名单": "否"})
    assert about(empty, "sheet")[0].result == "0..10 / 10"
    assert [line.result for line in about(empty, "intensity")] == ["待补充", "missing"]


def test_the_whole_text():
    found = told(pack(SHARE), {"收入（万元）": "1000", "费用（万元）": "50"})
    source = "<pyarrow table> [收入（万元）]"
    zh, en = found.text().splitlines(), found.text("en").splitlines()
    assert zh[:4] == [
        "甲  2024  入驻条件 (entry-2024, 2024-12-31)",
        "[符合] entry 条件〔第三条〕",
        "  [符合] C-1 条件C-1〔第三条（一）〕",
        "      费用〔50 万元〕 ÷ 收入〔1000 万元〕 ≥ 5%",
    ]
    assert f"取自 收入 ← {source}" in zh
    assert f"from income ← {source}" in en
    assert zh[-1] == "自评结果,以主管部门认定为准"
    assert en[0] == "甲  2024  Conditions of entry (entry-2024, 2024-12-31)"
    assert en[-1] == "A self-assessment; the competent authority decides."
    assert str(found) == found.text()


@pytest.mark.slow
def test_every_heading_behind_a_variable_is_named():
    wide = pa.Table.from_pylist([{"企业": "甲", "费用（万元）@2023": "60", "费用（万元）@2024": "40"}])
    found = explain(pack(YEARS), wide, "甲")
    assert found.sources["zh"] == (("费用", "<pyarrow table> [费用（万元）@2023, 费用（万元）@2024]"),)


def test_the_latest_year_unless_one_is_named():
    rows = [{"年度": year, "列入名单": listed} for year, listed in ((2023, "是"), (2024, "否"))]
    assert told(pack(CLEAN), *rows).period == 2024
    earlier = told(pack(CLEAN), *rows, period=2023)
    assert (earlier.period, earlier.as_of, earlier.lines["en"][0].result) == (
        2023,
        date(2023, 12, 31),
        "fail",
    )
    assert told(pack(CLEAN), *rows, options=Options(as_of=date(2026, 1, 5))).as_of == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("unit", "period", "said"), [("乙", None, "data: no row; try:"), ("甲", 2020, "data: 2023, 2024; try:")]
)
def test_no_such_subject_or_year(unit: str, period: int | None, said: str):
    table = pa.Table.from_pylist([{"企业": "甲", "年度": y, "列入名单": "否"} for y in (2023, 2024)])
    with pytest.raises(UsageError, match=said):
        explain(pack(CLEAN), table, unit, period=period)


def test_a_rank_is_taken_among_all_rows_of_the_table():
    judged = pack({"id": "C-8", "require": "rank(staff) <= 2"})
    rows = [{"企业": name, "年度": 2024, "人数（人）": n} for name, n in zip("甲乙丙丁", "1325", strict=True)]
    found = explain(judged, pa.Table.from_pylist(rows), "甲")
    zh, _ = about(found, "C-8")
    assert (zh.result, zh.said) == ("不符合", "人数的位次〔4〕 ≤ 2")
    assert zh.notes == ("人数 1 人 → 3 人，还差 2 人（补足后即符合）",)


def test_a_share_in_an_indicator_sees_all_rows_too():
    share = {"part": {"title": both("份额", "part"), "formula": "share_of(staff)", "unit": "%"}}
    rows = [{"企业": name, "年度": 2024, "人数（人）": n} for name, n in (("甲", "1"), ("乙", "3"))]
    found = explain(pack(CLEAN, indicators=share), pa.Table.from_pylist(rows), "甲")
    assert about(found, "part")[0].result == "25%"


@pytest.mark.slow
def test_members_of_a_subject_are_read(root: Any, tmp_path: Any):
    (tmp_path / "zone.csv").write_text("高新区,年度\n示例高新区,2024\n", "utf-8")
    members = tmp_path / "firms.csv"
    heads = "统一社会信用代码,年度,所属高新区,营业收入（统计年报）（千元）,研发经费内部支出（千元）"
    members.write_text(
        f"{heads}\n甲,2024,示例高新区,100000,5000\n乙,2024,示例高新区,300000,14999.99\n", "utf-8"
    )
    options = Options(members={"enterprise": str(members)})
    found = explain("zone-evaluation-2021", str(tmp_path / "zone.csv"), "示例高新区", options=options)
    line = next(line for line in found.lines["zh"] if line.name == "rd5_revenue_share")
    assert line.result == "25%"


BROKEN: dict[str, Any] = {
    **VARIABLES,
    "cost": {
        **VARIABLES["cost"],
        "breaks": [{"from": 2024, "why": both("改为合并口径", "consolidated"), "source": "notice"}],
    },
}


def test_a_break_is_told_with_what_changed():
    row = {"费用（万元）": "40", "成立日期": "2010-01-01"}
    built = pack({"id": "C-5", "require": "growth(cost) > 0"}, variables=BROKEN)
    found = told(built, {**row, "年度": 2023}, row)
    zh, en = about(found, "C-5")
    assert (zh.result, zh.notes) == (
        "口径变动,不可比",
        ("口径变动,不可比: 费用（前1年） (2024: 改为合并口径)",),
    )
    assert en.notes == ("calibre changed, not comparable: cost (1 year(s) earlier) (2024: consolidated)",)
    assert about(found, "entry")[0].result == "口径变动,不可比"


def test_a_break_before_founding_is_no_reason():
    row = {"费用（万元）": "40", "成立日期": "2024-02-01"}
    built = pack({"id": "C-5", "require": "total(cost, 2) > 50 万元"}, variables=BROKEN)
    zh, _ = about(told(built, row), "C-5")
    assert (zh.result, zh.notes[0]) == (
        "不符合",
        "费用 40 万元 → 50.000001 万元，还差 10.000001 万元（补足后即符合）",
    )
