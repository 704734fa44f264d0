"""Results as files."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.change.writing import write
from gaoxin.services.tables import Results

FOUND = Results(pa.table({"subject": ["甲", "乙"], "amount": [1.5, None]}), "p")


def test_kinds_of_files(tmp_path: Path):
    assert write(FOUND, tmp_path / "a.csv") == 2
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file)) == [["subject", "amount"], ["甲", "1.5"], ["乙", ""]]
    write(FOUND, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").equals(FOUND.table)
    write(FOUND, tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))[1] == {"subject": "乙", "amount": None}
    assert len(list(tmp_path.iterdir())) == 3


def test_wrong_places(tmp_path: Path):
    with pytest.raises(UsageError, match="不支持的格式"):
        write(FOUND, tmp_path / "a.txt")
    with pytest.raises(UsageError, match="there is no folder"):
        write(FOUND, tmp_path / "none" / "a.csv")
