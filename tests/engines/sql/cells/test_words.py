"""Flags, categories, grades and texts: the accepted forms, and what is refused."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.plan.binding import BLANKS
from tests.engines.sql.conversions import Refused, column, judge

D = pa.float64()
FIELDS = {"categories": ("新材料", "Bio", "12", "无")}
GRADES = {"factor": Fraction(100), "scale": 2, "grades": (("A", 700, 800), ("有", 0, 600), ("无", 0, 0))} | {
    "minimum": Fraction(0),
    "maximum": Fraction(800),
}


@pytest.mark.parametrize(
    "yes", ["是", "true", "TRUE", "True", "1", "１", "1.0"[:1], "Y", "y", "yes", "有", "√", " 是　"]
)
def test_yes(yes: str):
    assert column([yes], "flag") == [(True,)]


@pytest.mark.parametrize("no", ["否", "false", "FALSE", "0", "０", "N", "no", "无", "×"])
def test_no(no: str):
    assert column([no], "flag") == [(False,)]


def test_flags_of_other_columns():
    assert column([True, False, None], "flag", pa.bool_()) == [(True,), (False,), (None,)]
    assert column([1.0, 0.0, None], "flag", D) == [(True,), (False,), (None,)]
    assert column([1, 0], "flag", pa.int8()) == [(True,), (False,)]
    assert column([None, None], "flag", pa.null()) == [(None,), (None,)]
    assert column(["", "N/A", "不适用", "—"], "flag") == [(None,)] * 4


@pytest.mark.parametrize(
    ("value", "arrow"), [("对", None), ("2", None), ("是的", None), (2, pa.int64()), (0.5, D)]
)
def test_flags_refused(value: Any, arrow: Any):
    with pytest.raises(Refused, match="flag"):
        column([value], "flag", arrow)


def test_categories():
    cells = ["新材料", " 新材料　", "bio", "BIO", "１２", "无", "", "n/a", None]
    assert column(cells, "category", **FIELDS) == [
        *[("新材料",)] * 2, *[("Bio",)] * 2, ("12",), ("无",), (None,), (None,), (None,)
    ]  # fmt: skip
    assert column([12, None], "category", pa.int32(), **FIELDS) == [("12",), (None,)]
    assert column([12.0], "category", D, **FIELDS) == [("12",)]
    coded = pa.DictionaryArray.from_arrays(pa.array([0, None, 0]), pa.array(["Bio"]))
    assert column(coded, "category", coded.type, **FIELDS) == [("Bio",), (None,), ("Bio",)]


@pytest.mark.parametrize("value", ["材料", "新材料类", "13", "新 材料"])
def test_categories_refused(value: str):
    with pytest.raises(Refused, match="category"):
        column([value], "category", **FIELDS)


def test_grades_are_letters_or_points():
    cells = ["A", "a", " Ａ"[:1] + "A", "6.5", "有", "无", "8", "", "—", "７．５"]
    assert column(cells, "grade", **GRADES) == [
        (700, 800), (700, 800), (700, 800), (650, 650), (0, 600), (0, 0),
        (800, 800), (None, None), (None, None), (750, 750),
    ]  # fmt: skip
    assert column([6.5, None], "grade", D, **GRADES) == [(650, 650), (None, None)]
    assert column([Decimal("6.50")], "grade", pa.decimal128(5, 2), **GRADES) == [(650, 650)]


@pytest.mark.parametrize(
    ("value", "rule"),
    [("B", "grade"), ("AA", "grade"), ("9", "most"), ("-1", "least"), ("6.555", "decimals")],
)
def test_grades_refused(value: str, rule: str):
    with pytest.raises(Refused, match=rule):
        column([value], "grade", **GRADES)


def test_texts_stay_as_they_are():
    cells = ["913301000000000123", "007", " 甲　乙 ", "N/A", "１２", "12E5", "", "  ", None]
    expected = ["913301000000000123", "007", "甲　乙", "N/A", "１２", "12E5", None, None, None]
    assert column(cells, "text") == [(value,) for value in expected]
    assert column([330100, None], "text", pa.int64()) == [("330100",), (None,)]
    assert column([330100.0, None], "text", D) == [("330100",), (None,)]


@pytest.mark.parametrize(
    ("value", "arrow"),
    [
        ("9.13301E+17", None),
        ("9E+17", None),
        ("9.13301000000000e+17", None),
        (9.13301e17, D),
        (1e15, D),
        (1.5, D),
    ],
)
def test_codes_that_were_numbers_are_refused(value: Any, arrow: Any):
    with pytest.raises(Refused, match="code"):
        column([value], "text", arrow)


@pytest.mark.slow
@given(
    st.lists(st.text(alphabet="是否有无truefalseTRUEYNyn01 １０2对.　-", max_size=5), min_size=1, max_size=30)
)
@settings(max_examples=20)
def test_any_text_is_a_flag_or_a_fault(texts: list[str]):
    wide = str.maketrans("１０　．－", "10 .-")
    yes, no = ("是", "true", "1", "y", "yes", "有"), ("否", "false", "0", "n", "no", "无")
    for text, found in zip(texts, judge(texts, "flag"), strict=True):
        word = text.translate(wide).strip(" ").lower()
        expected = True if word in yes else False if word in no else None if word in BLANKS else "flag"
        assert found == expected, text
