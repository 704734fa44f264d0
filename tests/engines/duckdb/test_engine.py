"""DuckDB as an engine: files, limits, faults of cells, and results written whole or not at all."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError, InternalError, UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.results import BOM
from gaoxin.engines.protocol import Table, Task
from gaoxin.formula.program import Program
from gaoxin.intake import bind, open_table
from gaoxin.plan.parts import parts_plan
from gaoxin.plan.rows import figure_plan, verdict_plan
from gaoxin.services.stored import stored_table
from tests.agreement import language as lang
from tests.agreement import members
from tests.agreement.single import judged


@pytest.fixture
def engine():
    with DuckDB(threads=2) as made:
        yield made


@pytest.fixture(scope="module")
def program() -> Program:
    return judged("a >= 5 元 AND age_days(born) >= 365 天")


def task(program: Program, table: Any, **more: Any) -> Task:
    source = open_table(table)
    variables = {name: program.variables[name] for name in ("a", "born")}
    return Task(Table(source, bind(source, variables, program.subjects["firm"])), **more)


def firms(*amounts: object, year: object = 2024) -> pa.Table:
    n = len(amounts)
    born = [date(2010, 1, 1)] * n
    return pa.table(
        {"firm": [f"f{i}" for i in range(n)], "year": [year] * n, "a": list(amounts), "born": born}
    )


def test_rows_come_by_subject_and_period(engine: DuckDB, program: Program):
    given = firms("4.99", "5", None).take([2, 0, 1])
    found = engine.rows(verdict_plan(program), task(program, given)).arrow()
    assert found.schema.names == ["subject", "period", "test", "test.c"]
    assert [str(kind) for kind in found.schema.types] == ["string", "int32", "string", "bool"]
    assert found.to_pylist() == [
        {"subject": "f0", "period": 2024, "test": "fail", "test.c": False},
        {"subject": "f1", "period": 2024, "test": "pass", "test.c": True},
        {"subject": "f2", "period": 2024, "test": "unknown", "test.c": None},
    ]


def test_only_the_asked_periods_come_out(engine: DuckDB, program: Program):
    both = pa.concat_tables([firms("5", year=2023), firms("5", year=2024)])
    found = engine.rows(verdict_plan(program), task(program, both, periods=[2024])).arrow()
    assert found["period"].to_pylist() == [2024]


def test_the_day_of_judgement(engine: DuckDB, program: Program):
    young = pa.table({"firm": ["a"], "year": [2024], "a": [9], "born": [date(2024, 6, 1)]})
    outcomes = [
        engine.rows(verdict_plan(program), task(program, young, as_of=day)).arrow()["test"].to_pylist()
        for day in (None, date(2025, 5, 31), date(2025, 6, 1))
    ]
    assert outcomes == [["fail"], ["fail"], ["pass"]]


def test_stored_columns_need_no_binding(engine: DuckDB):
    built = judged("a >= 5 元")
    table = stored_table({("甲", 2024): {"a": Fraction(5)}}, built.variables)
    assert engine.rows(verdict_plan(built), Task(table)).arrow()["test"].to_pylist() == ["pass"]
    lacking = stored_table({("甲", 2024): {"b": Fraction(5)}}, built.variables)
    assert engine.rows(verdict_plan(built), Task(lacking)).arrow()["test"].to_pylist() == ["unknown"]


def test_faults_of_cells_are_one_error(engine: DuckDB, program: Program):
    """Every bad cell of the table is named, with its row and column."""
    bad = firms("5", "x", "1.005", None, "99999999999999")
    with pytest.raises(DataError) as caught:
        engine.rows(verdict_plan(program), task(program, bad)).arrow()
    assert [(fault.place.line, fault.place.column) for fault in caught.value.faults] == [
        (2, 3),
        (3, 3),
        (5, 3),
    ]
    assert "'x'; a number is due" in str(caught.value)


def test_faults_come_when_writing_too(engine: DuckDB, program: Program, tmp_path: Path):
    with pytest.raises(DataError):
        engine.rows(verdict_plan(program), task(program, firms("x"))).write(tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_subject_stands_once_in_a_period(engine: DuckDB, program: Program):
    twice = pa.concat_tables([firms("5"), firms("6")])
    with pytest.raises(DataError, match="a subject has one row in a period"):
        engine.rows(verdict_plan(program), task(program, twice)).arrow()


@pytest.mark.parametrize("filed", [False, True])
def test_keys_are_looked_at_while_a_query_is_made(program: Program, tmp_path: Path, filed: bool):
    """Plain keys are assumed meanwhile; others come out as they are read, and bad ones are refused."""
    plan = verdict_plan(program)

    def found(*names: str | None) -> list[list[str]]:
        table = firms(*["5"] * len(names)).set_column(0, "firm", pa.array(names, pa.string()))
        pq.write_table(table, tmp_path / f"{names}.parquet")
        given = task(program, str(tmp_path / f"{names}.parquet") if filed else table)
        with DuckDB(threads=2) as engine:
            made = [engine.rows(plan, given), engine.long(plan, given), engine.rows(plan, given)]
            return [sorted(set(rows.arrow()["subject"].to_pylist())) for rows in made]

    assert found("a", "b") == [["a", "b"]] * 3
    assert found("b ", "a\u3000") == [["a", "b"]] * 3
    for names in (("a", "a"), ("a", "a "), ("a", None)):
        with pytest.raises(DataError, match=r"one row in a period|identifier"):
            found(*names)


def test_every_table_is_looked_at_though_one_needs_reading(engine: DuckDB, program: Program):
    """The first is read again for its keys, by when those of the others are known too."""
    main = task(program, firms("5").set_column(0, "firm", pa.array(["a "])))
    wrong = task(program, firms("5", "4").set_column(0, "firm", pa.array(["b", "b"])))
    opened = engine._open(replace(main, members={"part": wrong.table}), quick=True)
    assert opened.ahead
    with pytest.raises(DataError, match="one row in a period"):
        engine.plain(opened)
    sound = task(program, firms("5", "4"))
    opened = engine._open(replace(main, members={"part": sound.table}), quick=True)
    assert not engine.plain(opened)
    assert not engine._open(replace(main, members={"part": sound.table}), quick=True).ahead


def test_faults_of_a_look_ahead_are_told_by_the_task(program: Program):
    given = task(program, firms("5", "4").set_column(0, "firm", pa.array([7, 7])))
    with DuckDB(threads=2) as engine:
        engine.look(given.table)
        engine.look(Table(given.table.source))
        with pytest.raises(DataError, match="one row in a period"):
            engine.rows(verdict_plan(program), given).arrow()


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".CSV"])
def test_results_are_written_whole(engine: DuckDB, program: Program, tmp_path: Path, ending: str):
    path = tmp_path / f"结果{ending}"
    path.write_text("before")
    assert engine.rows(verdict_plan(program), task(program, firms("5", None))).write(path) == 2
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    if ending == ".parquet":
        found = pq.read_table(path).to_pylist()
        assert [row["test"] for row in found] == ["pass", "unknown"]
    elif ending == ".json":
        found = json.loads(path.read_text("utf-8"))
        assert [(row["test"], row["test.c"]) for row in found] == [("pass", True), ("unknown", None)]
    else:
        text = path.read_bytes()
        assert text.startswith(BOM)
        head, *lines = text.decode("utf-8-sig").splitlines()
        assert (head, sorted(lines)) == (
            "subject,period,test,test.c",
            ["f0,2024,pass,true", "f1,2024,unknown,"],
        )


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (pa.int16(), pa.int64()),
        (pa.int64(), pa.int64()),
        (pa.uint64(), pa.string()),
        (pa.string(), pa.string()),
    ],
)
def test_a_parquet_file_keeps_identifiers_from_integers(
    engine: DuckDB, program: Program, tmp_path: Path, kind: pa.DataType, stored: pa.DataType
):
    given = task(program, firms("5", "4").set_column(0, "firm", pa.array([10, 9]).cast(kind)))
    plan, path = verdict_plan(program), tmp_path / "out.parquet"
    for result in (
        engine.rows(plan, given),
        engine.long(plan, given),
        engine.at_hand(pa.table({"subject": ["9", "10"]}), given),
    ):
        result.write(path)
        found = pq.read_table(path)["subject"]
        assert found.type == stored
        assert {str(name) for name in found.to_pylist()} == {"9", "10"}
    assert engine.rows(plan, given).arrow()["subject"].to_pylist() == ["10", "9"]
    engine.rows(plan, given).write(tmp_path / "out.json")
    assert {row["subject"] for row in json.loads((tmp_path / "out.json").read_text("utf-8"))} == {"9", "10"}


@pytest.mark.parametrize(
    ("name", "message"),
    [("out.xlsx", "try: out.csv"), ("out", "try: out.csv"), ("no/out.csv", "there is no folder")],
)
def test_where_results_cannot_be_written(
    engine: DuckDB, program: Program, tmp_path: Path, name: str, message: str
):
    with pytest.raises(UsageError, match=message):
        engine.rows(verdict_plan(program), task(program, firms("5"))).write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_fails_leaves_the_old_file(engine: DuckDB, program: Program, tmp_path: Path):
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(DataError):
        engine.rows(verdict_plan(program), task(program, firms("x"))).write(path)
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_a_parquet_file_stays_where_it_is(engine: DuckDB, program: Program, tmp_path: Path):
    path = tmp_path / "a '; b.parquet"
    pq.write_table(firms(5.0, 4.5), path)
    given = task(program, str(path))
    assert given.table.source.table is None
    assert engine.rows(verdict_plan(program), given).arrow()["test"].to_pylist() == ["pass", "fail"]
    script = engine.script(verdict_plan(program), None, given)
    assert "read_parquet('" in script.lower()


def test_limits_are_settings(tmp_path: Path):
    names = ("memory_limit", "threads", "temp_directory")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    with DuckDB(memory="300MB", threads=1, spill=tmp_path) as engine:
        memory, threads, folder = engine._connection.execute(f"SELECT {asked}").fetchall()[0]
    assert memory.startswith("286")
    assert (int(threads), folder) == (1, str(tmp_path))
    assert tmp_path.is_dir()


def test_what_was_spilled_is_removed():
    engine = DuckDB()
    folder = Path(engine._made or "")
    assert folder.is_dir()
    engine.close()
    assert not folder.exists()


def test_impossible_limits_are_wrong_use(program: Program):
    engine = DuckDB(memory="lots")
    folder = Path(engine._made or "")
    with engine, pytest.raises(UsageError, match="try: a memory limit such as 4GB"):
        engine.rows(verdict_plan(program), task(program, firms("5")))
    assert not folder.exists()


@pytest.mark.slow
def test_too_little_memory_says_what_to_do(program: Program):
    many = pa.table(
        {"firm": [f"f{n}" for n in range(400_000)], "year": [2024] * 400_000, "a": ["5"] * 400_000}
    )
    spread = pa.concat_tables([many, many.set_column(1, "year", pa.array([2023] * 400_000))])
    built = judged("total(a, 2) >= 5 元")
    source = open_table(spread)
    bound = Task(Table(source, bind(source, {"a": built.variables["a"]}, built.subjects["firm"])))
    with (
        DuckDB(memory="6MB", threads=1) as engine,
        pytest.raises(UsageError, match="try: a higher memory limit"),
    ):
        engine.rows(verdict_plan(built), bound).arrow()


def test_no_extension_is_fetched():
    with DuckDB() as engine:
        names = "('autoinstall_known_extensions', 'autoload_known_extensions')"
        found = engine._connection.execute(
            f"SELECT value FROM duckdb_settings() WHERE name IN {names}"
        ).fetchall()
    assert {value.lower() for (value,) in found} == {"false"}


def test_nothing_is_drawn_on_the_output():
    with DuckDB() as engine:
        assert engine._connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [
            (False,)
        ]


def test_our_own_fault_is_not_the_users(engine: DuckDB, program: Program):
    rows = engine.rows(verdict_plan(program), task(program, firms("5")))
    with pytest.raises(InternalError, match="the engine refused its own query"):
        rows.tried(lambda tried: engine.fetch("SELECT nothing", tried.opened, ""))


def test_contributions_add_up_to_the_figure(engine: DuckDB):
    """In the figure's own unit, for the zones of the table and the asked years alone."""
    program = members.program(formula="sum(firm.revenue where firm.hightech) / sum(firm.revenue)", unit="%")
    values = [
        (100, True, "东区"),
        (200, False, "东区"),
        (100, True, "东区"),
        (7, True, "西区"),
        (9, True, None),
    ]
    inside = {
        (f"f{n}", year): {"revenue": Fraction(v), "hightech": h, "zone": z}
        for n, (v, h, z) in enumerate(values)
        for year in (2023, 2024)
    }
    zones = stored_table({("东区", 2023): {}, ("东区", 2024): {}, ("新区", 2024): {}}, program.variables)
    given = Task(zones, {"firm": stored_table(inside, program.variables)}, periods=[2024])
    found = engine.contributions(parts_plan(program, "f"), given).arrow().to_pylist()
    assert [(r["subject"], r["period"], r["member"], r["counted"]) for r in found] == [
        ("东区", 2024, "f0", True),
        ("东区", 2024, "f1", False),
        ("东区", 2024, "f2", True),
    ]
    assert [row["contribution"] for row in found] == [25, 0, 25]
    figure = engine.rows(figure_plan(program), given).arrow().to_pylist()
    assert [(row["subject"], row["f"]) for row in figure] == [("东区", 50), ("新区", None)]


