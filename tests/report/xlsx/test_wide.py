"""Long tables laid wide: each cell stands in its own row and column."""

from typing import Any

import pyarrow as pa

from gaoxin.report.run import TABLES
from gaoxin.report.xlsx.books import Field
from gaoxin.report.xlsx.wide import Names, chosen, indicators, pairs, period, sheet, verdict
from tests.report.made import FIRMS, PACK, PERIODS


def rows(fields: list[Field]) -> list[dict[str, Any]]:
    """The rows of columns by their headings."""
    lists = [field.cells.to_pylist() for field in fields]
    return [dict(zip((f.heading for f in fields), row, strict=True)) for row in zip(*lists, strict=True)]


def test_a_verdict_has_a_row_for_each_subject_and_year(names: Names):
    run = names.titles.book.run
    found = rows(verdict(names, run.table("verdicts"), run.table("conditions"), PACK, "hnte"))
    expected = [(code, year) for code, _ in FIRMS[:3] for year in PERIODS] + [(FIRMS[3][0], 2022)]
    assert [(row["统一社会信用代码／编号"], row["年度"]) for row in found] == expected
    first, second = found[0], found[3]
    assert first["结论"] == first["H-05 研发费用占比"] == "不符合"
    assert (second["结论"], second["H-05 研发费用占比"], second["H-06 收入"]) == ("待补充", "待补充", "符合")
    assert second["待补充、待核实、需评审的内容"] == "H-05 待补充：研发费用、营业收入"
    assert first["待补充、待核实、需评审的内容"] == ""


def test_every_condition_is_that_of_its_row_whatever_their_order(names: Names):
    """Rows that stand in any order, and some that are not there, fall into their places."""
    keys = [("b", 2023), ("a", 2022), ("a", 2023)]
    head = {"pack": "p", "kind": "enterprise", "verdict": "v"}
    judged = [{**head, "subject": s, "period": y, "result": "pass"} for s, y in keys]
    states = [
        {**head, "subject": "a", "period": 2023, "condition": "2", "result": None, "why": "jury"},
        {**head, "subject": "b", "period": 2023, "condition": "1", "result": True, "why": ""},
        {**head, "subject": "a", "period": 2022, "condition": "1", "result": None, "why": "not_applicable"},
        {**head, "subject": "a", "period": 2023, "condition": "1", "result": False, "why": ""},
    ]
    tables = [
        pa.Table.from_pylist(part, schema=TABLES[name])
        for name, part in (("verdicts", judged), ("conditions", states))
    ]
    found = rows(verdict(names, *tables, "p", "v"))
    assert [(row["1"], row["2"]) for row in found] == [("符合", ""), ("不适用", ""), ("不符合", "需评审")]
    assert [row["待补充、待核实、需评审的内容"] for row in found] == ["", "", "2 需评审"]


def test_points_have_their_ends(names: Names):
    found = rows(sheet(names, names.titles.book.run.table("points"), PACK, "sheet"))
    assert len(found) == 10
    assert found[3]["合计（分，最高，满分 30）"] == 22.5
    assert {row["合计（分，计入，满分 30）"] for row in found} == {15.0, None}
    assert not [head for head in found[0] if "计入" in head and "合计" not in head]
    assert found[0]["第1组·项目1（分，最低，满分 8）"] == 5 + 1 / 3
    assert found[0]["第3组（分，最高，满分 10）"] == 7.25


def test_indicators_have_units_marks_and_breaks(names: Names):
    fields = indicators(names, names.titles.book.run.table("indicators"), PACK, "enterprise")
    last = fields[-1]
    assert last.heading == "研发强度（%，暂定值(官方未公布)）"
    assert last.cells.to_pylist()[:3] == [4.25, None, 4.25]
    assert last.instead is not None
    assert last.instead.to_pylist()[:3] == ["", "口径变动,不可比", ""]


def test_names_come_from_the_table_of_subjects(names: Names):
    table = pa.table({"kind": ["enterprise", "zone", "zone"], "subject": ["C4", "Z2", "Z9"]})
    assert names.of(table).to_pylist() == ["丁公司", "西区", "Z9"]


def test_rows_are_chosen_and_pairs_kept_in_order():
    table = pa.table({"a": ["x", "y", "x"], "b": ["1", "2", "3"], "period": [2024, 0, 2023]})
    assert chosen(table, a="x")["b"].to_pylist() == ["1", "3"]
    assert pairs(table, "a", "b") == [("x", "1"), ("y", "2"), ("x", "3")]
    assert period(pa.table({"period": pa.array([2024, 0], pa.int32())})).to_pylist() == [2024, None]
