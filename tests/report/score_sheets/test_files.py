"""Whose score sheets are written, and how the files are called."""

from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.score_sheets.files import FEW, SAMPLES, write_score_sheets
from gaoxin.report.titles import Titles
from tests.report.made import FIRMS, make_run


@pytest.mark.slow
def test_everybody_of_a_few(titles: Titles, tmp_path: Path):
    found = list(write_score_sheets(SubjectRows(titles), None, tmp_path))
    assert len(found) == 3 * len(FIRMS)
    assert found[0].path == f"files/评分表明细单-{FIRMS[0][0]}.html"
    assert found[0].title == {
        "zh": "《评分表明细单》甲公司（HTML）",
        "en": "Score sheet, score sheet: 甲公司 (HTML)",
    }
    assert {path.name for path in tmp_path.iterdir()} == {each.path.removeprefix("files/") for each in found}


@pytest.mark.slow
def test_of_many_those_with_advice(tmp_path: Path):
    firms = [(f"F{n:02}", f"企业{n}") for n in range(FEW + 1)]
    rows = SubjectRows(Titles(Book(Run(make_run(tmp_path / "run", firms)))))
    (tmp_path / "files").mkdir()
    found = list(write_score_sheets(rows, None, tmp_path / "files"))
    assert {each.path.rpartition("-")[2].partition(".")[0] for each in found} == {"F00", "F01"}
    assert SAMPLES == 3


@pytest.mark.slow
def test_those_asked_for(titles: Titles, tmp_path: Path):
    assert len(list(write_score_sheets(SubjectRows(titles), ["C3"], tmp_path))) == 3
    with pytest.raises(UsageError, match="no such subject"):
        list(write_score_sheets(SubjectRows(titles), ["nobody"], tmp_path))
