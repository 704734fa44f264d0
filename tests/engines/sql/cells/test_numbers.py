"""Numbers are stored exactly, or refused."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.sql.conversions import Refused, column, judge, money

D = pa.float64()


def one(value: Any, arrow: Any = None, kind: str = "number", **more: Any) -> Any:
    return column([value], kind, arrow, **(more or money()))[0][0]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("12.34", 1234),
        ("12.3400", 1234),
        ("-5", -500),
        ("+5", 500),
        ("  7 ", 700),
        ("　7\t", 700),
        (".5", 50),
        ("5.", 500),
        ("1,234,567.89", 123456789),
        ("１２３．４５", 12345),
        ("－１，２３４", -123400),
        ("−3", -300),
        ("5000 万元", 5_000_000_000),
        ("5000万元", 5_000_000_000),
        ("1.5亿元", 15_000_000_000),
        ("0.001千元", 100),
        ("0.000001万元", 1),
        ("3元", 300),
        ("999999999999999", 99_999_999_999_999_900),
        ("0000000000000000000012.5", 1250),
    ],
)
def test_texts(text: str, fen: int):
    assert one(text, **money(digits=18)) == fen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("0.001", "decimals"),
        ("12.345", "decimals"),
        ("0.0000001万元", "decimals"),
        ("99999999999999.99", None),
        ("100000000000000", "digits"),
        ("99999999999999999999999999", "digits"),
        ("12,34", "number"),
        ("1,2345", "number"),
        ("1e3", "number"),
        ("1_000", "number"),
        ("0x10", "number"),
        ("nan", "number"),
        ("inf", "number"),
        ("(5)", "number"),
        ("1 234", "number"),
        ("1.2.3", "number"),
        (".", "number"),
        ("-万元", "number"),
        ("约5", "number"),
        ("5 人", "unit"),
        ("5%", "unit"),
        ("5000 万", "unit"),
        ("万元", "number"),
        ("#DIV/0!", "number"),
    ],
)
def test_texts_refused(text: str, rule: str | None):
    if rule is None:
        assert one(text) == 9_999_999_999_999_999
        return
    with pytest.raises(Refused) as caught:
        one(text)
    assert caught.value.faults == [(1, text, rule)]


@pytest.mark.parametrize(
    "blank",
    [
        "",
        "  ",
        "　",
        "-",
        "--",
        "—",
        "——",
        "–",
        "/",
        "不适用",
        "无",
        "N/A",
        "n/a",
        "NA",
        "NULL",
        "None",
        None,
    ],
)
def test_empty_cells(blank: str | None):
    assert one(blank) is None


def test_percentages_and_other_pure_numbers():
    share = {"unit": "%", "factor": Fraction(10**4), "scale": 6, "digits": 10}
    cells = ["12.5", "12.5%", "１２．５％", "125‰", "0.125倍", "12.5百分点"]
    assert column(cells, "number", **share) == [(125000,)] * 6


def test_counts_by_ten_thousand():
    heads = {"unit": "万人", "factor": Fraction(10**4), "digits": 10}
    assert column(["1.2", "300人", "2千人", "1.2万人"], "number", **heads) == [
        (12000,),
        (300,),
        (2000,),
        (12000,),
    ]
    with pytest.raises(Refused, match="decimals"):
        column(["1.23456"], "number", **heads)


@pytest.mark.slow
@pytest.mark.parametrize("arrow", [None, D, pa.int32(), pa.decimal128(20, 4)])
def test_a_scale_coarser_than_the_unit(arrow: Any):
    """A figure in 元 kept in 万元: only whole ten thousands are exact."""
    coarse = {"unit": "元", "factor": Fraction(1, 10**4), "digits": 10}
    give = (
        (lambda v: str(v))
        if arrow is None
        else float
        if arrow == D
        else Decimal
        if pa.types.is_decimal(arrow)
        else int
    )
    assert column([give(50000), give(-120000), give(0)], "number", arrow, **coarse) == [(5,), (-12,), (0,)]
    with pytest.raises(Refused, match="decimals"):
        column([give(50001)], "number", arrow, **coarse)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (0.1 + 0.2, 30),
        (1.005 * 1000, 100500),
        (1.1 * 1.1 * 100, 12100),
        (0.29, 29),
        (-0.07, -7),
        (-0.0, 0),
        (1234567890123.45, 123456789012345),
        (1234567890123.4567, 123456789012346),
        (12345678901234.0, 1234567890123400),
        (129426949.0 * 10000, 129426949000000),
    ],
)
def test_doubles(value: float, stored: int):
    assert one(value, D) == stored


def test_a_double_of_few_digits_may_be_large():
    """The nation's product in 万元 has nine digits, and sixteen in 分."""
    assert one(1294269490.0, D, **money("万元", digits=18)) == 1_294_269_490_000_000


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (0.001, "decimals"),
        (12.345, "decimals"),
        (1e-9, "decimals"),
        (5e-324, "decimals"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (-math.inf, "finite"),
        (1e14, "digits"),
        (1e300, "digits"),
        (12345678901234.56, "precision"),
        (99999999999999.98, "precision"),
    ],
)
def test_doubles_refused(value: float, rule: str):
    with pytest.raises(Refused) as caught:
        one(value, D)
    assert [fault[2] for fault in caught.value.faults] == [rule]