def test_contributions_to_an_unknown_figure_are_unknown(engine: DuckDB):
    program = members.program(formula="sum(firm.revenue)", unit="元")
    inside = {("a", 2024): {"revenue": Fraction(5), "zone": "东区"}, ("b", 2024): {"zone": "东区"}}
    given = Task(
        stored_table({("东区", 2024): {}}, program.variables),
        {"firm": stored_table(inside, program.variables)},
    )
    found = engine.contributions(parts_plan(program, "f"), given).arrow().to_pylist()
    assert [row["contribution"] for row in found] == [None, None]


def test_contributions_need_members(engine: DuckDB):
    program = members.program(formula="sum(firm.revenue)", unit="元")
    zones = Task(stored_table({("东区", 2024): {}}, program.variables))
    with pytest.raises(UsageError, match="no members to add up; try: a table of firm"):
        engine.contributions(parts_plan(program, "f"), zones)


def test_a_relation_of_another_connection_is_read(program: Program):
    with duckdb.connect() as other, DuckDB() as engine:
        relation = other.sql("SELECT 'f0' AS firm, 2024 AS year, '5' AS a, DATE '2010-01-01' AS born")
        assert engine.rows(verdict_plan(program), task(program, relation)).arrow()["test"].to_pylist() == [
            "pass"
        ]


