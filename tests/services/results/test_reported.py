"""Subjects with names and parents, and every reported figure as it was reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.services.results.conftest import Small

CELLS = {
    "subject": "甲", "period": 2024, "variable": "revenue", "number": 1250.5, "text": "1250.5 万元",
    "part": 0, "row": 3, "column": 4, "raw": "1,250.5", "corrected": True,
}  # fmt: skip


def test_subjects(small: Small):
    firms = [("甲", "甲公司", "东区"), ("乙", "乙公司", "东区"), ("丙", "丙公司", "西区")]
    assert sorted(
        (r["subject"], r["name"], r["parent"]) for r in small.rows("subjects", kind="firm")
    ) == sorted(firms)
    assert {r["parent_kind"] for r in small.rows("subjects", kind="firm")} == {"zone"}
    assert [(r["subject"], r["parent"]) for r in small.rows("subjects", kind="zone")] == [
        ("东区", None),
        ("西区", None),
    ]


@pytest.mark.slow
def test_what_is_belonged_to_is_a_subject_without_figures_too(build: Callable[..., Small]):
    zones = build(kinds=["firm"]).rows("subjects", kind="zone")
    assert [(r["subject"], r["name"]) for r in zones] == [("东区", "东区"), ("西区", "西区")]


def test_values_have_their_exact_text(small: Small):
    texts = {r["variable"]: r["text"] for r in small.rows("values", subject="甲", period=2024)}
    assert texts == {
        "called": "甲公司", "revenue": "1250.5 万元", "cost": "50.02 万元", "staff": "10 人", "core": "是",
        "born": "2010-01-01", "mark": "7..8", "zone": "东区",
    }  # fmt: skip
    assert [r["text"] for r in small.rows("values", subject="丙", variable="cost")] == []
    assert [r["number"] for r in small.rows("values", variable="cost")] == [40.0, 50.02, 39.996] or sorted(
        r["number"] for r in small.rows("values", variable="cost")
    ) == [39.996, 40.0, 50.02]


@pytest.mark.slow
def test_gathered_values_keep_their_cells(build: Callable[..., Small], tmp_path: Path):
    old = {**CELLS, "period": 2019}
    table = pa.Table.from_pylist([CELLS, old])
    for given in (table, tmp_path / "firm.values.parquet"):
        if isinstance(given, Path):
            pq.write_table(table, given)
        rows = build(values={"firm": given}).rows("values", kind="firm")
        assert rows == [{"kind": "firm", **CELLS}], "a period that does not come out has no figures"