def test_single_precision_does_not_pass_for_a_decimal():
    assert column([1.5, 2.0], "number", pa.float32(), **money()) == [(150,), (200,)]
    with pytest.raises(Refused, match="decimals"):
        column([0.1], "number", pa.float32(), **money())


@pytest.mark.parametrize("arrow", [pa.int8(), pa.int16(), pa.int64(), pa.uint8(), pa.uint64()])
def test_integers(arrow: Any):
    values = [0, 5, 120] + ([-7] if pa.types.is_signed_integer(arrow) else [])
    assert column(values, "number", arrow, **money("千元")) == [(v * 10**5,) for v in values]


@pytest.mark.parametrize(
    ("arrow", "value"), [(pa.int64(), 2**63 - 1), (pa.int64(), -(2**63)), (pa.uint64(), 2**64 - 1)]
)
def test_integers_too_large(arrow: Any, value: int):
    with pytest.raises(Refused, match="digits"):
        column([value], "number", arrow, **money())


@pytest.mark.slow
@pytest.mark.parametrize(
    "arrow", [pa.decimal128(18, 2), pa.decimal128(38, 2), pa.decimal128(38, 12), pa.decimal128(9, 1)]
)
def test_decimals(arrow: Any):
    assert column([Decimal("12.5"), Decimal("-3"), None], "number", arrow, **money()) == [
        (1250,),
        (-300,),
        (None,),
    ]


def test_decimals_refused():
    for value, rule in ((Decimal("0.001"), "decimals"), (Decimal(10**20), "digits")):
        with pytest.raises(Refused, match=rule):
            column([value], "number", pa.decimal128(38, 3), **money())
    with pytest.raises(Refused, match="digits"):
        column([Decimal(10**15)], "number", pa.decimal128(18, 2), **money())


@pytest.mark.slow
@pytest.mark.parametrize("arrow", [None, D, pa.int64(), pa.decimal128(10, 2)])
def test_bounds(arrow: Any):
    give = str if arrow is None else float if arrow == D else Decimal if pa.types.is_decimal(arrow) else int
    limits = money(minimum=Fraction(0), maximum=Fraction(10000))
    assert column([give(0), give(100)], "number", arrow, **limits) == [(0,), (10000,)]
    with pytest.raises(Refused) as caught:
        column([give(-1), give(101)], "number", arrow, **limits)
    assert [fault[2] for fault in caught.value.faults] == ["least", "most"]


def test_reals():
    third = {"unit": "%", "factor": Fraction(1, 100)}
    assert column(["12.5", "1e-3", "5‰", "0.5倍", "—"], "real", **third) == [
        (0.125,),
        (1e-5,),
        (0.005,),
        (0.5,),
        (None,),
    ]
    assert column([12.5, None], "real", D, **third) == [(0.125,), (None,)]
    assert column([7], "real", pa.int32()) == [(7.0,)]


