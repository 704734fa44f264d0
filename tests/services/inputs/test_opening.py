"""Opening parts: every fault of a file or its headings is a finding, and names its cell."""

from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from gaoxin.base.errors import UsageError
from gaoxin.services.inputs.gathered import Part
from gaoxin.services.inputs.opening import open_parts
from gaoxin.services.inputs.wanted import wanted

from .conftest import programs, write

ASKED = wanted(programs(), "enterprise")


def test_a_part_says_what_a_manifest_needs(tmp_path: Path):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（千元）,别的", [["甲", 2024, 1, 2]])
    ((opened,), findings) = open_parts(ASKED, [Part(path, name="data/a.csv")], 4)
    info = opened.info
    assert (info.part, info.kind, info.file, info.rows, len(info.sha256)) == (
        4,
        "enterprise",
        "data/a.csv",
        1,
        64,
    )
    assert [(c.variable, c.column, c.heading, c.unit) for c in info.columns] == [
        ("sales_revenue", 3, "销售收入（千元）", "千元")
    ]
    assert "别的" in info.ignored
    assert findings == []


def test_a_table_in_memory_has_no_hash():
    ((opened,), _) = open_parts(ASKED, [Part(pa.table({"统一社会信用代码": ["甲"], "销售收入": [1]}))], 0)
    assert (opened.info.sha256, opened.info.rows) == ("", 1)


def test_a_damaged_file_and_bad_headings_do_not_hide_each_other(tmp_path: Path):
    damaged = tmp_path / "x.parquet"
    damaged.write_bytes(b"PAR1 nothing")
    bad = write(tmp_path / "b.csv", "统一社会信用代码,年份,销售收入（人）", [["甲", 2024, 1]])
    good = write(tmp_path / "c.csv", "统一社会信用代码,年份,销售收入", [["甲", 2024, 1]])
    opened, findings = open_parts(ASKED, [Part(p, name=p.name) for p in (damaged, bad, good)], 0)
    assert [part.info.part for part in opened] == [2]
    assert [(f.level, f.check, f.file, f.cell) for f in findings] == [
        ("error", "file", "x.parquet", ""),
        ("error", "headings", "b.csv", "C1"),
    ]
    assert all(f.seen and f.rule_zh and f.rule_en and f.next_zh and f.next_en for f in findings)


def test_no_such_file(tmp_path: Path):
    with pytest.raises(UsageError, match="no such file"):
        open_parts(ASKED, [Part(tmp_path / "none.csv")], 0)


def test_a_damaged_line_and_other_sheets_are_told(tmp_path: Path):
    (tmp_path / "a.csv").write_text("企业编号,年份\nA1,2024\nA2,2024,3,4,5\n", "utf-8")
    _, (finding,) = open_parts(ASKED, [Part(tmp_path / "a.csv", name="a.csv")], 0)
    assert (finding.check, finding.seen.partition(",")[0]) == ("file", "第3行 · line 3")
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        book.add_worksheet("封面").write_string(0, 0, "统计年报")
        book.add_worksheet("数据").write_row(0, 0, ["企业编号", "年份"])
    _, (finding,) = open_parts(ASKED, [Part(tmp_path / "b.xlsx", name="b.xlsx")], 0)
    assert (finding.check, finding.sheet) == ("headings", "封面")
    assert finding.seen.endswith("；not read: sheet 数据")


def test_a_table_without_any_figure_is_a_fault(tmp_path: Path):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,qj09,别的", [["甲", 2024, 1, 2]])
    opened, (finding,) = open_parts(ASKED, [Part(path, name="a.csv")], 0)
    assert opened == []
    assert (finding.check, finding.level) == ("headings", "error")
    assert "no column is a variable: qj09, 别的" in finding.seen
