"""Ranks by doubles, settled exactly where these do not tell."""

import pyarrow as pa

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.plan.points import points_plan
from gaoxin.services.points.ranking import with_ranks
from gaoxin.services.tables import Options, task_for

from .conftest import Sheets


def test_the_exact_total_decides_only_where_doubles_are_near():
    """The doubles say 2 before 1 before 3; on paper 1 and 2 are 3/10, and 3 is left to its double."""
    items = [{"id": f"i{n}", "max": 1, "score": name} for n, name in enumerate(("a", "b"))]
    program = Sheets.program([Sheets.group(*items)])
    figures, plan = points_plan(program)
    table = Sheets.table(a=[1, 3, 0, 10], b=[2, 0, 0, 10])
    with DuckDB() as engine:
        population = engine.points(figures, plan, task_for(program, figures, table, Options()))
        rows = population.scored(["points"])
        found = with_ranks(population, plan, rows, plan.error)
        result = population.result(found, ["rank"]).arrow()
        by_doubles = with_ranks(population, plan, rows, 0.0)
    assert dict(zip(found["subject"].to_pylist(), found["rank"].to_pylist(), strict=True)) == {
        "4": 1,
        "1": 2,
        "2": 2,
        "3": 4,
    }
    assert result.schema.field("rank").type == pa.int64(), "as a window function gives it"
    assert sorted(by_doubles["rank"].to_pylist()) == [1, 2, 3, 4]
