"""Rows joined by Arrow: the same cells as XlsxWriter writes, a chunk at a time."""

from pathlib import Path

import pyarrow as pa
import pytest

from gaoxin.report.xlsx import pouring
from gaoxin.report.xlsx.books import Book, Field
from tests.report.xlsx.reading import sheets


def test_chunks_meet_without_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pouring, "_CHUNK", 3)
    texts = [f"企业{n}" if n % 4 else None for n in range(1, 12)]
    with Book(tmp_path / "a.xlsx", "", "") as book:
        book.table("表", [Field("a", pa.array(texts)), Field("b", pa.array(range(11)))])
    rows = sheets(tmp_path / "a.xlsx")["表"]
    assert rows == [["a", "b"], *([text or "", float(n)] for n, text in enumerate(texts))]


def test_columns_beyond_z_have_two_letters(tmp_path: Path):
    with Book(tmp_path / "a.xlsx", "", "") as book:
        book.table("表", [Field(str(n), pa.array([f"{n}.1", f"{n}.2", f"{n}.3"])) for n in range(60)])
    rows = sheets(tmp_path / "a.xlsx")["表"]
    assert rows == [[f"{n}{end}" for n in range(60)] for end in ("", ".1", ".2", ".3")]
