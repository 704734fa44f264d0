"""The report of a project is that of its current run."""

import json
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.runs.layout import current
from gaoxin.services.runs.reporting import report


@pytest.mark.slow
def test_the_current_run_is_reported(built: Path, tmp_path: Path):
    made = report(built)
    assert made.folder == built / "report"
    assert json.loads((made.folder / "report.json").read_text("utf-8"))["run"] == current(built).folder.name
    assert all(page.is_file() for page in made.home)
    assert report(built, tmp_path / "elsewhere").folder == tmp_path / "elsewhere"


def test_nothing_to_report(project: Path):
    with pytest.raises(UsageError, match="gaoxin build"):
        report(project)
