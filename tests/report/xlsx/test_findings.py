"""审核清单.xlsx: errors, warnings with their reasons, corrections."""

from pathlib import Path

import pytest

from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.findings import FILE, write_findings
from tests.report.made import FIRMS, HOSTILE
from tests.report.xlsx.reading import records, sheets


@pytest.fixture
def listed(titles: Titles, tmp_path: Path):
    assert write_findings(titles, tmp_path).path == f"files/{FILE}"
    return sheets(tmp_path / FILE)


def test_errors_and_warnings_have_their_sheets(listed):
    assert list(listed) == ["说明", "错误", "警告", "更正记录"]
    (error,), (warning,) = records(listed["错误"]), records(listed["警告"])
    assert (error["状态"], error["统一社会信用代码／编号"], error["填报项"]) == (
        "未处理",
        FIRMS[0][0],
        "营业收入",
    )
    assert (error["文件"], error["工作表"], error["单元格"]) == ("data/a.xlsx", "企业&园区", "AB2")
    assert (warning["状态"], warning["原因说明"], warning["填写人"]) == ("已说明", "新建产线", "李四")
    assert error["看到的"] == HOSTILE


def test_corrections_keep_both_values(listed):
    (row,) = records(listed["更正记录"])
    assert (row["原值"], row["新值"], row["单位"]) == ("12345", "12345.6", "万元")
    assert (row["理由"], row["经办人"], row["日期"]) == (HOSTILE, "张三", "2025-03-01")
