"""Sources know what their columns are called and where they stand."""

import pyarrow as pa

from gaoxin.intake.files.grid import ROW
from gaoxin.intake.files.heads import Heads
from gaoxin.intake.files.sources import from_rows, in_memory, storage_of, unique
from gaoxin.intake.files.spool import Spool


def test_names_are_unique_whatever_their_case():
    assert unique(["a", "A", "a #2", ROW, ""]) == ["a", "A #2", "a #2 #2", f"{ROW} #2", ""]


def test_rows_under_their_headings():
    spool = Spool()
    spool.add((5, {1: "a", 4: "—"}))
    head = Heads({1: "编号", 3: "x"}, (2, 3), 2, {3: "万元"}, ("千元",), ["told"])
    source = from_rows("t.xlsx", spool, head, "表")
    assert [(c.name, c.heading, c.position, c.unit, c.marks, c.full) for c in source.columns] == [
        ("编号", "编号", 1, None, (), True),
        ("x", "x", 3, "万元", (), False),
        ("", "", 4, None, (("—", 1),), True),
    ]
    assert (source.heading_rows, source.units, source.notices) == ((2, 3), ("千元",), ("told",))
    assert (source.sheet, source.row_column, source.path) == ("表", ROW, None)


def test_a_table_in_memory():
    source = in_memory(pa.table({"a": [1], ROW: [5]}), "t", ["b"])
    assert [(c.name, c.heading) for c in source.columns] == [("b", "b")]
    assert storage_of(pa.int64()).kind == source.columns[0].storage.kind
