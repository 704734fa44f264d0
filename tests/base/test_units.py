"""Units: exact factors, dimensions, and what is no unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.base import units
from gaoxin.base.units import Dimension, decimal_steps, multiply, parse, ratio, show

YUAN: Dimension = (("元", 1),)


@pytest.mark.parametrize(
    ("text", "factor", "dimension"),
    [
        ("元", 1, YUAN),
        ("千元", 1000, YUAN),
        ("万元", 10**4, YUAN),
        ("百万元", 10**6, YUAN),
        ("千万元", 10**7, YUAN),
        ("亿元", 10**8, YUAN),
        ("人民币元", 1, YUAN),
        ("万美元", 10**4, (("美元", 1),)),
        ("%", Fraction(1, 100), ()),
        ("％", Fraction(1, 100), ()),
        ("‰", Fraction(1, 1000), ()),
        ("百分点", Fraction(1, 100), ()),
        ("倍", 1, ()),
        ("1", 1, ()),
        ("", 1, ()),
        ("万", 10**4, ()),
        ("万人", 10**4, (("人", 1),)),
        ("人·年", 1, (("人年", 1),)),
        ("吨标煤", 1, (("吨标准煤", 1),)),
        ("度", 1, (("kWh", 1),)),
        ("万千瓦时", 10**4, (("kWh", 1),)),
        ("日", 1, (("天", 1),)),
        ("㎡", 1, (("平方米", 1),)),
        ("公顷", 10**4, (("平方米", 1),)),
        ("平方公里", 10**6, (("平方米", 1),)),
        ("km2", 10**6, (("平方米", 1),)),
        ("万平方米", 10**4, (("平方米", 1),)),
        ("亿元/平方公里", 100, (("元", 1), ("平方米", -1))),
        ("万元/亩", 10**4, (("亩", -1), ("元", 1))),
        ("件/万人", Fraction(1, 10**4), (("人", -1), ("件", 1))),
        ("万元/亩·年", 10**4, (("亩", -1), ("元", 1), ("年", -1))),
        ("元/人/年", 1, (("人", -1), ("元", 1), ("年", -1))),
        ("1/万人", Fraction(1, 10**4), (("人", -1),)),
        ("元/元", 1, ()),
        (" 万元 ", 10**4, YUAN),
    ],
)
def test_known_units(text: str, factor: int | Fraction, dimension: Dimension):
    unit = parse(text)
    assert unit is not None
    assert (unit.factor, unit.dimension) == (factor, dimension)


@pytest.mark.parametrize(
    "text", ["圆", "万万元", "元元", "元/", "/元", "万/元人", "%%", "RMB", "·", "元 人", "2", "-"]
)
def test_what_is_no_unit(text: str):
    assert parse(text) is None


def test_thousands_and_ten_thousands_convert_exactly():
    thousand, ten_thousand = parse("千元"), parse("万元")
    assert thousand is not None
    assert ten_thousand is not None
    assert thousand.dimension == ten_thousand.dimension
    assert 3 * thousand.factor + 2 * ten_thousand.factor == 23_000
    assert Fraction("0.1") * ten_thousand.factor == 1000


@pytest.mark.parametrize(
    ("text", "countable"),
    [
        ("件", True),
        ("件/万人", True),
        ("1", True),
        ("天", True),
        ("万元", False),
        ("元/人", False),
        ("亩", False),
    ],
)
def test_what_a_bare_number_may_stand_for(text: str, countable: bool):
    unit = parse(text)
    assert unit is not None
    assert unit.is_countable is countable


@pytest.mark.parametrize(
    ("dimension", "shown"),
    [
        ((), "a pure number"),
        (YUAN, "元"),
        ((("亩", -1), ("元", 1)), "元/亩"),
        ((("人", -1),), "1/人"),
        ((("元", 2),), "元^2"),
        ((("亩", -2), ("元", 1), ("年", -1)), "元/亩^2·年"),
    ],
)
def test_dimensions_in_messages(dimension: Dimension, shown: str):
    assert show(dimension) == shown


def test_products_and_quotients():
    area: Dimension = (("亩", 1),)
    assert multiply(YUAN, area, -1) == (("亩", -1), ("元", 1))
    assert multiply(multiply(YUAN, area, -1), area) == YUAN
    assert multiply(YUAN, YUAN, -1) == ()


singles = st.sampled_from([*sorted(units.BASE), "万元", "亿元", "%", "千美元", "万人"])


@pytest.mark.slow
@given(singles, singles)
def test_a_quotient_undoes_itself(over: str, under: str):
    there, back = parse(f"{over}/{under}"), parse(f"{under}/{over}")
    assert there is not None
    assert back is not None
    assert there.factor * back.factor == 1
    assert multiply(there.dimension, back.dimension) == ()


@pytest.mark.slow
@given(st.text(alphabet=st.sampled_from("万千亿元人亩%·/*1件年"), max_size=12) | st.text(max_size=12))
def test_any_text_is_a_unit_or_not(text: str):
    unit = parse(text)
    assert unit is None or unit.factor > 0


@pytest.mark.parametrize(
    ("given_unit", "own", "expected"),
    [
        ("公顷", "亩", 15),
        ("平方公里", "亩", 1500),
        ("平方米", "亩", Fraction(3, 2000)),
        ("亩", "公顷", Fraction(1, 15)),
        ("万元/公顷", "万元/亩", Fraction(1, 15)),
        ("千元", "万元", Fraction(1, 10)),
        ("亩", "元", None),
        ("亩", "平方米/亩", None),
    ],
)
def test_how_many_of_one_unit_another_is(given_unit: str, own: str, expected: Fraction | None):
    first, second = parse(given_unit), parse(own)
    assert first is not None
    assert second is not None
    assert ratio(first, second) == expected


@pytest.mark.slow
@given(st.fractions().filter(bool))
def test_a_factor_is_split_without_loss(factor: Fraction):
    rest, tens = decimal_steps(factor)
    assert rest * Fraction(10) ** tens == factor
    assert rest.numerator % 10
    assert rest.denominator % 2
    assert rest.denominator % 5
