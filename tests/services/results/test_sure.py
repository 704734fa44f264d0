"""Every published rank has its interval, and a mark where it cannot be told from the next."""

from dataclasses import replace

import pyarrow as pa
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table, Task
from gaoxin.plan.binding import Source
from gaoxin.services.indices import index_task
from gaoxin.services.results import sure
from gaoxin.services.results.files import TableFiles
from tests.services.results.conftest import Small


def test_of_a_run(small: Small):
    found = {row["subject"]: row for row in small.rows("robust", index="strength")}
    scores = {row["subject"]: row for row in small.rows("index", index="strength") if row["node"] == "total"}
    assert set(found) == set(scores)
    for subject, row in found.items():
        assert (row["pack"], row["kind"], row["node"]) == ("zones", "zone", "total")
        assert row["rank"] == scores[subject]["rank"]
        assert (row["runs"], row["confidence"]) == (1024, 0.9)
        if row["rank"] is not None:
            assert row["score_low"] <= scores[subject]["score"] <= row["score_high"]
            assert row["rank_low"] <= row["rank_median"] <= row["rank_high"]
    last = max((row for row in found.values() if row["rank"]), key=lambda row: row["rank"])
    assert last["apart"] is None


def test_too_many_rows(small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(sure, "MOST_CELLS", 50)
    program = next(p for p in small.programs if p.pack.pack == "zones")
    figures, plan = index_task(program, "strength")
    with DuckDB() as engine, TableFiles(tmp_path, ("robust",)) as files:
        task = Task(Table(Source(table=pa.table({"zone": []}), name="none", columns=())))
        told = sure.add_sure(files, engine, program, figures, plan, task, 2)
        assert files.rows == {"robust": 0}
    assert "too many rows" in told[0]
    monkeypatch.undo()
    unscored = replace(plan, steps=plan.steps[-2:])
    assert sure.add_sure(files, engine, program, figures, unscored, task, 2) == ()
