"""A unit among the others."""

from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.profile import peers, radar

ITEMS = [{"item": f"项目{k}", "value": 2.0 * k, "peers": 3.0, "maximum": 10.0} for k in range(1, 5)]


@pytest.mark.slow
def test_the_radar_shows_the_numbers_of_its_table():
    picture = radar(ITEMS, title="画像")
    star = next(axis for axis in picture.figure.axes if axis.name == "polar")
    line = next(line for line in star.lines if line.get_label() == "本单位")
    assert line.get_ydata() == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.2])
    text = picture.svg()
    assert all(f"{2 * k} / 10" in text for k in range(1, 5))
    assert "占满分的比例" in text


def test_without_maxima_the_figures_themselves_are_drawn():
    rows = [{"node": row["item"], "value": row["value"]} for row in ITEMS]
    picture = radar(rows, titles={"项目1": "甲"}, language="en")
    star = next(axis for axis in picture.figure.axes if axis.name == "polar")
    assert star.lines[0].get_ydata() == pytest.approx([2, 4, 6, 8, 2])
    assert "median of peers" not in picture.svg()


def test_two_items_are_no_radar():
    with pytest.raises(UsageError, match="needs 3"):
        radar(ITEMS[:2])


def test_each_figure_against_the_peers(tidy: list[dict[str, Any]]):
    picture = peers(tidy, "乙区", period=2022)
    axis = picture.figure.axes[0]
    own = [line.get_xdata()[0] for line in axis.lines if line.get_markersize() == 9]
    assert own == [50.0, 70.0, 20.0]
    middle = [line.get_xdata()[0] for line in axis.lines if line.get_marker() == "|"]
    assert middle == [50.0, 60.0, 25.0]
    assert "1 / 3" in picture.svg()
    with pytest.raises(UsageError, match="没有这个主体"):
        peers(tidy, "丁区")
