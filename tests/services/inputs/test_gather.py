"""Known answers of gathering: slips of unit, spoiled codes, balance, reasons and corrections, and joining."""

import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from gaoxin.base.errors import DataError, UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.loading.library import installed
from gaoxin.services.inputs.gather import gather, programs_in_use
from gaoxin.services.inputs.gathered import Gathered, Part

from .conftest import HEADING, Gather, code, firms, programs, write

SLIPPED = (7, 18, 33)


def found(gathered: Gathered, check: str) -> list[tuple[str, str]]:
    """Subject and cell of the findings of one check."""
    return sorted((f.subject, f.cell) for f in gathered.findings if f.check == check)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("企业")
        page.write_row(0, 0, HEADING.split(","))
        for line, row in enumerate(rows, 1):
            for n, cell in enumerate(row):
                text = n in (0, 2)
                page.write_string(line, n, str(cell)) if text else page.write_number(
                    line, n, float(str(cell))
                )
    return path


def slip(rows: list[list[object]], factor: float, year: int = 2024) -> list[list[object]]:
    """The same rows, three firms of which gave their sales in a smaller unit."""
    subjects = {code(n) for n in SLIPPED}
    return [
        [*row[:3], f"{float(str(row[3])) * factor:.2f}", *row[4:]]
        if row[0] in subjects and row[1] == year
        else row
        for row in rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("years", "factor"), [((2022, 2023, 2024), 10), ((2023, 2024), 10000), ((2024,), 10)]
)
def test_three_of_a_hundred_firms_slipped(
    tmp_path: Path, gathered: Gather, years: tuple[int, ...], factor: float
):
    sound = firms(100, years)
    slipped = slip(sound, factor)
    result = gathered(workbook(tmp_path / "firms.xlsx", slipped))
    lines = {(row[0], row[1]): number for number, row in enumerate(slipped, 2)}
    wanted = sorted((code(n), f"D{lines[code(n), 2024]}") for n in SLIPPED)
    assert found(result, "unit_slip") == wanted
    seen = [f for f in result.findings if f.check == "unit_slip"]
    assert all((f.file, f.sheet, f.level, f.state) == ("firms.xlsx", "企业", "warning", "open") for f in seen)
    word = {10: "千元", 10000: "元"}[factor]
    assert all(f"按{word}填" in f.seen for f in seen)
    table = pq.read_table(result.kinds["enterprise"].table.source.path or "")
    stored = dict(
        zip(
            zip(table["subject"].to_pylist(), table["period"].to_pylist(), strict=True),
            table["sales_revenue"].to_pylist(),
            strict=True,
        )
    )
    for row in slipped:  # nothing was changed silently: 万元 are kept in 分
        assert stored[str(row[0]), int(str(row[1]))] == round(float(str(row[3])) * 1_000_000)


@pytest.mark.slow
def test_few_false_alarms_of_slips(tmp_path: Path, gathered: Gather):
    rows = firms(2000, (2022, 2023, 2024), seed=5)
    result = gathered(write(tmp_path / "firms.csv", HEADING, rows))
    assert len(found(result, "unit_slip")) <= 6  # of 42,000 cells: one in 7,000


@pytest.mark.slow
def test_speed(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "firms.csv", HEADING, firms(5000, (2022, 2023, 2024)))
    started = time.perf_counter()
    result = gathered(path)
    assert time.perf_counter() - started < 20  # seconds; 2 where nothing else runs
    assert len(pq.read_table(result.kinds["enterprise"].values)) == 5000 * 3 * 8


@pytest.mark.slow
def test_spoiled_codes_are_all_flagged(tmp_path: Path, gathered: Gather):
    rows = [[f"{91420100000000 + n:015d}000"[-18:], 2024, f"企业{n}", 100] for n in range(300)]
    rows += [[code(n), 2024, f"好企业{n}", 100] for n in range(300)]
    result = gathered(write(tmp_path / "a.csv", "统一社会信用代码,年份,企业名称,销售收入（万元）", rows))
    assert {subject for subject, _ in found(result, "credit_code")} == {str(row[0]) for row in rows[:300]}
    assert all("000" in f.rule_zh for f in result.findings if f.check == "credit_code")


def test_numbers_of_ones_own_are_no_credit_codes(tmp_path: Path, gathered: Gather):
    result = gathered(write(tmp_path / "a.csv", "企业编号,年份,销售收入（万元）", [["E1", 2024, 1]]))
    assert result.findings == ()


