"""Large files are read with bounded memory; each in a process of its own, which says its peak."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

READ = """
import json, sys
from gaoxin.intake import open_table
seen = []
source = open_table(sys.argv[1], progress=lambda done, whole: seen.append((done, whole)))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
if source.path:
    import pyarrow.parquet as pq
    rows = pq.read_metadata(source.path).num_rows
else:
    rows = source.table.num_rows
print(json.dumps({
    "rows": rows, "peak": int(peak.split()[1]) >> 10, "on_disk": source.path is not None,
    "kinds": [column.storage.kind for column in source.columns], "calls": len(seen), "last": seen[-1],
}))
"""
MEGABYTE = 1 << 20

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc"),
]


def reading(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_of_100_megabytes(encoding: str, tmp_path: Path):
    path = tmp_path / "t.csv"
    line = "".join(f"91330100MA{n:08d},示例企业{n}有限公司,2024,{n}.25,—\n" for n in range(10_000)).encode(
        encoding
    )
    with path.open("wb") as file:
        file.write("统一社会信用代码,企业名称,年度,营业收入（万元）,备注\n".encode(encoding))
        rows = 0
        while file.tell() < 100 * MEGABYTE:
            file.write(line)
            rows += 10_000
    found = reading(path)
    assert (found["rows"], found["on_disk"], found["kinds"]) == (rows, True, ["text"] * 5)
    assert found["last"] == [path.stat().st_size] * 2
    assert found["peak"] < 400  # 100 of them are the interpreter and pyarrow


def test_a_workbook_of_200_000_rows(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["统一社会信用代码", "年度", *(f"指标{n}" for n in range(3))])
        for n in range(1, 200_001):
            sheet.write_string(n, 0, f"91330100MA{n:08d}")
            for position in range(1, 5):
                sheet.write_number(n, position, n + position / 8)
    found = reading(path)
    assert (found["rows"], found["kinds"]) == (200_000, ["text", *["double"] * 4])
    assert found["calls"] > 100
    assert found["last"][0] == found["last"][1]
    assert found["peak"] < 300
