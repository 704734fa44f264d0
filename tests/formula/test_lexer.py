"""Formula text -> tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula.lexer import KEYWORDS, MAX_LENGTH, tokens


def seen(text: str) -> list[tuple[str, str, str]]:
    return [(token.kind, token.text, token.unit) for token in tokens(text)[:-1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5000 万元", [("number", "5000", "万元")]),
        ("5000万元", [("number", "5000", "万元")]),
        ("5%", [("number", "5", "%")]),
        ("5 %", [("number", "5", "%")]),
        ("1_000.50", [("number", "1000.50", "")]),
        ("300 万元/亩", [("number", "300", "万元/亩")]),
        ("300 万元/亩·年", [("number", "300", "万元/亩·年")]),
        ("183 天", [("number", "183", "天")]),
        ("7 kWh", [("number", "7", "kWh")]),
        ("2 吨CO2", [("number", "2", "吨CO2")]),
        ("2 万吨CO2/万元", [("number", "2", "万吨CO2/万元")]),
        ("3 ㎡", [("number", "3", "㎡")]),
        ("a", [("name", "a", "")]),
        ("hnte.H-05", [("name", "hnte.H-05", "")]),
        ("a.b.c", [("name", "a.b.c", "")]),
        ("a - b", [("name", "a", ""), ("op", "-", ""), ("name", "b", "")]),
        ("a-b", [("name", "a", ""), ("op", "-", ""), ("name", "b", "")]),
        ("'文 字'", [("text", "文 字", "")]),
        ("''", [("text", "", "")]),
        ("case Case CASE", [("keyword", "case", "")] * 3),
        ("≥ ≤ ≠ != × ÷ （ ） ， －", [("op", o, "") for o in (">=", "<=", "<>", "<>", *"*/(),-")]),
        (">= <= <> < > =", [("op", o, "") for o in (">=", "<=", "<>", "<", ">", "=")]),
        ("1 /2", [("number", "1", ""), ("op", "/", ""), ("number", "2", "")]),
        ("", []),
        ("  \n\t ", []),
    ],
)
def test_tokens(text: str, found: list[tuple[str, str, str]]):
    assert seen(text) == found


def test_columns_count_from_one():
    assert [token.column for token in tokens("  a >= 5 万元 ")] == [3, 5, 8, 12]


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("a ; b", 3, "unexpected ';'"),
        ("a % b", 3, "unexpected '%'"),
        ("'abc", 1, 'unexpected "\'"'),
        ("'a\nb'", 1, "close the text with '"),
        ('"a"', 1, "unexpected '\"'"),
        ("_a", 1, "unexpected '_'"),
        ("收入 > 1", 1, "unexpected '收'"),
        ("5 万圆", 3, "'万圆' is not a unit"),
        ("5 元人", 3, "'元人' is not a unit"),
        ("5 元/圆", 3, "'元/圆' is not a unit"),
        ("5 元 人", 5, "unexpected '人'"),
        (".5", 1, "unexpected '.'"),
        ("a\x00", 2, "unexpected '\\x00'"),
        ("1" * (MAX_LENGTH + 1), 1, f"a formula has at most {MAX_LENGTH}"),
    ],
)
def test_faults(text: str, column: int, words: str):
    with pytest.raises(FormulaError) as caught:
        tokens(text)
    assert words in str(caught.value)
    assert caught.value.column == column


@pytest.mark.parametrize("unit", sorted(units.BASE))
def test_every_unit_can_be_written(unit: str):
    assert seen(f"5 {unit}") == [("number", "5", unit)]


PIECES = st.sampled_from(
    [*"+-*/()=<>,'.%_ \n", "5", "0.1", " 万元", "%", "元/人", "a", "a.b-c", "≥", "（", "'文'"]
)


@pytest.mark.slow
@given(st.text(max_size=60) | st.lists(PIECES | st.sampled_from(sorted(KEYWORDS)), max_size=40).map("".join))
def test_any_text_is_split_or_told(text: str):
    try:
        found = tokens(text)
    except FormulaError as error:
        column = error.column
    else:
        column = found[-1].column - 1
        assert found[-1].kind == "end"
        assert [token.column for token in found] == sorted({token.column for token in found})
    assert 0 <= column <= len(text)
