"""Comparisons: exact at the line, unknown where something is unknown."""

from datetime import date
from fractions import Fraction

import pytest

from tests.agreement.single import condition, found, judged, rows, sql, truth

POSITIVE = {"unit": "元", "decimals": 2, "digits": 9, "min": 0}
ANY = {"unit": "元", "decimals": 2, "digits": 9}
GROWTH = "1/2*(prior(a)/prior(a,2) + a/prior(a)) - 1 >= 35%"


def fen(cents: int) -> Fraction:
    """An amount in 元."""
    return Fraction(cents, 100)


def test_mean_growth_is_an_integer_polynomial():
    """The clause's own example: r1 the earliest year, r3 the latest."""
    text = sql(condition(judged(GROWTH, a=POSITIVE)))
    assert text == (
        "CASE WHEN a@-1 > 0 AND a@-2 > 0 THEN "
        "10 * CAST(a AS INT128) * a@-2 + 10 * CAST(a@-1 AS INT128) * a@-1 "
        ">= 27 * CAST(a@-1 AS INT128) * a@-2 END"
    )


@pytest.mark.parametrize(
    ("first", "second", "third", "holds"),
    [
        (10000, 13500, 18225, True),  # 35 % twice: exactly at the line
        (10000, 13500, 18224, False),
        (10000, 13500, 18226, True),
        (10000, 13499, 18225, True),  # 1.3499, and 18225 of 13499
        (20000, 20000, 34000, True),  # 0 % and 70 %
        (20000, 20000, 33999, False),
        (0, 20000, 34000, None),
        (20000, 0, 34000, None),
        (-20000, -27000, -36450, True),  # both grow by 35 %, below zero
        (-20000, -27000, -36449, False),
        (-20000, 20000, 100000, True),  # -1 and 5 on the mean: 2 - 1
        (20000, 20000, None, None),
    ],
)
def test_mean_growth_at_its_line(first: int, second: int, third: int | None, holds: bool | None):
    years = [{"a": None if cents is None else fen(cents)} for cents in (first, second, third)]
    assert truth(GROWTH, rows(*years)) is holds


@pytest.mark.parametrize(
    ("bits", "text"),
    [(17, "2 * a >= 5 * b"), (18, "2 * CAST(a AS INT128) >= 5 * CAST(b AS INT128)")],
)
def test_digits_choose_the_width(bits: int, text: str):
    amount = {"unit": "元", "decimals": 2, "digits": bits}
    assert sql(condition(judged("a >= 2.5 * b", a=amount, b=amount))) == text


def test_no_factor_where_scales_agree():
    """万元 beside 元, both kept in 分."""
    assert sql(condition(judged("a >= b", a=ANY, b={**ANY, "unit": "万元"}))) == "a >= b"
    assert sql(condition(judged("a >= b", a=ANY, b={**ANY, "decimals": 0}))) == "a >= 100 * b"


def test_a_threshold_with_a_unit_is_a_whole_number():
    assert sql(condition(judged("a <= 5000 万元", a=POSITIVE))) == "a <= 5000000000"
    assert sql(condition(judged("a <= 0.001 元", a=POSITIVE))) == "10 * a <= 1"


def test_the_sign_of_a_divisor_turns_the_comparison():
    text = sql(condition(judged("a / b >= 5%", a=ANY, b=ANY)))
    assert text == "CASE WHEN b > 0 THEN 20 * a >= b WHEN b < 0 THEN 20 * a <= b END"


@pytest.mark.parametrize(
    ("a", "b", "holds"),
    [
        (500, 10000, True),
        (499, 10000, False),
        (-500, -10000, True),
        (-499, -10000, False),
        (-500, 10000, False),
        (500, -10000, False),
        (500, 0, None),
        (0, 0, None),
        (0, -1, False),
    ],
)
def test_a_share_by_the_sign_of_its_whole(a: int, b: int, holds: bool | None):
    assert truth("a / b >= 5%", rows({"a": fen(a), "b": fen(b)})) is holds


@pytest.mark.parametrize(
    ("before", "now", "holds"),
    [
        (-10000, -5000, False),
        (-10000, -20000, True),
        (-10000, 5000, False),
        (0, 5000, None),
        (10000, 13500, True),
    ],
)
def test_growth_of_negative_net_assets_follows_arithmetic(before: int, now: int, holds: bool | None):
    """-100 to -50 is -50 %, -100 to -200 is +100 %: a pack that means otherwise must say so."""
    assert truth("growth(a) >= 35%", rows({"a": fen(before)}, {"a": fen(now)})) is holds


CUBE = "a * a * a >= 2 * b * b * b"
MOST = {"unit": "元", "decimals": 2, "digits": 18}


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_eighteen_digits_cubed_are_exact_at_the_line(step: int):
    """(10^17 + k)³ against 8 times its half, one 分 around the line, of 54 digits."""
    half = 4 * 10**16 + 12345678901
    row = rows({"w": fen(2 * half + step), "v": fen(half)})
    built = judged("w * w * w >= 8 * v * v * v", w=MOST, v=MOST)
    assert "GAOXIN_SIGN" in sql(condition(built))
    assert found(built, row)["test.c"] is (step >= 0)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=", "<>"])