@pytest.mark.parametrize(
    ("value", "arrow", "rule"),
    [
        (math.nan, D, "finite"),
        (math.inf, D, "finite"),
        ("1e999", None, "finite"),
        ("nan", None, "number"),
        ("abc", None, "number"),
        ("1e", None, "number"),
        (-1.0, D, "least"),
        ("2", None, "most"),
    ],
)
def test_reals_refused(value: Any, arrow: Any, rule: str):
    with pytest.raises(Refused, match=rule):
        column([value], "real", arrow, minimum=Fraction(0), maximum=Fraction(1))


exact = st.integers(-(10**15) + 1, 10**15 - 1)


@pytest.mark.slow
@given(st.lists(exact, min_size=1, max_size=30), st.sampled_from(["元", "千元", "万元", "亿元"]))
@settings(max_examples=15)
def test_exact_decimals_come_back(stored: list[int], unit: str):
    """The same amount as text, decimal and double is the same integer."""
    rule = money(unit, digits=18)
    decimals = [Decimal(n).scaleb(-len(str(rule["factor"])) + 1) for n in stored]
    expected = [(n,) for n in stored]
    assert column([f"{d:f}" for d in decimals], "number", **rule) == expected
    assert column([f"{d:,f}" for d in decimals], "number", **rule) == expected
    assert column([float(d) for d in decimals], "number", D, **rule) == expected
    assert column(decimals, "number", pa.decimal128(38, 12), **rule) == expected


@pytest.mark.slow
@given(st.lists(st.integers(-(10**18) + 1, 10**18 - 1), min_size=1, max_size=30))
@settings(max_examples=15)
def test_eighteen_digits_come_back(stored: list[int]):
    rule = money(digits=18)
    decimals = [Decimal(n).scaleb(-2) for n in stored]
    assert column([str(d) for d in decimals], "number", **rule) == [(n,) for n in stored]
    assert column(decimals, "number", pa.decimal128(20, 2), **rule) == [(n,) for n in stored]


def reference(text: str) -> Fraction | str | None:
    """Read a cell the slow way: a value in 元, None where it is empty, or that it is refused."""
    plain = text.translate(
        str.maketrans(
            "０１２３４５６７８９．，－−＋％／：\t\r\n\u00a0\u3000\u200b\ufeff", "0123456789.,--+%/:       "
        )
    ).strip(" ")
    if plain.lower() in ("", "-", "--", "—", "——", "–", "/", "不适用", "无", "n/a", "na", "null", "none"):
        return None
    found = re.fullmatch(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(\.[0-9]*)?[ ]*(元|万元)?", plain)
    if not found or not (found[2] or (found[3] or "").strip(".0")):
        return "refused"
    value = Fraction((found[2].replace(",", "") or "0") + (found[3] or "").rstrip("."))
    return value * (-1 if found[1] == "-" else 1) * (10000 if found[4] == "万元" else 1)


cells = st.text(alphabet="0123456789.,+-eE%万元人 ０９．，－/—无\u3000\n'_", max_size=12) | st.text(
    max_size=8
)


@pytest.mark.slow
@given(st.lists(cells, min_size=1, max_size=40))
@settings(max_examples=40)
def test_any_text_is_exact_or_a_fault(texts: list[str]):
    texts = [text for text in texts if "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)]
    for text, found in zip(texts, judge(texts, "number", **money()), strict=True):
        value = reference(text)
        if is_stored(value):
            assert found == (None if value is None else value * 100), text
        else:
            assert isinstance(found, str), text


def is_stored(value: Fraction | str | None) -> bool:
    """Whether a value fits two decimals and sixteen digits."""
    if value is None or isinstance(value, str):
        return value is None
    return (value * 100).denominator == 1 and abs(value * 100) < 10**16


@pytest.mark.slow
@given(st.lists(st.floats(), min_size=1, max_size=30))
@settings(max_examples=40)
def test_any_double_is_its_fifteen_digits_or_a_fault(values: list[float]):
    for value, stored in zip(values, judge(values, "number", D, **money()), strict=True):
        if not isinstance(stored, str):
            assert Fraction(stored, 100) in (Fraction(f"{value:.14e}"), Fraction(repr(value))), value


@pytest.mark.slow
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
@settings(max_examples=20)
def test_doubles_with_decimals_beyond_the_scale_are_refused(thousandths: list[int]):
    found = judge([n / 1000 for n in thousandths], "number", D, **money())
    assert found == ["decimals" if n % 10 else n // 10 for n in thousandths]
