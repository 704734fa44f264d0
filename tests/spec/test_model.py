"""The base of the models: exact numbers, names, and closed frozen pieces."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gaoxin.spec.model import Exact, Formula, Id, Item, Line, Name, PackId, Source, Text

EXACT = TypeAdapter(Exact)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (1, Fraction(1)),
        (-3, Fraction(-3)),
        ("0.8", Fraction(4, 5)),
        ("-0.80", Fraction(-4, 5)),
        ("12%", Fraction(3, 25)),
        ("12 %", Fraction(3, 25)),
        ("1/3", Fraction(1, 3)),
        ("1/10", Fraction(1, 10)),
        ("1/3%", Fraction(1, 300)),
        ("0", Fraction(0)),
        ("007", Fraction(7)),
        (Fraction(1, 7), Fraction(1, 7)),
        ("0." + "1" * 40, Fraction("0." + "1" * 40)),
    ],
)
def test_numbers_are_read_as_printed(given: object, value: Fraction):
    assert EXACT.validate_python(given) == value


NO_NUMBERS = [
    *(
        0.8,
        True,
        None,
        [],
        {},
        "",
        "x",
        "1e3",
        "1e999999999",
        "1/0",
        "1/00",
        "1,000",
        "1_000",
        "+1",
        ".5",
        "5.",
    ),
    *("1.5/2", "nan", "inf", "1 2", "%", "9" * 41, "1\n", " 1", "１", "--1", "0x10"),
]


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_what_is_no_exact_number(given: object):
    with pytest.raises(ValidationError, match=r"12% or 1/3"):
        EXACT.validate_python(given)


@pytest.mark.slow
@given(st.fractions(), st.integers(0, 9))
def test_every_decimal_is_exact(value: Fraction, places: int):
    text = f"{float(round(value) % 10**12):.{places}f}"
    assert EXACT.validate_python(text) == Fraction(text)


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_not(text: str):
    try:
        value = EXACT.validate_python(text)
    except ValidationError:
        return
    assert value.denominator < 10**43


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Name,
            ["a", "rd_intensity_3y", "a" * 64],
            ["", "A", "1a", "_a", "a-b", "a.b", "收入", "a" * 65, "a\n"],
        ),
        (Id, ["H-05", "a.b", "1", "a" * 64], ["", "-a", ".a", "a b", "条", "a" * 65, "a\n"]),
        (PackId, ["hnte-2016", "a"], ["", "Hnte", "a_b", "a.b", "../x", "a/b", "1a", "a" * 65]),
        (Line, ["x", "高新"], ["", "x" * 4001]),
        (Formula, ["1", "x" * 4000], ["", "x" * 4001]),
    ],
)
def test_names_and_lines(kind: object, good: list[str], bad: list[str]):
    adapter = TypeAdapter(kind)
    assert [adapter.validate_python(text) for text in good] == good
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


def test_a_title_is_its_chinese():
    assert str(Text(zh="高新区", en="zone")) == "高新区"
    with pytest.raises(ValidationError, match="en\n  Field required"):
        Text.model_validate({"zh": "高新区"})


def test_pieces_are_frozen_and_closed():
    item = Item.model_validate({"title": {"zh": "例", "en": "example"}})
    assert item.status is None
    with pytest.raises(ValidationError, match="frozen"):
        item.note = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Source.model_validate({"title": "例", "isuer": "x"})


@pytest.mark.parametrize("published", [0, 86400, "yesterday", "2024-02-30", 20240101, True])
def test_a_day_is_written_as_a_day(published: object):
    with pytest.raises(ValidationError):
        Source.model_validate({"title": "例", "published": published})
