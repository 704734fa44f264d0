"""What stands beside the pages, and whose self-checks there are."""

from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from gaoxin.base.errors import UsageError
from gaoxin.report import build
from gaoxin.report.files import write_files
from gaoxin.report.run import Run
from tests.report.made import FIRMS, HOSTILE, make_run


@pytest.mark.slow
def test_a_report_has_its_files_and_links_to_them(made: Path, tmp_path: Path):
    built = build(made, tmp_path / "report")
    names = {path.name for path in (built.folder / "files").iterdir()}
    assert names >= {"测算结果.xlsx", "审核清单.xlsx", "统计年报审核说明.docx"}
    assert f"示例认定条件自评表-{FIRMS[0][0]}.docx" in names
    assert {f"评分表明细单-{FIRMS[0][0]}.{ending}" for ending in ("html", "xlsx", "docx")} <= names
    assert built.files == len(names) == 4 + 4 * len(FIRMS)
    for page, root in (("run.html", ""), ("en/run.html", "../")):
        text = (built.folder / page).read_text("utf-8")
        assert all(f'href="{root}files/{name}"' in text for name in names)


@pytest.mark.slow
def test_every_file_opens(made: Path, tmp_path: Path):
    for file in write_files(Run(made), tmp_path):
        path = tmp_path / file.path
        if path.suffix == ".xlsx":
            assert CalamineWorkbook.from_path(str(path)).sheet_names[0] == "说明"
        elif path.suffix == ".html":
            assert path.read_text("utf-8").rstrip().endswith("</html>")
        else:
            assert Document(str(path)).paragraphs
        assert set(file.title) == {"zh", "en"}


@pytest.mark.slow
def test_those_asked_for_have_self_checks(made: Path, tmp_path: Path):
    built = build(made, tmp_path / "report", subjects=[FIRMS[1][0]])
    assert {p.name for p in (built.folder / "files").glob("示例认定*.docx")} == {
        f"示例认定条件自评表-{FIRMS[1][0]}.docx"
    }


def test_somebody_unknown_is_refused_before_anything_is_written(made: Path, tmp_path: Path):
    with pytest.raises(UsageError, match=r"999.*没有|没有 999"):
        build(made, tmp_path / "report", subjects=["999"])
    assert not (tmp_path / "report").exists()


@pytest.mark.slow
def test_words_of_a_pass_are_nowhere(made: Path, tmp_path: Path):
    for file in write_files(Run(made), tmp_path):
        path = tmp_path / file.path
        if path.suffix == ".docx":
            assert "认定通过" not in "".join(Document(str(path)).element.itertext())


@pytest.mark.slow
def test_real_data_have_no_mark(tmp_path: Path):
    run = Run(make_run(tmp_path / "run", [("C1", HOSTILE)], synthetic=False))
    for file in write_files(run, tmp_path):
        path = tmp_path / file.path
        if path.suffix == ".docx":
            paper = Document(str(path))
            assert not paper.sections[0].header.paragraphs[0].text
