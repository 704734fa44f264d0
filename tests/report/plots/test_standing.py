"""Rankings, frequencies and heat maps show what their tables say."""

from itertools import pairwise
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.standing import frequency, levels, ranking

Rows = list[dict[str, Any]]


def names(axis: Any) -> list[str]:
    return [label.get_text() for label in axis.get_yticklabels()]


@pytest.mark.slow
def test_ranking_is_in_order_with_its_intervals(units: Rows):
    picture = ranking(list(reversed(units)), mark="乙区")
    axis = picture.figure.axes[0]
    assert names(axis) == ["甲区", "乙区", "丙区"]
    lines = [tuple(line.get_xdata()) for line in axis.lines if len(line.get_xdata()) == 2]
    assert lines == [(1, 2), (1, 3), (2, 4)]
    text = picture.svg()
    assert "位次及其区间 2024" in text
    assert "不宜分先后" in text


def test_a_ranking_without_intervals_says_so(tidy: Rows):
    picture = ranking(tidy, period=2021, top=2, language="en")
    assert "No interval is known" in picture.svg()
    assert len(names(picture.figure.axes[0])) == 2


@pytest.mark.slow
def test_names_do_not_cover_each_other():
    rows = [{"subject": f"某某高新技术产业开发区{k}", "rank": k} for k in range(1, 60)]
    figure = ranking(rows).figure
    figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert all(above.y0 >= below.y1 - 1 for above, below in pairwise(boxes))


def test_a_ranking_of_several_nodes_is_refused(tidy: Rows):
    rows = [row for row in tidy if row["level"] == 0]
    with pytest.raises(UsageError, match="3 nodes at the top"):
        ranking(rows)


@pytest.mark.slow
def test_frequencies_stand_at_their_ranks():
    rows = [
        {"subject": "乙", "rank": 2, "share": 0.75},
        {"subject": "乙", "rank": 1, "share": 0.25},
        {"subject": "甲", "rank": 1, "share": 0.75},
        {"subject": "甲", "rank": 2, "share": 0.25},
    ]
    axis = frequency(rows).figure.axes[0]
    assert names(axis) == ["甲", "乙"]
    assert axis.images[0].get_array().tolist() == [[0.75, 0.25], [0.25, 0.75]]


@pytest.mark.slow
def test_the_heat_map_colours_each_column_between_its_ends(tidy: Rows):
    picture = levels(tidy, titles={"total": "总分"})
    axis = picture.figure.axes[0]
    assert names(axis) == ["甲区", "乙区", "丙区"]
    assert axis.get_xticklabels()[0].get_text() == "总分"
    assert axis.images[0].get_array()[0].tolist()[1:] == [1, 0.8, 1]
    assert axis.images[0].get_array().mask[2].tolist() == [True, False, False, True]
    assert "灰：未知" in picture.svg()
