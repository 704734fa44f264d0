"""Lines over the years stop at breaks and gaps."""

from itertools import pairwise
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.history import years

Rows = list[dict[str, Any]]


def drawn(axis: Any) -> list[list[int]]:
    """Give the years of each line that is no mark of a break."""
    return [[int(x) for x in line.get_xdata()] for line in axis.lines if line.get_marker() == "o"]


def test_no_line_crosses_a_break(tidy: Rows):
    picture = years(tidy, subjects=["甲区"], breaks={2022: "新体系"})
    axis = picture.figure.axes[0]
    assert drawn(axis) == [[2020, 2021], [2022]]
    assert "新体系" in picture.svg()
    assert [line.get_xdata()[0] for line in axis.lines if line.get_marker() != "o"] == [2021.5]


@pytest.mark.slow
def test_breaks_are_read_from_the_rows_of_several_standards(tidy: Rows):
    rows = [{**row, "comparable_since": 2021 if row["period"] > 2020 else 2020} for row in tidy]
    assert drawn(years(rows, subjects=["甲区"]).figure.axes[0]) == [[2020], [2021, 2022]]
    assert "不可比" in years(rows).svg()


@pytest.mark.slow
def test_a_missing_year_is_a_gap():
    rows = [{"subject": "甲", "period": year, "score": 1.0} for year in (2019, 2020, 2022)]
    picture = years(rows)
    assert drawn(picture.figure.axes[0]) == [[2019, 2020], [2022]]
    assert "不可比" not in picture.svg()


@pytest.mark.slow
def test_names_at_the_ends_do_not_cover_each_other(tidy: Rows):
    rows = [{"subject": f"区{k}", "period": y, "score": 50 + k / 100} for k in range(7) for y in (2020, 2021)]
    axis = years(rows).figure.axes[0]
    axis.figure.draw_without_rendering()
    heights = sorted(text.xyann[1] for text in axis.texts)
    low, high = axis.get_ylim()
    assert min(b - a for a, b in pairwise(heights)) >= 0.05 * (high - low)


def test_a_node_that_is_not_there_is_refused(tidy: Rows):
    with pytest.raises(UsageError, match="years"):
        years(tidy, node="nobody")
