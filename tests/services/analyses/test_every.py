"""All analyses at once, and their files."""

import csv
from pathlib import Path
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services import verbs
from gaoxin.services.analyses.every import ANALYSES, analyse, write_all


@pytest.mark.slow
def test_all_that_can_be_done_is_done(lab: str, table: Any):
    assert list(analyse(lab, table)) == list(ANALYSES)
    rest = [name for name in ANALYSES if name != "drop_each"]
    assert list(analyse(lab, table, name="flat")) == rest, "an index without a total has no rank to compare"
    assert list(analyse(lab, verbs.index(lab, table))) == rest


@pytest.mark.slow
def test_each_is_what_it_is_alone(lab: str, table: Any):
    found = analyse(lab, table, ["pca", "drop_each"], periods=[2023])
    assert list(found) == ["pca", "drop_each"]
    for name, results in found.items():
        assert results.rows() == ANALYSES[name](lab, table, periods=[2023]).rows()
    with pytest.raises(UsageError, match=r"没有这种分析.*try: availability"):
        analyse(lab, table, ["factor"])


def test_files_have_a_mark_and_every_row(lab: str, table: Any, tmp_path: Path):
    written = write_all(analyse(lab, table, ["availability"]), tmp_path / "new" / "folder")
    path = tmp_path / "new" / "folder" / "availability.csv"
    assert written == {path: 16}
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["subject"] == "丁"
    assert len(rows) == 16
