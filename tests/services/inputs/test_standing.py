"""Totals and signatures are no subjects; who reported last year and has no row now is named."""

from pathlib import Path

import pytest

from gaoxin.services.inputs.standing import NO_SUBJECT, is_no_subject

from .conftest import Gather, code, write

HEADING = "企业编号,年份,销售收入（万元）"


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "合　计",
        " 总 计：",
        "小计",
        "其中小计",
        "Total",
        "平均值",
        "填表人：张三",
        "统计负责人: 李",
        "注：含分公司",
    ],
)
def test_totals_and_notes(text: str):
    assert is_no_subject(text)


@pytest.mark.parametrize(
    "text", ["A1", "合计科技", "注塑机厂", "平均律动", "说明书印刷厂", "91420100000000011A", ""]
)
def test_names_that_begin_like_them(text: str):
    assert not is_no_subject(text)


def test_a_total_is_an_error_in_each_file_and_blocks(tmp_path: Path, gathered: Gather):
    parts = [
        write(tmp_path / f"{year}.csv", HEADING, [["A1", year, 10], ["A2", year, 20], ["合计", year, 30]])
        for year in (2023, 2024)
    ]
    found = gathered(*parts)
    told = [(f.file, f.cell, f.seen) for f in found.findings if f.check == NO_SUBJECT]
    assert told == [("2023.csv", "A4", "合计"), ("2024.csv", "A4", "合计")]
    assert found.blocked


def test_a_signature_in_a_column_of_codes_is_no_spoilt_code(tmp_path: Path, gathered: Gather):
    heading = HEADING.replace("企业编号", "统一社会信用代码")
    found = gathered(write(tmp_path / "a.csv", heading, [[code(1), 2024, 10], ["填表人：张三", 2024, None]]))
    assert [(f.check, f.cell) for f in found.findings] == [(NO_SUBJECT, "A3")]


def test_a_firm_without_a_row_this_year_is_a_warning_once(tmp_path: Path, gathered: Gather):
    rows = [["A1", 2022, 10], ["A1", 2023, 11], ["A1", 2024, 12], ["A2", 2022, 20], ["A3", 2024, 5]]
    found = gathered(write(tmp_path / "a.csv", HEADING, rows))
    (finding,) = found.findings
    assert (finding.level, finding.check, finding.subject) == ("warning", "missing_after_value", "A2")
    assert (finding.period, finding.cell, finding.variable) == (2023, "A5", "")
    assert "2022年有（A5），2023年没有这一行" in finding.seen
    assert not found.blocked


def test_a_reason_settles_it(tmp_path: Path, gathered: Gather):
    rows = [["A1", 2022, 10], ["A1", 2023, 11], ["A2", 2022, 20]]
    reasons = tmp_path / "reasons.csv"
    reasons.write_text(
        "check,kind,subject,period,variable,type,reason,by,on\n"
        "missing_after_value,enterprise,A2,2023,,no_activity,已注销,李,2024-03-01\n",
        "utf-8",
    )
    found = gathered(write(tmp_path / "a.csv", HEADING, rows), reasons=reasons)
    assert [f.state for f in found.findings] == ["explained"]


def test_the_last_year_of_all_and_single_years_ask_for_nobody(tmp_path: Path, gathered: Gather):
    found = gathered(write(tmp_path / "a.csv", HEADING, [["A1", 2022, 10], ["A2", 2024, 20]]))
    assert found.findings == ()
