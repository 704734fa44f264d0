"""Headings find their variables, or say why not."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.base.errors import DataError
from gaoxin.intake.files.sources import in_memory
from gaoxin.intake.match import PERIOD_HEADINGS, bind, bind_keys, subject_headings
from gaoxin.plan.binding import Binding, BoundColumn
from gaoxin.spec import Subject, Variable


def title(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en or f"{zh} en"}


def variable(zh: str, en: str = "", **more: Any) -> Variable:
    return Variable.model_validate({"title": title(zh, en), **more})


FIRM = Subject.model_validate(
    {"title": title("企业"), "id": ["统一社会信用代码", "credit_code"], "founded": "founded_on"}
)
NEEDED = {
    "revenue": variable("营业收入", "Operating revenue", unit="万元", aliases=["年营业收入"], torch="qc05_0"),
    "rd_expense": variable("研发费用", "R&D expense", unit="万元", min=0, max=100),
    "staff": variable("职工总数", "Staff", unit="人"),
    "share": variable("占比", "Share", unit="%"),
    "speed": variable("指数", "Speed", type="real", unit="%", max=50),
    "field": variable("领域", "Field", type="category", categories=["甲", "乙"]),
    "founded_on": variable("成立日期", "Founded on", type="date", constant=True),
    "jury": variable("评价", "Jury", type="grade", grades={"A": [7, 8], "B": [0, 6]}),
    "listed": variable("上市", "Listed", type="flag"),
}


def matched(
    *headings: str, values: list[Any] | None = None, subject: Subject = FIRM, **kinds: pa.DataType
) -> Binding:
    table = pa.table(
        [pa.array(values or [], kinds.get(f"c{i}", pa.string())) for i, _ in enumerate(headings)],
        list(headings),
    )
    return bind(in_memory(table, "t.csv"), NEEDED, subject)


def only(heading: str) -> BoundColumn:
    (column,) = matched("subject", heading).columns
    return column


def faults(*headings: str, **kinds: pa.DataType) -> str:
    with pytest.raises(DataError) as caught:
        matched(*headings, **kinds)
    return str(caught.value)


@pytest.mark.parametrize(
    "heading",
    [
        "revenue",
        "REVENUE",
        "营业收入",
        " 营业 收入",
        "Operating revenue",
        "operatingrevenue",
        "年营业收入",
        "qc05_0",
        "QC05_0",
    ],
)
def test_names_titles_aliases_and_codes(heading: str):
    column = only(heading)
    assert (column.variable, column.year, column.unit, column.factor) == ("revenue", None, "万元", 10**6)


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("营业收入（元）", 100),
        ("营业收入(千元)", 10**5),
        ("revenue/亿元", 10**10),
        ("qc05_0 [百万元]", 10**8),
        ("营业收入（万元）", 10**6),
    ],
)
def test_units_of_headings(heading: str, factor: int):
    assert only(heading).factor == factor


def test_what_a_bound_column_knows():
    rd = only("研发费用（千元）@2024")
    assert (rd.year, rd.scale, rd.digits, rd.minimum, rd.maximum) == (2024, 2, 16, 0, 100 * 10**6)
    assert rd.bounds == (0, 10**8)
    assert only("占比").factor == 10**4
    speed = only("指数")
    assert (speed.factor, speed.maximum) == (Fraction(1, 100), Fraction(1, 2))
    jury = only("评价")
    assert (jury.grades, jury.bounds) == ((("A", 700, 800), ("B", 0, 600)), (0, 800))
    assert only("领域").categories == ("甲", "乙")
    assert only("成立日期").constant


@pytest.mark.parametrize(
    "heading", ["subject", "SUBJECT", "编号", "统一社会信用代码", "统一社会 信用代码", "credit_code"]
)
def test_the_subject(heading: str):
    assert matched(heading).subject.heading == heading


def test_the_first_accepted_heading_is_the_subject():
    binding = matched("编号", "credit_code", "统一社会信用代码")
    assert binding.subject.heading == "统一社会信用代码"
    assert binding.ignored == ("编号", "credit_code")
    assert subject_headings(FIRM) == ("subject", "统一社会信用代码", "credit_code", "编号")
    assert subject_headings(None) == ("subject", "编号")


def test_without_a_subject_the_accepted_headings_are_listed():
    said = faults("企业", "营业收入")
    assert "seen: 企业, 营业收入" in said
    assert "headed subject, 统一社会信用代码, credit_code, 编号" in said


@pytest.mark.parametrize("heading", PERIOD_HEADINGS)
def test_periods(heading: str):
    binding = matched("subject", heading, "revenue")
    assert binding.period
    assert binding.period.heading == heading
    assert binding.periods == ()


def test_a_subject_says_how_its_years_are_headed():
    panel = FIRM.model_copy(update={"period": ("Time",)})
    binding = matched("subject", "年度", "time", "revenue", subject=panel)
    assert binding.period
    assert (binding.period.heading, binding.ignored) == ("time", ("年度",))
    usual = matched("subject", "年度", "revenue", subject=panel)
    assert usual.period
    assert usual.period.heading == "年度"


def test_years_in_headings():
    binding = matched("subject", "2023年营业收入", "营业收入（千元）@2024", "成立日期")
    assert [(c.variable, c.year) for c in binding.columns] == [
        ("revenue", 2023),
        ("revenue", 2024),
        ("founded_on", None),
    ]
    assert binding.years == binding.periods == (2023, 2024)
    assert (binding.founded, binding.notices) == ("founded_on", ())


def test_a_column_without_a_year_is_noticed():
    assert matched("subject", "revenue@2024", "revenue@2023", "staff").notices == (
        "staff: without a year; it stands for every year (2023, 2024)",
    )


def test_unknown_headings_are_listed():
    binding = matched("subject", "备注", "营业收入（不含税）", "营业收入", "")
    assert binding.ignored == ("备注", "营业收入（不含税）")
    assert binding.notices == (
        "营业收入（不含税）: ignored; without what stands in brackets it would be revenue",
    )


def test_founded_needs_its_column():
    assert matched("subject", "revenue").founded is None


def test_an_ambiguous_heading():
    needed = NEEDED | {"revenue_other": variable("营业收入", "Other revenue", unit="万元")}
    table = in_memory(pa.table({"subject": ["a"], "营业收入": ["1"]}), "t.csv")
    with pytest.raises(DataError, match="it may mean revenue, revenue_other"):
        bind(table, needed, FIRM)
    named = in_memory(pa.table({"subject": ["a"], "revenue": ["1"], "revenue_other": ["2"]}), "t.csv")
    assert bind(named, needed, FIRM).variables == ("revenue", "revenue_other")


def test_a_name_comes_before_a_title():
    needed = {"staff": NEEDED["staff"], "people": variable("people", "Staff", unit="人")}
    table = in_memory(pa.table({"subject": ["a"], "staff": ["1"]}), "t.csv")
    assert bind(table, needed, FIRM).variables == ("staff",)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("subject", "revenue", "营业收入"), "'revenue' is revenue too"),
        (("subject", "revenue@2024", "2024年营业收入"), "'revenue@2024' is revenue too"),
        (("subject", "revenue", "revenue"), "'revenue' is revenue too"),
        (("subject", "revenue（人）"), "it states 人, which measures 人; revenue measures 元 (万元)"),
        (("subject", "占比（元）"), "share measures a pure number (%)"),
        (("subject", "成立日期（年）"), "founded_on is a date without a unit"),
        (("subject", "年份", "年度"), "'年份' is one too"),
        (("subject", "subject"), "it stands twice"),
        (
            ("subject", "年度", "revenue@2024"),
            "rows have their year in '年度', and 'revenue@2024' states one",
        ),
        (("subject", "revenue", "revenue@2024"), "'revenue' has no year, and other columns of revenue have"),
    ],
)
def test_faults_of_headings(headings: tuple[str, ...], said: str):
    assert said in faults(*headings)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("revenue", pa.bool_()),
        ("revenue", pa.date32()),
        ("revenue", pa.list_(pa.int64())),
        ("revenue", pa.binary()),
        ("领域", pa.bool_()),
        ("成立日期", pa.timestamp("us", tz="UTC")),
        ("成立日期", pa.bool_()),
        ("上市", pa.date32()),
        ("年度", pa.date32()),
    ],
)
def test_a_column_that_cannot_hold_the_variable(heading: str, kind: pa.DataType):
    assert "a column of kind" in faults("subject", heading, c1=kind)


def test_all_faults_come_at_once():
    with pytest.raises(DataError) as caught:
        matched("营业收入（人）", "研发费用（人）")
    assert len(caught.value.faults) == 3


def test_areas_convert_across_their_units():
    needed = {
        "land": variable("用地面积", "Land", unit="亩"),
        "floor": variable("厂房面积", "Floor", unit="平方米", decimals=2),
    }

    def factor(heading: str, name: str) -> Fraction:
        (column,) = bind(
            in_memory(pa.table({"subject": ["a"], heading: ["1"]}), "t"), {name: needed[name]}
        ).columns
        return column.factor / 10**column.scale

    assert [factor(f"用地面积（{u}）", "land") for u in ("亩", "公顷", "平方公里", "平方米")] == [
        1, 15, 1500, Fraction(3, 2000),
    ]  # fmt: skip
    assert [factor(f"厂房面积（{u}）", "floor") for u in ("㎡", "公顷", "亩")] == [
        1,
        10**4,
        Fraction(2000, 3),
    ]


def groups(*headings: str, units: tuple[str, ...] = (), stated: str | None = None) -> Binding:
    source = in_memory(pa.table([pa.array(["1"])] * len(headings), list(headings)), "t.xlsx")
    columns = tuple(replace(c, unit=stated if c.position == 2 else None) for c in source.columns)
    return bind(replace(source, columns=columns, units=units), NEEDED, FIRM)


@pytest.mark.parametrize(
    ("heading", "year", "unit"),
    [
        ("经费 › 营业收入", None, "万元"),
        ("经费（千元） › 营业收入", None, "千元"),
        ("营业收入（千元） › 2024", 2024, "千元"),
        ("2024年 › 营业收入", 2024, "万元"),
        ("营业收入 › 千元", None, "千元"),
        ("营业收入（千元） › qc05_0", None, "千元"),
        ("主要指标 › 2024年 › 营业收入（元）", 2024, "元"),
    ],
)
def test_headings_of_several_rows(heading: str, year: int | None, unit: str):
    (column,) = groups("subject", heading).columns
    assert (column.variable, column.year, column.unit) == ("revenue", year, unit)


@pytest.mark.parametrize("heading", ["上年 › 营业收入", "同比增长 › 营业收入", "营业收入 › 增速"])
def test_a_group_that_turns_the_meaning_stays(heading: str):
    assert groups("subject", heading).ignored == (heading,)


def test_the_keys_may_stand_below_a_group():
    binding = groups("基本情况 › 统一社会信用代码", "营业收入", "基本情况 › 年度")
    assert binding.subject.heading == "基本情况 › 统一社会信用代码"
    assert binding.period is not None


def test_the_row_of_units_and_the_line_above():
    assert groups("subject", "营业收入", stated="千元").columns[0].unit == "千元"
    assert groups("subject", "营业收入（千元）", stated="千元").columns[0].unit == "千元"
    with pytest.raises(DataError, match="it states 元, and the row of units 千元"):
        groups("subject", "营业收入（元）", stated="千元")
    whole = groups("subject", "营业收入", "研发费用（元）", "职工总数", "占比", units=("千元",))
    assert [c.unit for c in whole.columns] == ["千元", "元", "人", "%"]
    assert whole.notices == ("营业收入: in 千元, as the line above the headings says",)


def test_words_for_an_empty_cell_are_counted():
    source = in_memory(pa.table({"subject": ["a"], "营业收入": ["—"], "上市": ["无"]}), "t.xlsx")
    columns = tuple(replace(c, marks=(("—", 3), ("无", 1200))) for c in source.columns)
    assert bind(replace(source, columns=columns), NEEDED, FIRM).notices == (
        "营业收入: read as empty: 3 「—」, 1,200 「无」",
        "上市: read as empty: 3 「—」",
    )


def test_keys_alone():
    """Faulty keys are none here: they are told when the whole table is matched."""

    def keys(*headings: str) -> Binding | None:
        return bind_keys(in_memory(pa.table([["1"]] * len(headings), list(headings)), "t"), FIRM)

    found = keys("编号", "年度", "营业收入")
    assert found is not None
    assert found.period is not None
    assert (found.subject.heading, found.period.heading, found.columns) == ("编号", "年度", ())
    assert keys("营业收入") is None
    assert keys("编号", "编号") is None
