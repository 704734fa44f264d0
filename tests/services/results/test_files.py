"""Files of tables: each with its columns, those without rows too."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.report.run import TABLES
from gaoxin.services.results.files import TableFiles


def test_rows_are_shaped_and_counted(tmp_path: Path):
    with TableFiles(tmp_path, ("verdicts", "subjects")) as files:
        files.add(
            "verdicts", {"pack": "p", "subject": pa.array(["甲", "乙"]), "period": pa.array([2023, 2024])}
        )
        files.add("verdicts", pa.table({"subject": ["丙"], "result": ["pass"]}))
        files.add("verdicts", {"subject": pa.array([], pa.string())})
        assert files.rows == {"verdicts": 3, "subjects": 0}
    found = pq.read_table(tmp_path / "tables" / "verdicts.parquet")
    assert found.schema.equals(TABLES["verdicts"])
    assert found["subject"].to_pylist() == ["甲", "乙", "丙"]
    assert found["pack"].to_pylist() == ["p", "p", None]
    assert found["period"].to_pylist() == [2023, 2024, None]
    assert pq.read_table(tmp_path / "tables" / "subjects.parquet").schema.equals(TABLES["subjects"])


def test_what_does_not_fit_is_refused(tmp_path: Path):
    with TableFiles(tmp_path, ("verdicts",)) as files, pytest.raises(pa.ArrowInvalid):
        files.add("verdicts", {"subject": pa.array(["甲"]), "period": pa.array([2**40])})