def test_every_operator_beyond_128_bits(op: str):
    half = 4 * 10**16 + 1
    for step in (-1, 0, 1):
        row = rows({"w": fen(2 * half + step), "v": fen(half)})
        held = {
            "<": step < 0,
            "<=": step <= 0,
            ">": step > 0,
            ">=": step >= 0,
            "=": step == 0,
            "<>": step != 0,
        }
        built = judged(f"w * w * w {op} 8 * v * v * v", w=MOST, v=MOST)
        assert found(built, row)["test.c"] is held[op]


def test_missing_beyond_128_bits_is_unknown():
    built = judged(CUBE.replace("a", "w").replace("b", "v"), w=MOST, v=MOST)
    assert found(built, rows({"w": fen(1)}))["test.c"] is None


def test_a_128_bit_product_at_its_greatest():
    """Eighteen digits times eighteen digits still fit; both ends of their range are compared exactly."""
    most = fen(10**18 - 1)
    row = rows({"w": most, "v": -most})
    assert found(judged("w * w = v * v", w=MOST, v=MOST), row)["test.c"] is True
    assert found(judged("w * w > -1 * w * v", w=MOST, v=MOST), row)["test.c"] is False


@pytest.mark.parametrize(
    ("formula", "row", "holds"),
    [
        ("flag AND n >= 10", {"flag": False}, False),
        ("flag AND n >= 10", {"flag": True}, None),
        ("flag OR n >= 10", {"flag": True}, True),
        ("flag OR n >= 10", {"flag": False}, None),
        ("NOT flag", {}, None),
        ("kind = '甲'", {"kind": "甲"}, True),
        ("kind <> '甲'", {}, None),
        ("kind IN ('乙', '丙')", {"kind": "丙"}, True),
        ("kind IN ('乙', '丙')", {"kind": "甲"}, False),
        ("n BETWEEN 3 AND 5", {"n": 3}, True),
        ("n BETWEEN 3 AND 5", {"n": 5}, True),
        ("n BETWEEN 3 AND 5", {"n": 6}, False),
        ("z <= 0 元", {}, True),
        ("n = n", {}, None),
        ("n - n = 0", {"n": 4}, True),
    ],
)
def test_three_values(formula: str, row: dict[str, object], holds: bool | None):
    assert truth(formula, rows(row)) is holds


@pytest.mark.parametrize(
    ("formula", "lo", "hi", "holds"),
    [
        ("mark > 6", 7, 8, True),
        ("mark > 6", 5, 6, False),
        ("mark > 6", 6, 7, None),
        ("mark >= 6", 6, 7, True),
        ("mark = 7", 7, 7, True),
        ("mark = 7", 7, 8, None),
        ("mark <> 7", 5, 6, True),
        ("10 - mark > 3", 5, 6, True),
        ("10 - mark > 3", 6, 7, None),
        ("-1 * mark < -5", 6, 7, True),
    ],
)
def test_points_of_a_jury(formula: str, lo: int, hi: int, holds: bool | None):
    from gaoxin.formula.values import Interval

    assert truth(formula, rows({"mark": Interval(Fraction(lo), Fraction(hi))})) is holds


@pytest.mark.parametrize(
    ("born", "as_of", "years", "year_old"),
    [
        (date(2023, 12, 31), date(2024, 12, 31), 1, True),
        (date(2024, 1, 1), date(2024, 12, 31), 0, True),  # 365 days of a leap year
        (date(2024, 1, 2), date(2024, 12, 31), 0, False),
        (date(2024, 2, 29), date(2025, 2, 28), 0, True),
        (date(2024, 2, 29), date(2025, 3, 1), 1, True),
        (date(2020, 2, 29), date(2024, 2, 28), 3, True),
        (date(2020, 2, 29), date(2024, 2, 29), 4, True),
        (date(2023, 3, 1), date(2024, 2, 29), 0, True),
    ],
)
def test_ages(born: date, as_of: date, years: int, year_old: bool):
    """Born on 29 February, a year is over on 1 March of a common year."""
    row = rows({"born": born})
    assert truth(f"age_years(born) = {years}", row, as_of) is True
    assert truth("age_days(born) >= 365 天", row, as_of) is year_old


def test_without_a_day_a_row_is_judged_on_its_last_day():
    row = rows({"born": date(2023, 12, 31)}, last=2024)
    assert truth("age_years(born) = 1", row) is True
    assert truth("days_between(born, as_of) = 366 天", row) is True
    assert truth("as_of = date('2024-12-31')", row) is True


@pytest.mark.parametrize(
    ("now", "before", "holds"),
    [
        (12100, 10000, True),
        (12099, 10000, False),
        (12101, 10000, True),
        (0, 10000, False),
        (-1, 10000, None),
        (1, 0, None),
        (5, -5, None),
    ],
)
def test_compound_growth_compares_a_power(now: int, before: int, holds: bool | None):
    """10 % a year over two years: 1.21 times; below zero there is no root."""
    table = rows({"a": fen(before)}, {}, {"a": fen(now)})
    assert truth("cagr(a, 2) >= 10%", table) is holds
