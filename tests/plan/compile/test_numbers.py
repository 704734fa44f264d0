"""Exact numbers: sums over years, extremes, rounding, and the digits they need."""

from fractions import Fraction

import pytest

from gaoxin.base.errors import PackError
from gaoxin.formula.values import rounded
from gaoxin.plan.rows import full_plan
from tests.agreement.single import figure, found, judged, measured, rows, truth

MODES = ("down", "up", "half_up", "half_even")


def stated(formula: str, step: str, mode: str, unit: str = "元"):
    """A program whose indicator is rounded as stated."""
    from tests.agreement import language as lang

    spec = {"title": lang.T, "formula": formula, "unit": unit, "round": {"to": step, "mode": mode}}
    return lang.program({"indicators": {"f": spec}})


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cents", [-251, -250, -249, -150, -50, -1, 0, 1, 49, 50, 51, 150, 249, 250, 251])
def test_rounding_to_whole_yuan(mode: str, cents: int):
    """Down and up follow the number line; half_up goes away from zero."""
    exact = rounded(Fraction(cents, 100), Fraction(1), mode)
    got = found(stated("a", "1 元", mode), rows({"a": Fraction(cents, 100)}))["f"]
    assert got == float(exact)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        (250, {"down": 2, "up": 3, "half_up": 3, "half_even": 2}),
        (-250, {"down": -3, "up": -2, "half_up": -3, "half_even": -2}),
    ],
)
def test_the_four_modes_by_hand(cents: int, expected: dict[str, int]):
    got = {mode: found(stated("a", "1 元", mode), rows({"a": Fraction(cents, 100)}))["f"] for mode in MODES}
    assert got == expected


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("a", "b"), [(1, 8), (-1, 8), (1, -8), (3, 8), (1, 3), (2, 3), (0, 5), (1, 0)])
def test_rounding_a_quotient(mode: str, a: int, b: int):
    """To 0.25: 1/8 is a tie."""
    exact = None if b == 0 else rounded(Fraction(a, b), Fraction(1, 4), mode)
    got = found(stated("a / b", "0.25", mode, "1"), rows({"a": a, "b": b}))["f"]
    assert got == (None if exact is None else float(exact))  # type: ignore[arg-type]


def test_rounding_to_a_step_above_one():
    assert found(stated("a", "500 元", "down"), rows({"a": 1499}))["f"] == 1000
    assert found(stated("a", "3 万元", "half_up", "万元"), rows({"a": 45000}))["f"] == 6


@pytest.mark.slow
def test_a_rounded_quotient_is_compared_as_rounded():
    assert truth("round(a / b, 2) >= 0.35", rows({"a": 3450, "b": 10000})) is True
    assert truth("round(a / b, 2) >= 0.35", rows({"a": 3449, "b": 10000})) is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("years", "total", "mean"),
    [
        ([{"a": 1}, {"a": 2}, {"a": 4}], 7, 7 / 3),
        ([{"a": 1}, {}, {"a": 4}], None, None),
        ([{"a": 2}, {"a": 4}], None, None),
        ([{"a": 0}, {"a": 0}, {"a": 0}], 0, 0),
    ],
)
def test_years_join_by_year(years: list[dict[str, object]], total: float | None, mean: float | None):
    assert figure("total(a, 3)", rows(*years), "元") == total
    got = figure("mean_of(a, 3)", rows(*years), "元")
    assert got == (None if mean is None else pytest.approx(mean))


def test_a_gap_year_is_not_stepped_over():
    table = rows({"a": 1}, {"a": 2}, {"a": 4})
    del table[min(table)[0], 2023]
    assert figure("prior(a)", table, "元") is None
    assert figure("prior(a, 2)", table, "元") == 1


@pytest.mark.parametrize(
    ("born", "total"), [("2024-05-01", 4), ("2023-05-01", 6), ("2022-01-01", None), (None, None)]
)
def test_years_before_founding_are_skipped(born: str | None, total: float | None):
    """Two years reported: three are summed only where the first one lies before the founding."""
    from datetime import date

    day = date.fromisoformat(born) if born else None
    years = [{"born": day}, {"a": 2 if born != "2024-05-01" else None, "born": day}, {"a": 4, "born": day}]
    assert figure("total(a, 3)", rows(*years), "元") == total


@pytest.mark.parametrize(("row", "least"), [({"a": 3, "b": 5}, 3), ({"a": 3}, None), ({"b": -3, "a": 0}, -3)])
def test_extremes_pass_unknown_on(row: dict[str, object], least: float | None):
    assert figure("least(a, b, 300 元)", rows(row), "元") == least


def test_the_size_of_an_amount():
    assert figure("abs(a - b)", rows({"a": 3, "b": 5}), "元") == 2
    assert figure("abs(a)", rows({}), "元") is None


def test_empty_means_zero_only_where_the_pack_says_so():
    assert figure("z + 1 元", rows({}), "元") == 1
    assert figure("a + 1 元", rows({}), "元") is None


def test_what_needs_more_than_38_digits_is_refused():
    most = {"unit": "元", "decimals": 2, "digits": 18}
    with pytest.raises(PackError, match=r"(?s)38 digits; .*try: declare fewer `digits`"):
        full_plan(judged("round(w * w / (v * v), 4) >= 1", w=most, v=most))


def test_an_exact_figure_is_kept_as_an_integer_column():
    plan = full_plan(measured("a + 2 * b", "元"))
    (column,) = [c for level in plan.levels for c in level.columns if c.name == "test.f"]
    assert column.kind == "int"


def test_a_constant_beyond_64_bits():
    """5000 万元 times 5000 万元 and more, kept in a column and chosen by a CASE."""
    assert figure("5 亿元 * (5000 万元 / (1 元))", rows({}), "元") == 2.5e16
    assert figure("100 * (2 亿元 * (9000 万元 / (1 元)))", rows({}), "元") == 1.8e18
    assert (
        figure(
            "CASE WHEN flag THEN 100 * (2 亿元 * (9000 万元 / (1 元))) ELSE 1 元 END",
            rows({"flag": True}),
            "元",
        )
        == 1.8e18
    )
