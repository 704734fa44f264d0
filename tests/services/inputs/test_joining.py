"""Joining parts: faults name subject, period and cell, whatever the form of the table."""

from pathlib import Path

from gaoxin.services.inputs.gathered import Part

from .conftest import Gather, code, write


def test_a_faulty_cell_of_a_wide_table(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,企业名称,销售收入@2023,销售收入@2024"
    (fault,) = gathered(write(tmp_path / "a.csv", heading, [[code(0), "好公司", 1, "x"]])).findings
    assert (fault.subject, fault.period, fault.variable, fault.cell) == (code(0), 2024, "sales_revenue", "D2")
    assert fault.name == "好公司"


def test_a_row_of_a_wide_table_that_stands_twice_is_told_once(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,销售收入@2023,销售收入@2024"
    rows = [[code(0), 1, 2], [code(0), 1, 2]]
    assert [f.cell for f in gathered(write(tmp_path / "a.csv", heading, rows)).findings] == ["A2, A3"]


def test_equal_values_of_two_parts_are_fine(tmp_path: Path, gathered: Gather):
    one = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", [[code(0), 2024, 10]])
    two = write(tmp_path / "b.csv", "统一社会信用代码,年份,销售收入（千元）", [[code(0), 2024, 100]])
    assert gathered(one, two).findings == ()


def test_a_part_without_a_row_or_figure_gives_way(tmp_path: Path, gathered: Gather):
    one = write(
        tmp_path / "a.csv", "统一社会信用代码,年份,销售收入", [[code(0), 2024, None], [code(1), 2024, 5]]
    )
    two = write(
        tmp_path / "b.csv", "统一社会信用代码,年份,销售收入", [[code(0), 2024, 10], [code(2), 2024, 7]]
    )
    result = gathered(one, two)
    assert result.findings == ()
    assert len(result.kinds["enterprise"].names) == 0


def test_parts_without_any_period_have_period_0(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,销售收入（万元）,职工总数", [[code(0), 1000, 0.5]])
    (fault,) = gathered(Part(path, name="a.csv")).findings
    assert (fault.check, fault.period, fault.cell) == ("cell.decimals", 0, "C2")


def test_a_code_that_became_a_number(tmp_path: Path, gathered: Gather):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("数据")
        page.write_row(0, 0, ["统一社会信用代码", "年份", "销售收入（万元）"])
        page.write_row(1, 0, [914201000000001123, 2024, 5])
    (fault,) = gathered(path).findings
    assert (fault.check, fault.sheet, fault.cell) == ("cell.code", "数据", "A2")
    assert "丢了位数" in fault.rule_zh
