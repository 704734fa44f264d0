"""Bars inside cells: where they stand, and that they say nothing that the numbers do not."""

import re

import pytest

from gaoxin.report.html.strips import bar, ends, interval, place, shade, strip

NUMBER = r'="([\d.]+)"'


def spans(shapes: str) -> list[tuple[float, float]]:
    found = re.findall(rf"x{NUMBER} y{NUMBER} width{NUMBER}", shapes)
    return [(float(x), float(x) + float(width)) for x, _, width in found]


def test_a_bar_reaches_from_one_figure_to_the_other_in_either_order():
    assert spans(bar(2, 4, (0, 10), "rise")) == spans(bar(4, 2, (0, 10), "rise"))
    left, right = spans(bar(2, 4, (0, 10), "rise"))[0]
    assert (left, right) == pytest.approx((place(2, (0, 10)), place(4, (0, 10))))


def test_nothing_is_still_seen():
    left, right = spans(bar(3, 3, (0, 10), "rise"))[0]
    assert 0 < right - left < 1


def test_an_interval_has_line_caps_and_mark():
    line, low, high, mark = spans(interval(2, 8, 5, (0, 10)))
    assert line == pytest.approx((place(2, (0, 10)), place(8, (0, 10))))
    assert sum(low) / 2 == pytest.approx(line[0])
    assert sum(high) / 2 == pytest.approx(line[1])
    assert sum(mark) / 2 == pytest.approx(50)
    assert len(spans(interval(2, 8, None, (0, 10)))) == 3


@pytest.mark.parametrize("figure", [0, 10])
def test_nothing_leaves_its_field(figure: float):
    for left, right in spans(interval(figure, figure, figure, (0, 10))):
        assert 0 <= left < right <= 100


def test_readers_are_not_told_shapes():
    assert 'aria-hidden="true"' in strip(bar(0, 1, (0, 1), "rise"))


def test_shades_are_fifths_of_the_span():
    assert [shade(n, (0, 10)) for n in (0, 1.9, 2, 5.9, 8, 10)] == ["q1", "q1", "q2", "q3", "q5", "q5"]
    assert shade(-3, (-5, -1)) == "q3"


def test_ends_skip_what_is_unknown():
    assert ends([None, 3, -1, None]) == (-1, 3)
    assert ends([None]) == (0, 0)