def test_balance_blocks_and_names_every_cell(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,资产总计（万元）,负债合计（万元）,净资产（万元）"
    rows = [[code(0), 2024, 1000, 600, 400], [code(1), 2024, 1000, 600, 500]]
    result = gathered(write(tmp_path / "a.csv", heading, rows))
    (error,) = result.findings
    assert (error.check, error.level, error.subject, error.cell) == ("balance", "error", code(1), "C3")
    assert "负债总额 600 万元（D3）" in error.seen
    assert "净资产 500 万元（E3）" in error.seen
    assert result.blocked
    assert not result.passed


@pytest.mark.slow
def test_warnings_pass_only_with_a_typed_reason(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）"
    path = write(tmp_path / "a.csv", heading, [[code(0), 2023, 100], [code(0), 2024, 1000]])
    open_one = gathered(path)
    assert [(f.check, f.period, f.cell, f.state) for f in open_one.findings] == [
        ("sales_jump", 2024, "C3", "open")
    ]
    assert not open_one.blocked
    assert not open_one.passed
    row = [
        "sales_jump",
        "enterprise",
        code(0),
        2024,
        "sales_revenue",
        "合并、分立、重组",
        "并入子公司",
        "李",
        "2025-01-02",
    ]
    reasons = write(tmp_path / "r.csv", "check,kind,subject,period,variable,type,reason,by,on", [row])
    (told,) = gathered(path, reasons=reasons).findings
    assert (told.state, told.reason, told.by) == ("explained", "合并、分立、重组：并入子公司", "李")
    assert gathered(path, reasons=reasons).passed


@pytest.mark.slow
def test_a_correction_replaces_the_typed_value_and_is_listed(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,资产总计（万元）,负债合计（万元）,净资产（万元）"
    path = write(tmp_path / "a.csv", heading, [[code(1), 2024, 1000, 600, 500]])
    before = path.read_bytes()
    row = ["enterprise", code(1), 2024, "net_assets", "500.00", 400, "笔误", "王", "2025-01-03"]
    listed = write(tmp_path / "c.csv", "kind,subject,period,variable,old,new,reason,by,on", [row])
    result = gathered(path, corrections=listed)
    assert [(f.check, f.state, f.reason, f.by) for f in result.findings] == [
        ("balance", "corrected", "笔误", "王")
    ]
    assert not result.blocked
    assert path.read_bytes() == before
    assert result.corrections.to_pylist()[0]["new"] == "400"
    kind = result.kinds["enterprise"]
    assert pq.read_table(kind.table.source.path or "")["net_assets"].to_pylist() == [400_000_000]
    values = {row["variable"]: row for row in pq.read_table(kind.values).to_pylist()}
    assert values["net_assets"]["corrected"]
    assert (values["net_assets"]["raw"], values["net_assets"]["text"]) == ("500", "400 万元")
    assert not values["total_assets"]["corrected"]


@pytest.mark.slow
def test_all_faults_of_both_lists_are_told_at_once(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", [[code(0), 2024, 100]])
    reasons = write(
        tmp_path / "r.csv",
        "check,kind,subject,period,variable,type,reason,by,on",
        [["no_check", "enterprise", code(0), 2024, "", "no type", "x", "李", ""]],
    )
    corrections = write(
        tmp_path / "c.csv",
        "kind,subject,period,variable,old,new,reason,by,on",
        [
            ["enterprise", code(0), 2024, "sales_revenue", 99, 100, "x", "王", ""],
            ["enterprise", code(5), 2024, "sales_revenue", 99, 100, "x", "王", ""],
            ["enterprise", code(0), 2024, "sales_revenue", 100, "many", "x", "王", ""],
        ],
    )
    with pytest.raises(DataError) as caught:
        gathered(path, reasons=reasons, corrections=corrections)
    assert [(f.place.file, f.place.line, f.object) for f in caught.value.faults] == [
        ("c.csv", 2, "old"), ("c.csv", 3, "subject"), ("c.csv", 4, "new"), ("r.csv", 2, "check"),
        ("r.csv", 2, "type"),
    ]  # fmt: skip


def test_an_error_is_not_explained_away(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,资产总计（万元）,负债合计（万元）,净资产（万元）"
    path = write(tmp_path / "a.csv", heading, [[code(1), 2024, 1000, 600, 500]])
    row = ["balance", "enterprise", code(1), 2024, "", "other", "x", "李", ""]
    reasons = write(tmp_path / "r.csv", "check,kind,subject,period,variable,type,reason,by,on", [row])
    with pytest.raises(DataError, match="corrected, not explained"):
        gathered(path, reasons=reasons)


def test_faulty_cells_become_findings_and_the_rest_is_typed(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）,职工总数"
    rows = [[code(0), 2024, "abc", 5], [code(1), 2024, 7, "many"], [None, 2024, 1, 1]]
    result = gathered(write(tmp_path / "a.csv", heading, rows))
    assert sorted((f.check, f.subject, f.cell, f.seen) for f in result.findings) == [
        ("cell.no_subject", "", "A4", "（空）"),
        ("cell.number", code(0), "C2", "abc"),
        ("cell.number", code(1), "D3", "many"),
    ]
    table = pq.read_table(result.kinds["enterprise"].table.source.path or "")
    assert table["sales_revenue"].to_pylist() == [None, 7_000_000]
    assert table["staff_183d"].to_pylist() == [5, None]
    assert result.blocked


@pytest.mark.slow
def test_all_faulty_cells_are_listed(tmp_path: Path, gathered: Gather):
    rows = [[code(n), 2024, "abc"] for n in range(350)]
    result = gathered(write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", rows))
    assert len(found(result, "cell.number")) == 350


def test_rows_that_stand_twice_name_both(tmp_path: Path, gathered: Gather):
    rows = [[code(0), 2024, 1], [code(1), 2024, 2], [code(0), 2024, 3]]
    result = gathered(write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", rows))
    assert found(result, "duplicate") == [(code(0), "A2, A4")]
    assert result.blocked


@pytest.mark.slow
def test_parts_join_rows_and_columns(tmp_path: Path, gathered: Gather):
    money = write(
        tmp_path / "m.csv",
        "统一社会信用代码,年份,销售收入（万元）",
        [[code(0), 2023, 10], [code(0), 2024, 11]],
    )
    people = write(tmp_path / "p.csv", "统一社会信用代码,职工总数", [[code(0), 7]])
    register = write(tmp_path / "r.csv", "统一社会信用代码,成立日期", [[code(0), "2010-01-02"]])
    result = gathered(money, Part(people, name="p.csv", period=2024), register)
    table = pq.read_table(result.kinds["enterprise"].table.source.path or "").to_pylist()
    assert [(row["period"], row["sales_revenue"], row["staff_183d"]) for row in table] == [
        (2023, 10_000_000, None), (2024, 11_000_000, 7)
    ]  # fmt: skip
    assert {str(row["founded_on"]) for row in table} == {"2010-01-02"}
    rows = pq.read_table(result.kinds["enterprise"].rows).to_pylist()
    assert sorted((row["period"], row["part"], row["row"]) for row in rows) == [
        (2023, 0, 2), (2023, 2, 2), (2024, 0, 3), (2024, 1, 2), (2024, 2, 2)
    ]  # fmt: skip


@pytest.mark.slow
def test_the_same_cell_given_twice(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）"
    one = write(tmp_path / "a.csv", heading, [[code(0), 2024, 10], [code(1), 2024, 20]])
    two = write(
        tmp_path / "b.csv",
        "统一社会信用代码,年份,销售收入（千元）",
        [[code(0), 2024, 100], [code(1), 2024, 20]],
    )
    result = gathered(one, two)
    (error,) = result.findings
    assert (error.check, error.subject, error.file, error.cell) == ("conflict", code(1), "a.csv", "C3")
    assert error.seen == "20 万元（C3）≠ 20 千元（b.csv C3）"


def test_a_year_that_stands_twice_for_a_part(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", [[code(0), 2024, 10]])
    result = gathered(Part(path, name="a.csv", period=2023))
    assert [(f.check, f.level) for f in result.findings] == [("headings", "error")]
    assert result.kinds == {}


@pytest.mark.slow
def test_wide_years_and_figures_before_founding(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,成立日期,销售收入（万元）@2022,销售收入（万元）@2023"
    result = gathered(write(tmp_path / "a.csv", heading, [[code(0), "2023-05-01", 5, 6]]))
    assert [(f.check, f.period, f.cell) for f in result.findings] == [("cell.founded", 2022, "C2")]
    table = pq.read_table(result.kinds["enterprise"].table.source.path or "")
    assert table["sales_revenue"].to_pylist() == [None, 6_000_000]


@pytest.mark.slow
def test_reported_last_year_and_missing_now(tmp_path: Path, gathered: Gather):
    heading = "统一社会信用代码,年份,销售收入（万元）,职工总数"
    rows = [[code(0), 2023, 10, 5], [code(0), 2024, 10, None], [code(1), 2024, 10, None]]
    result = gathered(write(tmp_path / "a.csv", heading, rows))
    assert [(f.subject, f.variable, f.cell) for f in result.findings] == [(code(0), "staff_183d", "D3")]


def test_a_kind_that_no_pack_knows(tmp_path: Path):
    with DuckDB(threads=1) as engine, pytest.raises(UsageError, match="planet"):
        gather({"planet": []}, programs(), engine, tmp_path)


@pytest.mark.slow
def test_packs_in_use_come_with_what_they_need():
    assert [program.pack.pack for program in programs_in_use(installed(), ["hnte-2016"])] == [
        "hnte-2016", "vocabulary"
    ]  # fmt: skip
