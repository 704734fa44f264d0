"""The reference on cases worked by hand: exact, three-valued, with points and verdicts."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.values import Interval, Value

from .conftest import Example, T

Q = Fraction
BORN_EARLY = date(2010, 5, 1)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1/3 + 1/6", Q(1, 2)),
        ("0.1 + 0.2 = 0.3", True),
        ("12% * 2 - 4%", Q(1, 5)),
        ("1 千元 + 1 万元", Q(11_000)),
        ("0.1 万元 = 1 千元", True),
        ("1 亿元 / 2 万元", Q(5000)),
        ("300 万元 / 2 亩 = 150 万元/亩", True),
        ("1/0.5/2", Q(1)),
        ("-(2 - 5)", Q(3)),
        ("abs(2 - 5)", Q(3)),
        ("least(3, 1, 2)", Q(1)),
        ("greatest(3, 1, 2)", Q(3)),
        ("round(2.345, 2)", Q("2.35")),
        ("round(-2.345, 2)", Q("-2.35")),
        ("round(1/3, 4)", Q("0.3333")),
        ("5 BETWEEN 5 AND 5", True),
        ("5 BETWEEN 6 AND 4", False),
        ("'甲' IN ('乙', '甲')", True),
        ("'甲' IN ('乙')", False),
        ("2 IN (1, 3)", False),
        ("days_between(date('2024-02-28'), date('2024-03-01'))", Q(2)),
        ("days_between(date('2024-03-01'), date('2024-02-28'))", Q(-2)),
        ("date('2024-03-01') > date('2024-02-28')", True),
        ("as_of = date('2024-12-31')", True),
    ],
)
def test_literals(firm: Example, formula: str, value: Value):
    assert firm.value(formula) == value


def test_units_are_exact_between_thousands_and_ten_thousands(firm: Example):
    """千元 + 万元: 123 千元 and 4.5 万元 are 168,000 元."""
    row: dict[str, Value] = {"profit": Q(123_000), "revenue": Q(45_000)}
    assert firm.value("profit + revenue", row) == 168_000
    assert firm.value("profit + revenue = 16.8 万元", row) is True
    assert firm.value("profit / revenue = 123 / 45", row) is True


ROW: dict[str, Value] = {
    "revenue": Q(100),
    "staff": Q(0),
    "patents": Q(3),
    "listed": True,
    "field": "新材料",
    "opened": BORN_EARLY,
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("profit", None),
        ("revenue + profit", None),
        ("profit * 0", None),
        ("profit - profit", None),
        ("profit = profit", None),
        ("revenue / staff", None),
        ("revenue / staff > 1 元/人", None),
        ("NOT revenue / staff > 1 元/人", None),
        ("profit > 1 元 AND FALSE", False),
        ("profit > 1 元 OR TRUE", True),
        ("profit > 1 元 AND TRUE", None),
        ("profit > 1 元 OR FALSE", None),
        ("NOT profit > 1 元", None),
        ("NULL AND FALSE", False),
        ("NULL OR NULL", None),
        ("listed = NULL", None),
        ("profit BETWEEN 1 元 AND 2 元", None),
        ("revenue BETWEEN profit AND 50 元", False),
        ("revenue BETWEEN profit AND 200 元", None),
        ("field IN ('电子信息', '新材料')", True),
        ("motto IN ('甲')", None),
        ("motto = motto", None),
        ("patents IN (3, 1/0.0001)", True),
        ("least(revenue, profit)", None),
        ("greatest(revenue, profit)", None),
        ("abs(profit)", None),
        ("round(profit, 2)", None),
        ("round(revenue / staff, 2)", None),
        ("grants", Q(0)),
        ("grants + patents", Q(3)),
        ("licence IS NULL", True),
        ("licence IS NOT NULL", False),
        ("licence > date('2020-01-01')", None),
        ("age_days(licence) > 1 天", None),
        ("age_years(opened)", Q(14)),
        ("days_between(opened, date('2010-05-31'))", Q(30)),
    ],
)
def test_unknown_is_not_false(firm: Example, formula: str, value: Value):
    assert firm.value(formula, ROW) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("CASE WHEN profit > 1 元 THEN 1 ELSE 2 END", None),
        ("CASE WHEN profit > 1 元 THEN 1 ELSE 1 END", Q(1)),
        ("CASE WHEN profit > 1 元 THEN 1 END", None),
        ("CASE WHEN FALSE THEN 1 END", None),
        ("CASE WHEN listed THEN 1 WHEN profit > 1 元 THEN 2 END", Q(1)),
        ("CASE WHEN profit > 1 元 THEN 1 WHEN listed THEN 1 ELSE 2 END", Q(1)),
        ("CASE WHEN profit > 1 元 THEN 1 WHEN listed THEN 2 ELSE 1 END", None),
        ("CASE WHEN profit > 1 元 THEN 1 WHEN NOT listed THEN 2 ELSE 1 END", Q(1)),
        ("CASE WHEN profit > 1 元 THEN profit ELSE profit END", None),
        ("CASE WHEN profit > 1 元 THEN TRUE ELSE TRUE END", True),
        ("CASE WHEN listed THEN profit ELSE 1 元 END", None),
        ("CASE WHEN NOT listed THEN profit ELSE 1 元 END", Q(1)),
        ("CASE WHEN profit > 1 元 THEN '甲' ELSE '甲' END = '甲'", True),
        ("CASE WHEN profit > 1 元 THEN 5% WHEN profit > 0 元 THEN 4% ELSE 3% END <= 5%", None),
    ],
)
def test_a_case_with_an_unknown_guard(firm: Example, formula: str, value: Value):
    assert firm.value(formula, ROW) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("round(log(1), 6)", Q(0)),
        ("round(log10(1000), 6)", Q(3)),
        ("round(exp(0), 6)", Q(1)),
        ("round(sqrt(2), 6)", Q("1.414214")),
        ("round(power(2, 10), 6)", Q(1024)),
        ("round(power(2, 0.5), 6)", Q("1.414214")),
        ("log(0)", None),
        ("log(0 - 1)", None),
        ("log10(0)", None),
        ("sqrt(0 - 1)", None),
        ("exp(1000)", None),
        ("power(0 - 1, 0.5)", None),
        ("power(0, 0 - 1)", None),
        ("power(10, 400)", None),
        ("log(patents - 3)", None),
        ("round(log(patents - 3), 2) > 1", None),
        ("sqrt(profit / revenue)", None),
        ("heat", 0.5),
        ("heat / 0.25", 2.0),
        ("abs(heat - 1)", 0.5),
        ("greatest(heat, 1/4)", 0.5),
        ("round(heat, 0)", Q(1)),
        ("round(heat, 2) >= 0.5", True),
        ("heat / (heat - 0.5)", None),
        ("log(" + "*".join(["10000000000"] * 60) + ")", None),
        ("heat * (" + "*".join(["10000000000"] * 60) + ")", None),
    ],
)
def test_doubles(firm: Example, formula: str, value: Value):
    assert firm.value(formula, {"heat": 0.5, "patents": Q(3), "revenue": Q(1)}) == value


def test_points_of_a_jury(firm: Example, part: Callable[[Any, Any], Interval]):
    row: dict[str, Value] = {"mark": part(7, 8), "second": part(5, 6)}
    assert firm.value("mark + second", row) == part(12, 14)
    assert firm.value("mark * 2 - 1", row) == part(13, 15)
    assert firm.value("-mark", row) == part(-8, -7)
    assert firm.value("mark > 6", row) is True
    assert firm.value("mark > 7", row) is None
    assert firm.value("mark > 8", row) is False
    assert firm.value("mark > second", row) is True
    assert (
        firm.value(
            "mark + third > 1",
            row,
            variables={"third": {"title": T, "type": "grade", "grades": {"A": [0, 1]}}},
        )
        is None
    )


def judged(example: Example, row: dict[str, Value], **spec: Any) -> str:
    program = example.program(verdicts={"good": {"title": T, **spec}})
    made = program.items["example.good"]
    return Evaluator(program, World({("甲", 2024): row}), "甲", 2024).judge(made)  # type: ignore[arg-type]


def leaf(name: str, require: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": T, "require": require, **more}


YES, NO, MAYBE = leaf("yes", "TRUE"), leaf("no", "FALSE"), leaf("maybe", "profit > 1 元")
OUT = leaf("out", "FALSE", applies="FALSE")


@pytest.mark.parametrize(
    ("spec", "outcome"),
    [
        ({"all": [YES]}, "pass"),
        ({"all": [YES, NO]}, "fail"),
        ({"all": [YES, MAYBE]}, "unknown"),
        ({"all": [NO, MAYBE]}, "fail"),
        ({"any": [NO, MAYBE]}, "unknown"),
        ({"any": [YES, MAYBE]}, "pass"),
        ({"none": [NO]}, "pass"),
        ({"none": [YES, MAYBE]}, "fail"),
        ({"none": [NO, MAYBE]}, "unknown"),
        ({"at_least": {"n": 1, "of": [YES, MAYBE]}}, "pass"),
        ({"at_least": {"n": 2, "of": [YES, MAYBE]}}, "unknown"),
        ({"at_least": {"n": 2, "of": [YES, NO, MAYBE]}}, "unknown"),
        ({"at_least": {"n": 3, "of": [YES, NO, MAYBE]}}, "fail"),
        ({"all": [YES, OUT]}, "pass"),
        ({"any": [NO, OUT]}, "fail"),
        ({"none": [NO, OUT]}, "pass"),
        ({"at_least": {"n": 1, "of": [OUT, NO]}}, "fail"),
        ({"all": [YES, {"any": [NO, {"none": [leaf("deep", "FALSE")]}]}]}, "pass"),
        ({"all": [YES], "applies": "FALSE"}, "not_applicable"),
        ({"all": [NO], "applies": "profit > 1 元"}, "unknown"),
        ({"all": [leaf("x", "TRUE", applies="profit > 1 元")]}, "unknown"),
        ({"all": [NO, leaf("x", "TRUE", applies="profit > 1 元")]}, "fail"),
    ],
)
def test_verdicts(firm: Example, spec: dict[str, Any], outcome: str):
    assert judged(firm, {}, **spec) == outcome


def test_a_verdict_in_a_formula_is_its_truth(firm: Example):
    good = {"title": T, "all": [leaf("a-1", "patents >= 1")]}
    truths: list[Value] = []
    for row in ({"patents": Q(1)}, {"patents": Q(0)}, {}):
        truths.append(firm.value("good", row, verdicts={"good": good}))
        assert firm.value("good.a-1", row, verdicts={"good": good}) == truths[-1]
    assert truths == [True, False, None]


def sheet(*items: dict[str, Any], cap: int = 20, group: int = 20) -> dict[str, Any]:
    rows = [{"title": T, "max": 10, **item} for item in items]
    return {
        "sheet": {"title": T, "max": cap, "groups": [{"id": "g", "title": T, "max": group, "items": rows}]}
    }


BANDS = {
    "bands": [
        {"when": "patents >= 5", "points": [9, 10]},
        {"when": "patents >= 1", "points": [1, 2]},
    ],
    "otherwise": 0,
}


@pytest.mark.parametrize(
    ("item", "row", "low", "high"),
    [
        (BANDS, {"patents": Q(5)}, 9, 10),
        (BANDS, {"patents": Q(4)}, 1, 2),
        (BANDS, {"patents": Q(0)}, 0, 0),
        (BANDS, {}, 0, 10),
        (
            {"best_of": [BANDS, {"bands": [{"when": "listed", "points": 5}], "otherwise": 3}]},
            {"patents": Q(1)},
            3,
            5,
        ),
        (
            {"best_of": [BANDS, {"bands": [{"when": "listed", "points": 5}], "otherwise": 3}]},
            {"listed": True},
            5,
            10,
        ),
        ({"grade": "mark"}, {"mark": Interval(Q(7), Q(8))}, 7, 8),
        ({"grade": "mark"}, {}, 0, 10),
        ({"formula": "patents * 3"}, {"patents": Q(2)}, 6, 6),
        ({"formula": "patents * 3"}, {"patents": Q(9)}, 10, 10),
        ({"formula": "patents - 3"}, {"patents": Q(1)}, 0, 0),
        ({"formula": "patents - 3"}, {}, 0, 10),
        ({"formula": "round(sqrt(patents), 2)"}, {"patents": Q(4)}, 2, 2),
    ],
)
def test_points(firm: Example, item: dict[str, Any], row: dict[str, Value], low: int, high: int):
    program = firm.program(points=sheet({"id": "i", **item}, cap=20))
    evaluator = Evaluator(program, World({("甲", 2024): row}), "甲", 2024)
    for name in ("example.sheet", "example.sheet.g", "example.sheet.i"):
        assert evaluator.item(name) == Interval(Q(low), Q(high))


def test_caps_of_groups_and_sheets(firm: Example):
    items = [{"id": f"i{n}", "formula": "10"} for n in range(3)]
    program = firm.program(points=sheet(*items, cap=12, group=15))
    evaluator = Evaluator(program, World({("甲", 2024): {}}), "甲", 2024)
    assert evaluator.item("example.sheet.g") == Interval(Q(15), Q(15))
    assert evaluator.item("example.sheet") == Interval(Q(12), Q(12))


def test_a_missing_item_leaves_the_verdict_certain_where_it_can(firm: Example):
    """Two items of 10 points; one is known. A missing one counts as 0 to 10."""
    points = sheet({"id": "known", **BANDS}, {"id": "open", "grade": "mark"})
    row: dict[str, Value] = {"patents": Q(5)}
    assert firm.value("sheet > 8", row, points=points) is True
    assert firm.value("sheet > 9", row, points=points) is None
    assert firm.value("sheet > 20", row, points=points) is False
    assert firm.value("sheet.known >= 9", row, points=points) is True
    assert firm.value("sheet.open >= 1", row, points=points) is None


@pytest.mark.parametrize(
    ("mode", "value"),
    [("down", 12_340_000), ("up", 12_350_000), ("half_up", 12_350_000), ("half_even", 12_340_000)],
)
def test_a_stated_rounding_is_of_the_unit(firm: Example, mode: str, value: int):
    """1234.5 万元 to whole 万元."""
    figure = {"title": T, "formula": "revenue", "unit": "万元", "round": {"to": "1 万元", "mode": mode}}
    program = firm.program(indicators={"line": figure})
    evaluator = Evaluator(program, World({("甲", 2024): {"revenue": Q(12_345_000)}}), "甲", 2024)
    assert evaluator.item("example.line") == value


def test_indicators_are_inlined_and_rounded_where_they_say(firm: Example):
    share = {"title": T, "formula": "profit / revenue", "unit": "%"}
    shown = share | {"round": {"to": "1 %"}}
    row: dict[str, Value] = {"profit": Q(46), "revenue": Q(1000)}
    assert firm.value("share < 5%", row, indicators={"share": share}) is True
    assert firm.value("share < 5%", row, indicators={"share": shown}) is False


def test_the_day_of_judgement(firm: Example):
    row: dict[str, Value] = {"opened": date(2023, 6, 30)}
    for day, days, years in [(date(2024, 6, 29), 365, 0), (date(2024, 6, 30), 366, 1), (None, 550, 1)]:
        assert firm.value("age_days(opened)", row, as_of=day) == days
        assert firm.value("age_years(opened)", row, as_of=day) == years


def test_a_strange_node_has_no_meaning(firm: Example):
    from gaoxin.formula import tree as t

    evaluator = Evaluator(firm.program(), World({}), "甲", 2024)
    with pytest.raises(TypeError, match="no meaning for Name"):
        evaluator.value(t.Name(1, "revenue"))
