"""Tables as files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.tabular import write_table

TABLE = pa.table({"名": ["甲", None], "数": [1.5, None]})


def test_csv_has_a_mark_and_empty_cells(tmp_path: Path):
    assert write_table(TABLE, tmp_path / "a.csv") == 2
    assert (tmp_path / "a.csv").read_bytes() == '\ufeff"名","数"\n"甲",1.5\n,\n'.encode()
    assert write_table(TABLE, tmp_path / "a.parquet") == 2
    assert pq.read_table(tmp_path / "a.parquet").equals(TABLE)


@pytest.mark.parametrize("name", ["a.txt", "no/a.csv"])
def test_another_ending_or_no_folder_is_refused(tmp_path: Path, name: str):
    with pytest.raises(UsageError, match=r"try: a\.csv"):
        write_table(TABLE, tmp_path / name)
