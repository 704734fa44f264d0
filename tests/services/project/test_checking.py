"""A project's data are checked, and the findings are written down."""

import csv
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError
from gaoxin.intake.findings import Finding
from gaoxin.services.project.checking import check, count
from gaoxin.services.project.creating import create

HEADS = "统一社会信用代码,年份,企业名称,研究开发费用（高企口径）（万元）,销售收入（万元）"
GOOD = "91000000HC00000161,2024,甲,50,1000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "p", ["hnte-2016"])
    (tmp_path / "p" / "data" / "enterprise.xlsx").unlink()
    settings = tmp_path / "p" / "gaoxin.toml"
    settings.write_text(settings.read_text("utf-8").replace("enterprise*.xlsx", "*.csv"), "utf-8")
    return tmp_path / "p"


def fill(folder: Path, *rows: str) -> None:
    (folder / "data" / "firms.csv").write_text("\n".join([HEADS, *rows]) + "\n", "utf-8")


@pytest.mark.slow
def test_good_data(folder: Path):
    fill(folder, GOOD)
    found = check(folder)
    assert not found.blocked
    assert found.counts["errors"] == 0
    assert [file.name for file in found.files] == ["findings.xlsx", "findings.csv"]


@pytest.mark.slow
def test_errors_block_and_name_their_cells(folder: Path):
    fill(folder, GOOD, GOOD, "91000000HC0000024U,2024,乙,many,1000")
    found = check(folder)
    assert found.blocked
    assert found.counts["errors"] >= 2
    assert {finding.file for finding in found.findings if finding.level == "error"} == {"data/firms.csv"}
    assert any(finding.seen == "many" or "many" in finding.seen for finding in found.findings)
    with (folder / "check" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(found.findings) + 1


@pytest.mark.slow
def test_a_new_project_can_be_checked_as_it_stands(tmp_path: Path):
    create(tmp_path / "p", ["hnte-2016"])
    found = check(tmp_path / "p")
    assert (found.blocked, found.counts["warnings"]) == (False, 0)


@pytest.mark.slow
def test_faulty_ranges_are_told(folder: Path):
    fill(folder, GOOD)
    (folder / "ranges.csv").write_text("indicator\nx\n", "utf-8")
    with pytest.raises(DataError):
        check(folder)


def test_findings_are_counted():
    made = [
        Finding("error", "a", "k"),
        Finding("warning", "b", "k", state="explained"),
        Finding("warning", "b", "k"),
    ]
    assert count(made) == {"errors": 1, "warnings": 2, "open": 2}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "rows", "said"),
    [
        ("periods = [2024, 2030]", [GOOD], "the data have no 2030; 有 · they have 2024"),
        ("as_of = 1990-01-01", [GOOD], "1990-01-01 早于2024年的数据"),
        ("", [], "data/firms.csv: 没有数据行 · it has no rows"),
    ],
)
def test_settings_that_do_not_go_with_the_data_are_noticed(
    folder: Path, settings: str, rows: list[str], said: str
):
    fill(folder, *rows)
    file = folder / "gaoxin.toml"
    file.write_text(f"{settings}\n{file.read_text('utf-8')}", "utf-8")
    found = check(folder)
    assert not found.blocked
    assert [notice for notice in found.notices if said in notice]


@pytest.mark.slow
def test_settings_that_do_are_not(folder: Path):
    fill(folder, GOOD)
    file = folder / "gaoxin.toml"
    file.write_text(f"periods = [2024]\nas_of = 2024-06-30\n{file.read_text('utf-8')}", "utf-8")
    assert not [notice for notice in check(folder).notices if "periods" in notice or "as_of" in notice]
