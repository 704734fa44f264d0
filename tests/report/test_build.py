"""A report is published whole, and replaces nothing but a report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from gaoxin.base.errors import UsageError
from gaoxin.report import BuiltReport, build
from gaoxin.report.attachment import Attachment
from gaoxin.report.run import Run
from tests.report.made import make_run


def write_note(run: Run, folder: Path) -> Iterator[Attachment]:
    (folder / "files").mkdir()
    (folder / "files" / "note.txt").write_text(run.manifest["run"], "utf-8")
    yield Attachment("files/note.txt", {"zh": "说明", "en": "A note"})


def test_it_says_what_was_built(report: BuiltReport):
    assert all(page.is_file() for page in report.home)
    assert report.pages == sum(1 for _ in report.folder.rglob("*.html"))
    assert report.files == 0


@pytest.mark.slow
def test_steps_are_told_to_the_last(made: Path, tmp_path: Path):
    told: list[tuple[int, int]] = []
    build(made, tmp_path / "report", lambda *step: told.append(step))
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))


@pytest.mark.slow
def test_a_second_build_replaces_the_first_whole(made: Path, tmp_path: Path):
    place = tmp_path / "report"
    build(made, place)
    (place / "left.html").write_text("of the first build")
    again = make_run(tmp_path / "other", synthetic=False)
    build(again, place)
    assert not (place / "left.html").exists()
    assert "合成数据" not in (place / "index.html").read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} <= {"report", "other", ".report.lock"}


@pytest.mark.slow
def test_a_build_that_fails_leaves_the_old_report(made: Path, tmp_path: Path):
    place = tmp_path / "report"
    build(made, place)

    def fail(run: Run, folder: Path) -> Iterator[Attachment]:
        raise OSError("no space")

    with pytest.raises(UsageError, match="no space"):
        build(made, place, writers=[fail])
    assert (place / "index.html").is_file()
    assert {path.name for path in tmp_path.iterdir()} <= {"report", ".report.lock"}


@pytest.mark.slow
def test_what_a_killed_build_left_is_cleared(made: Path, tmp_path: Path):
    (tmp_path / ".report-left").mkdir()
    (tmp_path / ".report-left" / "half.html").write_text("half a page")
    build(made, tmp_path / "report")
    assert not (tmp_path / ".report-left").exists()


def test_a_folder_with_something_else_is_refused(made: Path, tmp_path: Path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear")
    with pytest.raises(UsageError, match=r"no report; try:"):
        build(made, tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").is_file()


def test_two_at_once_are_refused(made: Path, tmp_path: Path):
    with (
        FileLock(tmp_path / ".report.lock"),
        pytest.raises(UsageError, match="another report is being written"),
    ):
        build(made, tmp_path / "report")


def test_files_stand_beside_the_pages(made: Path, tmp_path: Path):
    built = build(made, tmp_path / "report", writers=[write_note])
    assert built.files == 1
    assert (built.folder / "files" / "note.txt").is_file()
    assert '<a href="files/note.txt">说明</a>' in (built.folder / "run.html").read_text("utf-8")
    assert '<a href="../files/note.txt">A note</a>' in (built.folder / "en" / "run.html").read_text("utf-8")


def test_a_place_that_cannot_be_written_is_wrong_use(made: Path, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match=r"cannot be written .*; try: --out"):
        build(made, tmp_path / "file" / "report")
