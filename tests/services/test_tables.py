"""Tables of users as tasks, results in every form, and what a reader should know."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gaoxin.base.errors import DataError, UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table
from gaoxin.plan.binding import Source
from gaoxin.plan.rows import figure_plan, full_plan, verdict_plan
from gaoxin.services.tables import (
    Options,
    Results,
    engine_for,
    notices_of,
    opened,
    program_of,
    task_for,
)
from gaoxin.services.verbs import verdicts

ROWS = {
    "企业编号": ["001", "002", "002"],
    "年度": [2024, 2024, 2023],
    "营业收入（万元）": ["100", "200.5", "1,000"],
    "研发费用": ["5", "10", "0"],
    "自有": ["是", "否", None],
    "评分": ["A", "B", None],
    "职工数": [12, 3, None],
    "成立日期": ["2024-01-01", "2010-05-06", "2010-05-06"],
    "备注": ["x", "y", "z"],
}
HERE = Path(__file__).parent


def csv_text(rows: dict[str, list[Any]]) -> str:
    lines = [list(rows), *zip(*rows.values(), strict=True)]
    return "\n".join(",".join(f'"{"" if cell is None else cell}"' for cell in line) for line in lines)


def workbook(path: Path, rows: dict[str, list[Any]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        for column, (heading, cells) in enumerate(rows.items()):
            sheet.write(0, column, heading)
            for row, cell in enumerate(cells, 1):
                if cell is not None:
                    sheet.write(row, column, cell)


FORMS = ["csv", "xlsx", "parquet", "arrow", "polars", "pandas", "relation"]


def given(form: str, folder: Path, connection: duckdb.DuckDBPyConnection) -> object:
    """The same rows in one of the forms that users have."""
    table = pa.table(ROWS)
    path = folder / f"table.{form}"
    match form:
        case "csv":
            path.write_text(csv_text(ROWS), encoding="utf-8-sig")
        case "xlsx":
            workbook(path, ROWS)
        case "parquet":
            pq.write_table(table, path)
        case "polars":
            return pl.from_arrow(table)
        case "pandas":
            return pd.DataFrame(ROWS)
        case "relation":
            connection.register("rows", table)
            return connection.sql("SELECT * FROM rows")
        case _:
            return table
    return str(path)


EXPECTED = [
    {"subject": "001", "period": 2024, "able": "pass", "able.C-1": True, "able.C-2": True, "able.C-3": True},
    {
        "subject": "002",
        "period": 2023,
        "able": "unknown",
        "able.C-1": None,
        "able.C-2": None,
        "able.C-3": None,
    },
    {
        "subject": "002",
        "period": 2024,
        "able": "fail",
        "able.C-1": False,
        "able.C-2": False,
        "able.C-3": False,
    },
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same(small: str, tmp_path: Path, form: str):
    """5 of 100 is 5 %; 10 of 1200.5 is not; codes keep their zeros."""
    with duckdb.connect() as connection:
        found = verdicts(small, given(form, tmp_path, connection))
    assert isinstance(found, Results)
    assert found.rows() == EXPECTED
    (notice,) = [n for n in found.notices if "not used" in n]
    assert "备注" in notice


def test_results_turn_into_every_form(small: str):
    found = verdicts(small, pa.table(ROWS))
    assert isinstance(found, Results)
    assert len(found) == 3
    assert found.pack == "small"
    assert found.arrow().num_rows == 3
    assert found.to_pandas()["able"].tolist() == ["pass", "unknown", "fail"]
    assert found.to_polars()["able"].to_list() == ["pass", "unknown", "fail"]
    assert pa.table(found).equals(found.arrow())
    assert pl.DataFrame(found).height == 3
    with duckdb.connect() as connection:
        connection.register("found", found.arrow())
        assert connection.sql("SELECT count(*) FROM found").fetchall() == [(3,)]


def test_a_wide_table(small: str):
    wide = pa.table(
        {"firm": ["a"], "cost@2023": [4], "cost@2024": [6], "营业收入2023": [100], "营业收入2024": [100]}
    )
    found = verdicts(small, wide)
    assert isinstance(found, Results)
    assert [(row["period"], row["able.C-1"]) for row in found.rows()] == [(2023, None), (2024, True)]


def test_without_years_rows_are_judged_today(small: str):
    """One period, and no year before it."""
    program = program_of(small)
    table = pa.table({"firm": ["a"], "cost": [6], "revenue": [100]})
    task = task_for(program, verdict_plan(program), table, Options())
    assert task.as_of == date.today()
    found = verdicts(small, table)
    assert isinstance(found, Results)
    assert found.rows()[0]["able.C-1"] is None
    stated = task_for(program, verdict_plan(program), table, Options(as_of=date(2024, 6, 1)))
    assert stated.as_of == date(2024, 6, 1)


def test_faults_of_headings_come_at_once(small: str):
    table = pa.table({"谁": ["a"], "年度": [2024], "营业收入（人）": [5], "研发费用": [1], "cost": [2]})
    with pytest.raises(DataError) as caught:
        verdicts(small, table)
    assert len(caught.value.faults) == 3


def test_members_of_a_subject_that_is_not_rolled_up(small: str):
    with pytest.raises(UsageError, match="small rolls up none, not zone; try: leave out --members zone"):
        verdicts(small, pa.table(ROWS), Options(members={"zone": pa.table(ROWS)}))


def test_notices_name_their_table(small: str):
    program = program_of(small)
    task = task_for(program, figure_plan(program), pa.table(ROWS), Options())
    assert all(notice.startswith("<pyarrow table>: ") for notice in notices_of(task))


def test_a_pack_by_its_folder_sees_the_packs_beside_it(small: str):
    assert program_of(small).pack.pack == "small"


def test_a_family_gives_the_version_in_force():
    """The rule of 2022 was replaced on 1 April 2026."""
    days = {date(2026, 3, 31): "srdi-2022", date(2026, 4, 1): "srdi-2026"}
    assert {day: program_of("srdi", day).pack.pack for day in days} == days


@pytest.mark.parametrize("name", ["nothing", "srdi-2027"])
def test_no_such_pack(name: str):
    with pytest.raises(UsageError, match="no pack is called"):
        program_of(name)


def test_no_version_in_force():
    with pytest.raises(UsageError, match="no version of srdi is in force on 2001-01-01"):
        program_of("srdi", date(2001, 1, 1))


def test_options_reach_the_engine(tmp_path: Path):
    with engine_for(Options(memory="300MB", spill=tmp_path)) as engine:
        assert engine.name.startswith("duckdb")
    assert tmp_path.is_dir()
    with pytest.raises(UsageError, match="try: "), engine_for(Options(memory="lots")):
        pass


def test_a_table_is_opened_once_and_looked_at_from_then_on(small: str):
    looked: list[Table] = []

    class Looking(DuckDB):
        def look(self, table: Table) -> None:
            looked.append(table)

    program, table = program_of(small), pa.table({"firm": ["a"], "cost": ["1"]})
    with Looking() as engine:
        found = opened(engine, program, table, Options())
        assert isinstance(found, Source)
        assert looked[0].source is found
        assert looked[0].binding is not None
        task = task_for(program, full_plan(program), found, Options())
        assert task.table.source is found
        assert opened(engine, program, task.table, Options()) is task.table
    assert len(looked) == 1
