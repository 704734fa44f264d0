"""Bindings say what they do, and their arithmetic is exact."""

from fractions import Fraction

import pytest

from gaoxin.base.errors import InternalError
from gaoxin.plan.binding import Binding, BoundColumn, Key, Source, SourceColumn, Storage

TEXT = Storage("text")


def bound(**more: object) -> BoundColumn:
    return BoundColumn("r", "营业收入（万元）", "revenue", None, "number", TEXT, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("factor", "power"), [(1, 0), (100, 2), (10**10, 10), (Fraction(1, 10000), -4)])
def test_a_factor_is_a_power_of_ten(factor: Fraction, power: int):
    assert bound(factor=Fraction(factor)).exponent == power


@pytest.mark.parametrize(
    "factor", [Fraction(12), Fraction(1, 3), Fraction(15, 10), Fraction(2000, 3), 1, 100]
)
def test_a_factor_is_a_multiple_and_a_power_of_ten(factor: Fraction):
    column = bound(factor=Fraction(factor))
    assert column.multiple * Fraction(10) ** column.exponent == factor
    assert (column.multiple.numerator % 10, column.multiple.denominator % 10) != (0, 0)


def test_a_source_takes_more_notices_and_knows_its_columns():
    source = Source("t", (SourceColumn("x", "x", 1, TEXT),), notices=("a",))
    assert source.noticed("b").notices == ("a", "b")


def test_bounds_are_whole_and_within_the_digits():
    assert bound(digits=3).bounds == (-999, 999)
    assert bound(digits=3, minimum=Fraction(-1, 2), maximum=Fraction(7, 2)).bounds == (0, 3)
    assert bound(digits=2, minimum=Fraction(-500), maximum=Fraction(500)).bounds == (-99, 99)


def test_a_binding_prints():
    key = Key("id", "信用代码", TEXT)
    wide = Binding(
        key,
        None,
        (
            BoundColumn(
                "a", "营业收入（万元）@2023", "revenue", 2023, "number", TEXT, "万元", Fraction(10**6), 2
            ),
            BoundColumn(
                "b", "营业收入（万元）@2024", "revenue", 2024, "number", TEXT, "万元", Fraction(10**6), 2
            ),
            BoundColumn("c", "成立日期", "founded", None, "date", Storage("date"), constant=True),
        ),
        years=(2023, 2024),
        ignored=("备注",),
        notices=("look",),
    )
    assert str(wide).splitlines() == [
        "subject: 信用代码",
        "period: 2023, 2024",
        "营业收入（万元）@2023 -> revenue@2023 (number from text, 1 万元 = 1000000)",
        "营业收入（万元）@2024 -> revenue@2024 (number from text, 1 万元 = 1000000)",
        "成立日期 -> founded (date from date)",
        "ignored: 备注",
        "notice: look",
    ]
    assert wide.variables == ("revenue", "founded")
    assert wide.periods == (2023, 2024)
    assert [column.source for column in wide.of_period(2024)] == ["b", "c"]


def test_periods_of_long_and_undated_tables():
    key = Key("id", "id", TEXT)
    assert Binding(key, key, ()).periods == ()
    assert Binding(key, None, ()).periods == (0,)


def test_columns_are_found_by_name():
    source = Source("t", (SourceColumn("a", "A", 1, Storage("decimal", 18, 2)),))
    assert str(source.column("a").storage) == "decimal(18,2)"
    with pytest.raises(InternalError, match="no column 'b'"):
        source.column("b")


def test_keys_may_be_known_to_be_plain():
    key = Key("id", "id", TEXT)
    dated, undated = (Binding(key, period, ()).with_plain_keys() for period in (key, None))
    assert dated.subject.plain
    assert dated.period is not None
    assert dated.period.plain
    assert undated.period is None


def test_a_binding_of_fewer_variables_keeps_the_founding():
    key = Key("id", "信用代码", TEXT)
    kinds = {"revenue": "number", "research": "grade", "founded": "date", "name": "text"}
    columns = tuple(BoundColumn(name, name, name, None, kind, TEXT) for name, kind in kinds.items())  # type: ignore[arg-type]
    whole = Binding(key, key, columns, founded="founded")
    assert whole.only(["research__hi", "research__lo"]).variables == ("research", "founded")
    assert whole.only(["revenue"]).variables == ("revenue", "founded")
    assert whole.only(whole.variables) == whole
