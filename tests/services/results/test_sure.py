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
        assert (row["runs"], row["confidence"]) == (3 * 1024, 0.9)
        if row["rank"] is not None:
            assert row["score_low"] <= scores[subject]["score"] <= row["score_high"]
            assert row["rank_low"] <= row["rank_median"] <= row["rank_high"]
    last = max((row for row in found.values() if row["rank"]), key=lambda row: row["rank"])
    assert last["apart"] is None


def test_how_often_each_rank_is_taken(small: Small):
    sums: dict[tuple[str, int], float] = {}
    for row in small.rows("rank_shares", index="strength"):
        key = (row["subject"], row["period"])
        sums[key] = sums.get(key, 0.0) + row["share"]
        assert row["rank"] >= 1
    known = {(row["subject"], row["period"]): row["known"] for row in small.rows("robust", index="strength")}
    assert sums == pytest.approx({key: share for key, share in known.items() if share})


def test_the_only_assumption_moves_all_ranks(small: Small):
    rows = small.rows("assumptions", index="strength")
    shift = [row for row in rows if not row["subject"]]
    assert {row["title_zh"] for row in rows} == {"指标权重 ±25%"}
    assert {row["title_en"] for row in rows} == {"Weights ±25%"}
    assert all(row["total"] is None or row["total"] == pytest.approx(1, abs=0.1) for row in shift)
    assert {(r["period"]) for r in shift} == {r["period"] for r in small.rows("robust", index="strength")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "value", "table"), [("MOST_CROSSED", 1, "assumptions"), ("FEW", 0, "rank_shares")]
)
def test_large_rankings_keep_less(build, monkeypatch: pytest.MonkeyPatch, limit, value, table):
    monkeypatch.setattr(sure, limit, value)
    rows = build().written.rows
    assert {name for name in ("robust", "rank_shares", "assumptions") if not rows[name]} == {table}


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


@pytest.mark.slow
def test_an_index_without_any_score_has_no_intervals(build):
    written = build(zones=[("东区", 2024, None), ("西区", 2024, None)]).written
    assert [written.rows[name] for name in ("robust", "rank_shares", "assumptions")] == [0, 0, 0]
    assert written.rows["index"]
