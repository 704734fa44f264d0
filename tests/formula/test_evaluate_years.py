"""The reference over years: sums, growth, exact lines, and years before the founding day."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve import resolve
from gaoxin.formula.values import Value

from .conftest import Example

Q = Fraction
BORN_EARLY, BORN_2023 = date(2010, 5, 1), date(2023, 5, 1)

# 2022: 200, 2023: 400, 2024: 600 – and what is known of it in each case
THREE: dict[int, dict[str, Value]] = {2022: {"revenue": Q(200)}, 2023: {"revenue": Q(400)}}
NOW: dict[str, Value] = {"revenue": Q(600), "opened": BORN_EARLY}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("prior(revenue)", Q(400)),
        ("prior(revenue, 2)", Q(200)),
        ("prior(prior(revenue))", Q(200)),
        ("prior(revenue, 3)", None),
        ("total(revenue, 1)", Q(600)),
        ("total(revenue, 3)", Q(1200)),
        ("total(revenue, 4)", None),
        ("mean_of(revenue, 3)", Q(400)),
        ("mean_of(revenue, 2)", Q(500)),
        ("growth(revenue)", Q(1, 2)),
        ("growth(revenue, 2)", Q(2)),
        ("growth(revenue, 3)", None),
        ("total(revenue * 2, 2)", Q(2000)),
        ("total(revenue, 2) / total(revenue, 3)", Q(5, 6)),
        ("each_of(revenue > 100 元, 3)", True),
        ("each_of(revenue > 300 元, 3)", False),
        ("each_of(revenue > 100 元, 4)", None),
        ("each_of(revenue > 500 元, 4)", False),
        ("total(growth(revenue), 2)", Q(3, 2)),
        ("opened = prior(opened)", True),
        ("total(grants, 3)", Q(0)),
        ("existed(14)", True),
        ("existed(15)", False),
        ("prior(CASE WHEN existed(14) THEN 1 ELSE 2 END)", Q(2)),
    ],
)
def test_years(firm: Example, formula: str, value: Value):
    assert firm.value(formula, NOW, years=THREE) == value


# founded in May 2023: 2022 is a year before it existed
YOUNG: dict[str, Value] = {"revenue": Q(600), "opened": BORN_2023}


@pytest.mark.parametrize(
    ("formula", "years", "value"),
    [
        ("total(revenue, 3)", {2023: {"revenue": Q(400)}}, Q(1000)),
        ("mean_of(revenue, 3)", {2023: {"revenue": Q(400)}}, Q(500)),
        ("total(revenue, 3)", {}, None),
        ("mean_of(revenue, 3)", {}, None),
        ("prior(revenue, 2)", {}, None),
        ("growth(revenue, 2)", {}, None),
        ("each_of(revenue > 1 元, 2)", {2023: {"revenue": Q(400)}}, True),
        ("each_of(revenue > 1 元, 3)", {2023: {"revenue": Q(400)}}, False),
        ("each_of(revenue > 1 元, 3)", {}, False),
        ("each_of(revenue > 1 元, 2)", {}, None),
        ("existed(1)", {}, True),
        ("existed(2)", {}, False),
        ("total(revenue, 3)", {2022: {"revenue": Q(7)}, 2023: {"revenue": Q(400)}}, Q(1007)),
    ],
)
def test_not_yet_founded_is_not_not_reported(
    firm: Example, formula: str, years: dict[int, dict[str, Value]], value: Value
):
    assert firm.value(formula, YOUNG, years=years) == value


def test_without_a_founding_day_the_years_before_are_unknown(firm: Example):
    row: dict[str, Value] = {"revenue": Q(600)}
    assert firm.value("total(revenue, 3)", row, years={2023: {"revenue": Q(400)}}) is None
    assert firm.value("existed(1)", row) is None
    assert firm.value("CASE WHEN existed(1) THEN 2 ELSE 2 END", row) == 2


def test_a_table_without_years(firm: Example):
    program = firm.program()
    world = World({("甲", 0): {"revenue": Q(5), "opened": date(2022, 1, 1)}}, date(2024, 6, 30))

    def value(formula: str) -> Value:
        return Evaluator(program, world, "甲", 0).value(
            resolve(parse(formula), program.scopes["example"]).node
        )

    assert value("revenue") == 5
    assert value("prior(revenue)") is None
    assert value("as_of = date('2024-06-30')") is True
    assert value("existed(1)") is True  # the accounting year is the one before the day: 2023
    assert value("existed(2)") is False


@pytest.mark.parametrize(
    ("r1", "r2", "r3"),
    [
        (100, 135, "182.25"),
        (1000, 1100, 1760),
        (1000, 1600, 1760),
        (3, 3, "5.1"),
        (700, 1400, 980),
        ("0.01", "0.02", "0.014"),
    ],
)
def test_growth_of_exactly_35_percent(firm: Example, r1: Any, r2: Any, r3: Any):
    """1/2 (r2/r1 + r3/r2) - 1 = 35 %: at the line, one fen under it, and where doubles lose it."""
    formula = "1/2 * (prior(revenue)/prior(revenue, 2) + revenue/prior(revenue)) - 1"
    years: dict[int, dict[str, Value]] = {2022: {"revenue": Q(r1)}, 2023: {"revenue": Q(r2)}}
    at: dict[str, Value] = {"revenue": Q(r3)}
    assert firm.value(formula, at, years=years) == Q("0.35")
    assert firm.value(f"{formula} >= 35%", at, years=years) is True
    assert firm.value(f"{formula} > 35%", at, years=years) is False
    under: dict[str, Value] = {"revenue": Q(r3) - Q("0.01")}
    assert firm.value(f"{formula} >= 35%", under, years=years) is False


def test_doubles_would_fail_at_this_line():
    ties = [(1000, r2, Q(27, 10) * r2 - Q(r2 * r2, 1000)) for r2 in range(1001, 1700)]
    wrong = [t for t in ties if 0.5 * (t[1] / t[0] + float(t[2]) / t[1]) - 1 < 0.35]
    assert len(wrong) > 10


def test_compound_growth_at_exactly_five_percent(firm: Example):
    """1.05² × 40,000 = 44,100: the square root of a double says 4.9999… or 5.0000… as it likes."""
    years: dict[int, dict[str, Value]] = {2022: {"revenue": Q(40_000)}}
    for now, at_least, above in [
        ("44100", True, False),
        ("44099.99", False, False),
        ("44100.01", True, True),
    ]:
        row: dict[str, Value] = {"revenue": Q(now)}
        assert firm.value("cagr(revenue, 2) >= 5%", row, years=years) is at_least
        assert firm.value("cagr(revenue, 2) > 5%", row, years=years) is above
        assert firm.value("5% <= cagr(revenue, 2)", row, years=years) is at_least
        assert firm.value("cagr(revenue, 2) < 5%", row, years=years) is not at_least
        assert firm.value("cagr(revenue, 2) = 5%", row, years=years) is (at_least and not above)
    assert firm.value("round(cagr(revenue, 2), 6)", {"revenue": Q(44_100)}, years=years) == Q("0.05")


@pytest.mark.parametrize(("before", "now"), [(0, 5), (-4, 5), (4, -5), (None, 5), (4, None)])
def test_compound_growth_needs_a_positive_beginning(firm: Example, before: int | None, now: int | None):
    years: dict[int, dict[str, Value]] = {2022: {} if before is None else {"revenue": Q(before)}}
    row: dict[str, Value] = {} if now is None else {"revenue": Q(now)}
    assert firm.value("cagr(revenue, 2) >= 5%", row, years=years) is None
    assert firm.value("cagr(revenue, 2) < 5%", row, years=years) is None
    assert firm.value("cagr(revenue, 2)", row, years=years) is None


def test_falling_to_nothing_is_minus_hundred_percent(firm: Example):
    years: dict[int, dict[str, Value]] = {2022: {"revenue": Q(4)}}
    assert firm.value("cagr(revenue, 2) >= -100%", {"revenue": Q(0)}, years=years) is True
    assert firm.value("cagr(revenue, 2)", {"revenue": Q(0)}, years=years) == -1