def test_a_title_cannot_end_its_comment(engine: DuckDB):
    """Packs come from strangers: what stands in a title stays in the comment."""
    title = {"zh": "题 */ ; DROP TABLE input; -- \n SELECT 1 /*", "en": "title"}
    spec = {
        "title": title,
        "all": [{"id": "c", "title": title, "require": "a >= 5 元", "clause": "*/ SELECT 2"}],
    }
    built = lang.program({"verdicts": {"v": spec}})
    table = stored_table({("甲", 2024): {"a": Fraction(5)}}, built.variables)
    assert engine.rows(verdict_plan(built), Task(table)).arrow()["v"].to_pylist() == ["pass"]


@pytest.mark.slow
@pytest.mark.parametrize("periods", [None, [2024], [2023, 2024]])
def test_framed_rows_give_the_same_results_to_several_plans(engine: DuckDB, periods: list[int] | None):
    texts = ("a >= 1.5 * prior(a)", "total(a, 3) >= 10 元", "prior(a, 2) < 4 元 AND age_days(born) > 400 天")
    given = pa.concat_tables([firms("4", "5", None, year=2022), firms("7", None, "2", year=2023)])
    given = pa.concat_tables([given, firms("9", "3", "3.01", year=2024)])
    plans = [verdict_plan(judged(text)) for text in texts]
    plain = task(judged(texts[2]), given, periods=periods)
    framed = engine.framed(plans, plain)
    for plan in plans:
        for run in (engine.rows, engine.long):
            assert run(plan, framed).arrow() == run(plan, plain).arrow()


@pytest.mark.parametrize(("second", "full"), [("乙", True), ("-", False), (None, False)])
def test_a_word_for_an_empty_category_is_known_to_framed_rows(engine: DuckDB, second: str | None, full: bool):
    built = judged("CASE WHEN kind = '甲' THEN a >= 5 元 WHEN kind = '丙' THEN a >= 3 元 ELSE a >= 4 元 END")
    source = open_table(firms("5", "4.5").append_column("kind", pa.array(["甲", second])))
    variables = {name: built.variables[name] for name in ("a", "born", "kind")}
    given = Task(Table(source, bind(source, variables, built.subjects["firm"])))
    framed, plan = engine.framed([verdict_plan(built)], given), verdict_plan(built)
    assert ("kind" in framed.table.full) == full
    judgement = "pass" if full else "unknown"
    for one in (given, framed):
        assert engine.rows(plan, one).arrow()["test"].to_pylist() == ["pass", judgement]


def test_framed_rows_are_checked_like_others(engine: DuckDB, program: Program):
    with pytest.raises(DataError, match=r"4\.999"):
        engine.framed([verdict_plan(program)], task(program, firms("4.999")))
