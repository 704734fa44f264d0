"""Figures as texts: exact, or rounded without crossing a line."""

from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.services.results.texts import figures, reported
from gaoxin.spec import Text, Variable

T = Text(zh="题", en="title")


@pytest.mark.parametrize(
    ("number", "unit", "lines", "text"),
    [
        (4.0, "%", ["4"], "4.00%"),
        (3.9996, "%", ["4"], "3.9996%"),
        (3.9996, "%", [], "4.00%"),
        (4.00004, "%", ["4"], "4.00004%"),
        (3.999999996, "%", ["4"], "3.999999996%"),
        (2.675, "%", [], "2.68%"),
        (-2.675, "%", [], "-2.68%"),
        (-0.001, "%", [], "-0.001%"),
        (0.0, "%", [], "0.00%"),
        (1234.5, "万元", [], "1234.5 万元"),
        (1234.567, "万元", [], "1234.57 万元"),
        (12.0, "人", [], "12 人"),
        (0.004, "1", [], "0.004"),
        (3e20, "元", [], "3e+20 元"),
        (None, "%", ["4"], None),
    ],
)
def test_rounding_stays_on_its_side(number: float | None, unit: str, lines: list[str], text: str | None):
    found = figures(pa.array([number], pa.float64()), unit, [Fraction(line) for line in lines]).to_pylist()
    assert found == [text]


def test_what_no_decimal_tells_from_the_line_has_a_sign():
    near = [4 - 1e-14, 4 + 1e-14, 4.0, 3.0]
    found = figures(pa.array(near), "%", [Fraction(4)]).to_pylist()
    assert found == ["<4%", ">4%", "4.00%", "3.00%"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.lists(st.integers(-50, 50), max_size=4))
def test_a_text_never_crosses_a_line(numbers: list[float], lines: list[int]):
    for number, text in zip(
        numbers, figures(pa.array(numbers), "%", [Fraction(n) for n in lines]).to_pylist(), strict=True
    ):
        shown = float(text.strip("<>%"))
        for line in [0, *lines]:
            side, seen = (number > line) - (number < line), (shown > line) - (shown < line)
            assert side == seen or (seen == 0 and text[0] == ("<" if side < 0 else ">"))


@given(st.integers(-(10**16), 10**16), st.sampled_from(["万元", "元", "亿元", "%", "人", "万人"]))
def test_stored_figures_are_shown_exactly(stored: int, unit: str):
    spec = Variable(title=T, unit=unit)
    number, text = reported({"x": pa.array([stored, None], pa.int64())}, "x", spec)
    exact = Fraction(stored, 10**spec.scale)
    shown = text.to_pylist()
    assert shown[1] is None
    assert Fraction(shown[0].removesuffix(unit).strip()) == exact / (_factor(unit))
    assert not shown[0].startswith(".")
    assert number.to_pylist()[0] == pytest.approx(float(exact / _factor(unit)))


def _factor(unit: str) -> Fraction:
    return {
        "万元": Fraction(10**4),
        "亿元": Fraction(10**8),
        "万人": Fraction(10**4),
        "%": Fraction(1, 100),
    }.get(unit, Fraction(1))


def test_other_types():
    cells = {
        "f": pa.array([True, False, None]), "t": pa.array(["甲", None, ""]), "r": pa.array([1.5, 2.0, None]),
        "g__lo": pa.array([700, 500, None]), "g__hi": pa.array([800, 500, None]),
    }  # fmt: skip
    assert reported(cells, "f", Variable(title=T, type="flag"))[1].to_pylist() == ["是", "否", None]
    assert reported(cells, "t", Variable(title=T, type="text"))[1].to_pylist() == ["甲", None, ""]
    assert reported(cells, "r", Variable(title=T, type="real", unit="%"))[1].to_pylist() == [
        "150%",
        "200%",
        None,
    ]
    grade = Variable(title=T, type="grade", grades={"A": (7, 8)}, origin="jury")  # type: ignore[dict-item]
    numbers, texts = reported(cells, "g", grade)
    assert (numbers.to_pylist(), texts.to_pylist()) == ([None, 5.0, None], ["7..8", "5", None])
