"""《同比变动说明》 says what the accounts of a run say."""

from pathlib import Path

import pytest

from gaoxin.report.docx.binding import differing, figures
from gaoxin.report.docx.year_on_year import FILE, write_accounts
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.accounted import accounts
from tests.report.docx.reading import tables, text
from tests.report.made import ZONE, make_run, table


@pytest.fixture(scope="module")
def paper(titles: Titles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accounts")
    (found,) = write_accounts(titles, folder)
    assert found.path == f"files/{FILE}"
    return folder / FILE


def test_a_figure_its_lines_and_its_movers(paper: Path):
    said = text(paper)
    assert "2024年 3.5%，上年 3.9%，变动 -0.4 个百分点。" in said
    assert "营业收入口径变动，已按可比口径衔接" in said
    lines, movers = tables(paper)
    assert lines[0] == ["项目", "户数", "上年", "本年", "增减", "占上年的百分之"]
    assert lines[2] == ["新增", "1,200", "—", "—", "+0.2 个百分点", "5.13"]
    assert lines[-1][0] == "合计"
    assert [row[1:] for row in movers[1:]] == [["两年均有", "-0.2 百分点"]]


def test_a_break_without_a_comparable_series_is_no_rise_or_fall(paper: Path):
    said = text(paper)
    assert "2024年 39 人，上年 35 人。从业人员口径变动，无可比数据，不作升降比较。" in said
    assert "+4 人" not in said


def test_every_figure_is_bound_to_the_run(paper: Path, made: Path):
    assert len(figures(paper)) >= 20
    assert differing(paper, Run(made)) == []


def test_many_subjects_are_told_in_the_table_only(tmp_path: Path):
    run = make_run(tmp_path / "run")
    rows = [{**row, "subject": f"S{at:02}"} for at in range(23) for row in accounts(ZONE)]
    table(run, "accounts", rows)
    assert list(write_accounts(Titles(Book(Run(run))), tmp_path))
    said = text(tmp_path / FILE)
    assert "S19" in said
    assert "S20" not in said
    assert "其余 3 个见测算批次的数据表 accounts。" in said


def test_a_run_without_accounts_has_no_document(tmp_path: Path):
    run = make_run(tmp_path / "run")
    table(run, "accounts", [])
    assert list(write_accounts(Titles(Book(Run(run))), tmp_path)) == []
