"""Parts typed and joined on DuckDB: tables are removed afterwards, every step gives what it says."""

from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source, SourceColumn, Storage

TEXT = Storage("text")
MONEY = BoundColumn("c2", "收入", "revenue", None, "number", TEXT, "万元", Fraction(10**6), 2)
MARK = BoundColumn(
    "c2", "评分", "mark", None, "grade", TEXT, "分", Fraction(100), 2, grades=(("A", 900, 1000),)
)


def part(rows: list[tuple[str | None, str | None, str | None]], bound: BoundColumn = MONEY) -> Table:
    columns = list(zip(*rows, strict=True))
    table = pa.table({f"c{n}": pa.array(values, pa.string()) for n, values in enumerate(columns)})
    heads = tuple(SourceColumn(f"c{n}", f"c{n}", n + 1, TEXT) for n in range(3))
    return Table(
        Source("t", heads, table=table), Binding(Key("c0", "id", TEXT), Key("c1", "year", TEXT), (bound,))
    )


@pytest.mark.slow
def test_step_by_step(tmp_path: Path):
    one = part([("甲", "2024", "1.5"), ("乙", "2024", "x"), ("甲", "2024", "3"), (None, "2024", "4")])
    two = part([("甲", "2024", "1.5"), ("丙", "2023", "2"), ("丁", "2024", "5")])
    with DuckDB(threads=1) as engine:
        with engine.gathering({3: one, 5: two}) as gathering:
            assert gathering.faults() == [(3, 2, "c2", "x", "number"), (3, 4, "c0", None, "no subject")]
            assert gathering.keys_of(3, [2, 4]) == {2: [("乙", 2024)], 4: [(None, 2024)]}
            assert gathering.twice() == [(3, "甲", 2024, [1, 3])]
            joined = gathering.join()
            assert joined.to_pydict() == {
                "subject": ["丁", "丙", "乙", "甲"],
                "period": [2024, 2023, 2024, 2024],
                "revenue": [5_000_000, 2_000_000, None, 1_500_000],
            }
            assert gathering.conflicts() == []
            cells = gathering.cells(["revenue"])
            assert cells["revenue.part"].to_pylist() == [5, 5, None, 3]
            assert cells["revenue.raw"].to_pylist() == ["5", "2", None, "1.5"]
            assert gathering.rows().num_rows == 5
            places = pa.table(
                {
                    "part": [3, 5],
                    "variable": ["revenue"] * 2,
                    "year": pa.array([None, None], pa.int32()),
                    "position": [3, 3],
                }
            )
            path = tmp_path / "values.parquet"
            shown = {"revenue": ("number", Fraction(10**6), "万元")}
            assert gathering.write_values(joined, shown, places, path) == 3
            written = {
                r["subject"]: (r["number"], r["text"], r["row"]) for r in pq.read_table(path).to_pylist()
            }
            assert written == {
                "甲": (1.5, "1.5 万元", 1), "丙": (2.0, "2 万元", 2), "丁": (5.0, "5 万元", 3)
            }  # fmt: skip
            assert gathering.read(MONEY, ["1", "x", None]) == [
                ((1_000_000,), False),
                ((None,), True),
                ((None,), False),
            ]
        assert engine._connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


@pytest.mark.slow
def test_parts_that_differ():
    with (
        DuckDB(threads=1) as engine,
        engine.gathering({0: part([("甲", "2024", "1")]), 1: part([("甲", "2024", "2")])}) as gathering,
    ):
        gathering.twice()
        gathering.join()
        (found,) = gathering.conflicts()
        assert (found["part"], found["raw"], found["other_part"], found["other_raw"]) == (0, "1", 1, "2")


@pytest.mark.slow
def test_grades_have_two_ends(tmp_path: Path):
    with DuckDB(threads=1) as engine, engine.gathering({0: part([("甲", "2024", "A")], MARK)}) as gathering:
        gathering.twice()
        joined = gathering.join()
        assert (joined["mark__lo"].to_pylist(), joined["mark__hi"].to_pylist()) == ([900], [1000])
        places = pa.table(
            {"part": [0], "variable": ["mark"], "year": pa.array([None], pa.int32()), "position": [3]}
        )
        path = tmp_path / "v.parquet"
        gathering.write_values(joined, {"mark": ("grade", Fraction(100), "分")}, places, path)
        assert pq.read_table(path)["text"].to_pylist() == ["9–10 分"]


def test_only_the_columns_that_lost_a_text_are_looked_through():
    """Blanks of every kind are none; a fault is found in whatever column, and with it those of the keys."""
    kinds = {
        "money": ({"unit": "元", "factor": Fraction(100), "scale": 2}, "number", ["1", "—", "x"]),
        "flag": ({}, "flag", ["是", "N/A", "也许"]),
        "day": ({}, "date", ["2020-01-01", "不适用", "2020-13-01"]),
        "kind": ({"categories": ("甲", "乙")}, "category", ["甲", "-", "丁"]),
        "sound": ({}, "flag", ["是", "", "否"]),
        "mark": ({"scale": 2, "grades": (("A", 900, 1000),)}, "grade", ["A", None, "Z"]),
    }
    cells = {name: pa.array(values, pa.string()) for name, (_, _, values) in kinds.items()}
    table = pa.table({"id": ["a", "b", None], "year": ["2024"] * 3, **cells})
    heads = tuple(SourceColumn(name, name, n, TEXT) for n, name in enumerate(table.column_names, 1))
    bound = tuple(
        BoundColumn(name, name, name, None, kind, TEXT, **more) for name, (more, kind, _) in kinds.items()
    )
    binding = Binding(Key("id", "id", TEXT), Key("year", "year", TEXT), bound)
    part = Table(Source("t", heads, table=table), binding)
    with DuckDB(threads=1) as engine, engine.gathering({0: part}) as gathering:
        found = [fault[1:] for fault in gathering.faults()]
    assert found == [
        (3, "id", None, "no subject"),
        *((3, name, values[2], kind) for name, (_, kind, values) in kinds.items() if name != "sound"),
    ]
