"""The files as a zone would get them: codes and units in headings, two heading rows, three slips."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.files import unit_factor, write_files
from gaoxin.services.demo.spec import Demo, Money
from gaoxin.services.synthetic import heading


@pytest.fixture(scope="module")
def written(demo: Demo, drawn: tuple[Drawn, Drawn], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    assert write_files(folder, demo, drawn) == [file.path for file in demo.files]
    return folder


def rows(file: Path) -> list[dict[str, str]]:
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_figure_stands_in_one_file(written: Path, demo: Demo, drawn: tuple[Drawn, Drawn]):
    for kind in drawn:
        found: list[str] = []
        for file in (file for file in demo.files if file.kind == kind.kind):
            named = file.names
            found += (
                [n for n in kind.recipe.spec.variables if not any(n in f.names for f in demo.files)]
                if file.rest
                else named
            )
        assert sorted(found) == sorted(kind.recipe.spec.variables)


def test_every_row_says_that_it_is_synthetic(written: Path):
    for file in written.rglob("*.csv"):
        assert {row["数据说明"] for row in rows(file)} == {"合成数据"}
    for name in ("财务", "人员"):
        sheet = (
            CalamineWorkbook.from_path(written / "data" / "annual.xlsx").get_sheet_by_name(name).to_python()
        )
        assert "合成数据" in str(sheet[0][0])
        assert {row[-1] for row in sheet[3:]} == {"合成数据"}


def test_the_export_has_codes_and_another_unit(written: Path, drawn: tuple[Drawn, Drawn]):
    found = rows(written / "data" / "torch-export.csv")
    assert {"qc05_0（万元）", "qd01（人）", "qj73（件）", "新产品销售收入（统计年报）（万元）"} <= set(
        found[0]
    )
    true = drawn[0].columns["survey_operating_revenue"]
    assert Decimal(found[0]["qc05_0（万元）"]) == true[0] / 10


def test_three_cells_are_ten_times_too_large(written: Path, demo: Demo, drawn: tuple[Drawn, Drawn]):
    firms = drawn[0]
    found = rows(written / "data" / "torch-export.csv")
    wrong = set[tuple[str, str]]()
    for name in next(file for file in demo.files if file.codes).variables:
        variable = firms.recipe.variables[name]
        money = variable.unit == "千元"
        column = f"{variable.torch or variable.title.zh}（{'万元' if money else variable.unit}）"
        for n, row in enumerate(found):
            true = firms.columns[name][n]
            right = None if true is None else Decimal(true) / (10 if money else 1)
            if right is not None and Decimal(row[column]) != right:
                assert Decimal(row[column]) == right * 10
                wrong.add((name, row["统一社会信用代码"]))
    assert wrong == {(slip.variable, firms.special(slip.special)) for slip in demo.slips}


def test_the_workbook_has_groups_over_its_headings(written: Path, drawn: tuple[Drawn, Drawn]):
    book = CalamineWorkbook.from_path(written / "data" / "annual.xlsx")
    sheet = book.get_sheet_by_name("财务").to_python()
    assert sheet[1][:3] == ["统一社会信用代码", "年度", "收入与成本"]
    variable = drawn[0].recipe.variables["sales_revenue"]
    assert sheet[2][2] == heading(variable) == "销售收入（万元）"
    assert sheet[3][:2] == [drawn[0].columns["subject"][0], 2022]
    assert len(sheet) == 3 + len(drawn[0].columns["subject"])


def test_units(drawn: tuple[Drawn, Drawn]):
    variables = drawn[0].recipe.variables
    money = Money.model_validate({"from": "千元", "to": "万元"})
    assert unit_factor(variables["rd_internal"], money) == Decimal("0.1")
    assert unit_factor(variables["survey_staff"], money) == unit_factor(variables["rd_internal"], None) == 1
