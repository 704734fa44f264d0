"""Figures read a few columns at a time, and integers that only make groups."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.points import bared, coded
from gaoxin.plan.points import points_plan
from gaoxin.services.points import scored
from gaoxin.services.tables import Options, task_for
from tests.services.points.conftest import Sheets

ITEM = {"id": "i", "max": 10, "score": "a", "normalise": {"method": "minmax", "by": ["sector"]}}


def test_figures_keep_the_order_of_the_rows():
    program = Sheets.program([Sheets.group(ITEM, {"id": "k", "max": 5, "formula": "fines"})])
    figures, _ = points_plan(program)
    rows = list(range(2000))
    task = task_for(program, figures, Sheets.table(a=rows, fines=[1] * 2000, sector=["x"] * 2000), Options())
    with DuckDB() as engine:
        read = engine.figures(figures, task)
        assert read.read(["subject"])["subject"].to_pylist() == [str(n + 1) for n in rows]
        assert read.read(["f_i", "p_k.low"]).to_pydict() == {"f_i": rows, "p_k.low": [1] * 2000}
        assert read.keep("kept").read(["f_i"])["f_i"].to_pylist() == rows


def test_integers_that_only_make_groups_stay_integers():
    program = Sheets.program([Sheets.group(ITEM)], ranking={"by": ["sector"]})
    figures, plan = points_plan(program)
    task = coded(figures, plan, task_for(program, figures, Sheets.table(a=[1, 2], sector=[7, 7]), Options()))
    with DuckDB() as engine:
        population = engine.points(figures, plan, task)
        rows = population.scored(["sector", "points"])
        assert rows.schema.field("g.0").type == pa.int64()
        assert rows["sector"].to_pylist() == ["7", "7"]
        assert sorted(rows["points"].to_pylist()) == [0, 10]


@pytest.mark.parametrize("method", ["minmax", "percentile_rank"])
@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), float("-inf")])
def test_a_figure_that_is_not_finite_names_its_cell(method: str, wrong: float, tmp_path: Path):
    """However the cells of a column are looked at, and whether or not the row is in a group."""
    item = {"id": "i", "max": 10, "score": "x", "normalise": {"method": method, "by": ["sector"]}}
    program = Sheets.program([Sheets.group(item)])
    figures, plan = points_plan(program)
    for sector in ("u", "v", None):
        path = tmp_path / "firms.parquet"
        pq.write_table(Sheets.table(x=[1.0, None, wrong, 3.0], sector=["u", "u", sector, "u"]), path)
        task = task_for(program, figures, path, Options())
        with DuckDB() as engine, pytest.raises(DataError, match="cell B3") as told:
            scored(engine, figures, plan, task)
        assert [fault.place.line for fault in told.value.faults] == [3]


def test_only_doubles_without_limits_are_read_as_they_stand():
    item = {"id": "i", "max": 1, "score": "x"}
    program = Sheets.program([Sheets.group(item, {"id": "k", "max": 1, "score": "a"})])
    figures, _ = points_plan(program)
    task = task_for(program, figures, Sheets.table(x=[1.5], a=[2.0]), Options())
    assert bared(figures, task, ["f_i", "f_k"])[1] == {"f_i"}
    assert bared(figures, task, ["f_k"])[1] == frozenset()


def test_details_of_a_few_rows():
    program = Sheets.program([Sheets.group(ITEM)])
    figures, plan = points_plan(program)
    task = task_for(program, figures, Sheets.table(a=[1, 2, 5], sector=["x"] * 3), Options())
    with DuckDB() as engine:
        near = pa.table({"row": [9], "subject": ["2"], "period": pa.array([0], pa.int32())})
        found = engine.points(figures, plan, task).details(near)
        assert found.to_pydict() == {"row": [9], "lo_i": [1], "hi_i": [5], "f_i": [2]}
