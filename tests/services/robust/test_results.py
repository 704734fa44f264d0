"""Tables and files of an analysis."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.robust.results import Robust, arrow_tables
from gaoxin.spec import Text

TABLES = {
    "units": {
        "period": np.array([2024, 2024]),
        "subject": np.array(["u1", "u2"], dtype=object),
        "rank": np.array([1.0, np.nan]),
        "score": np.array([2.5, np.nan]),
        "mark": np.array(["位次差异不显著", ""]),
    },
    "ranks": {
        "period": np.array([2024]),
        "subject": np.array(["u1"]),
        "rank": np.array([1]),
        "share": np.array([1.0]),
    },
    "moves": {},
    "sensitivity": {"input": np.array(["w"]), "subject": np.array(["u1"]), "first": np.array([0.5])},
}


@pytest.fixture
def found() -> Robust:
    tables = arrow_tables(TABLES, "trial", {"w": Text(zh="权重", en="weights")})
    return Robust(tables["units"].table, "trial", ("note",), tables, 7, {"seed": 1})


def test_what_is_not_known_is_null(found: Robust):
    assert found.table.column_names == ["subject", "period", "rank", "score", "mark"]
    assert found.rows() == [
        {"subject": "u1", "period": 2024, "rank": 1, "score": 2.5, "mark": "位次差异不显著"},
        {"subject": "u2", "period": 2024, "rank": None, "score": None, "mark": None},
    ]
    assert found.ranks.rows()[0]["rank"] == 1
    assert len(found.moves) == len(found.pairs) == len(found.options) == 0


def test_inputs_have_their_titles_beside_them(found: Robust):
    (row,) = found.sensitivity.rows()
    assert (row["input"], row["title_zh"], row["title_en"]) == ("w", "权重", "weights")


def test_a_table_without_rows_keeps_its_columns():
    tables = arrow_tables(
        {"ranks": {"subject": np.array([], dtype=object), "rank": np.array([], dtype=int)}}, "trial", {}
    )
    found = Robust(tables["ranks"].table, "trial", (), tables, 0, {})
    assert found.ranks.table.column_names == ["subject", "rank"]


def test_a_folder(found: Robust, tmp_path: Path):
    files = found.write(tmp_path / "out")
    assert [file.name for file in files] == ["units.csv", "ranks.csv", "sensitivity.csv", "robust.json"]
    assert files[0].read_text(encoding="utf-8-sig").splitlines()[1].startswith('"u1",2024,1,2.5,')
    assert json.loads(files[-1].read_text(encoding="utf-8")) == {"seed": 1, "runs": 7, "notices": ["note"]}


def test_files_beside_each_other(found: Robust, tmp_path: Path):
    files = found.write(tmp_path / "out.parquet")
    assert [file.name for file in files] == ["out.parquet", "out.ranks.parquet", "out.sensitivity.parquet"]
    assert pq.read_table(files[0]).equals(found.table)
    assert [file.suffix for file in found.write(tmp_path / "out.csv")] == [".csv"] * 3


def test_one_json(found: Robust, tmp_path: Path):
    assert found.write(tmp_path / "out.json") == [tmp_path / "out.json"]
    read = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert read == {**found.plain()}
    assert [row["subject"] for row in read["units"]] == ["u1", "u2"]


def test_no_such_place(found: Robust, tmp_path: Path):
    with pytest.raises(UsageError, match=r"no such kind of file"):
        found.write(tmp_path / "out.docx")
    with pytest.raises(UsageError, match="there is no folder"):
        found.write(tmp_path / "none" / "out.csv")
