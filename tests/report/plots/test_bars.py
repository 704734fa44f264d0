"""Bars add up."""

from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.bars import contributions, sobol, waterfall
from gaoxin.report.plots.canvas import BLUE, GREY, RED, SERIES

PARTS = [("before", "", 60.0, 0.0, 60.0), ("own", "a", 3.0, 60.0, 63.0), ("peers", "a", -1.0, 63.0, 62.0)]
BARS = [
    dict(zip(("part", "node", "amount", "start", "end"), row, strict=True))
    for row in (*PARTS, ("after", "", 62.0, 0.0, 62.0))
]


def parts(count: int, amount: float = 5.0) -> list[dict[str, Any]]:
    return [
        {"subject": s, "node": f"n{k}", "parent": "total", "to_parent": amount * size}
        for s, size in (("甲", 1), ("乙", 2))
        for k in range(count)
    ]


def test_contributions_stack_to_the_score():
    axis = contributions(parts(3)).figure.axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["乙", "甲"]
    assert max(bar.get_x() + bar.get_width() for bar in axis.patches) == 30.0
    assert {text.get_text() for text in axis.texts} == {"30", "15"}


def test_many_children_share_the_last_colour():
    axis = contributions(parts(12), language="en").figure.axes[0]
    legend = [text.get_text() for text in axis.get_legend().get_texts()]
    assert len(legend) == len(SERIES)
    assert legend[-1] == "others"
    assert max(bar.get_x() + bar.get_width() for bar in axis.patches) == pytest.approx(120)


def test_amounts_below_zero_stand_left_of_it():
    axis = contributions(
        [*parts(1), *({**row, "node": "m", "to_parent": -2.0} for row in parts(1))]
    ).figure.axes[0]
    assert min(bar.get_x() for bar in axis.patches) == 0.0
    assert min(bar.get_x() + bar.get_width() for bar in axis.patches) == -2.0


def test_a_parent_without_children_is_refused():
    with pytest.raises(UsageError, match="contributions"):
        contributions(parts(2), parent="nobody")


@pytest.mark.slow
def test_sobol_bars_of_a_unit_and_of_all():
    rows = [
        {
            "subject": s,
            "target": t,
            "input": i,
            "first": v,
            "total": v + 0.1,
            "total_low": v,
            "total_high": v + 0.2,
        }
        for s, t in (("甲", "score"), ("甲", "rank"), ("", "mean_rank_shift"))
        for i, v in (("weights", 0.2), ("method", 0.5))
    ]
    picture = sobol(rows)
    axis = picture.figure.axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["weights", "method"]
    assert sorted(round(bar.get_width(), 9) for bar in axis.patches) == [0.2, 0.3, 0.5, 0.6]
    assert "平均位次变动" in picture.svg()
    assert "甲 得分" in sobol(rows, subject="甲", target="score").svg()
    with pytest.raises(UsageError, match="没有这个主体"):
        sobol(rows, subject="丙")


@pytest.mark.slow
def test_a_waterfall_goes_from_before_to_after():
    picture = waterfall(BARS, titles={"a": "研发投入"}, unit="分")
    axis = picture.figure.axes[0]
    colours = [bar.get_facecolor() for bar in axis.patches]
    assert len(colours) == 4
    from matplotlib.colors import to_rgba

    assert colours == [to_rgba(name) for name in (GREY, BLUE, RED, GREY)]
    text = picture.svg()
    assert "自身 · 研发投入" in text
    assert "+3" in text
    assert "≈" in text, "an axis that does not start at zero says so"


@pytest.mark.slow
def test_a_waterfall_of_large_steps_starts_at_zero():
    bars = [{**row, "start": 0.0} for row in BARS]
    assert "≈" not in waterfall(bars).svg()


def test_sobol_bars_are_called_by_the_titles_of_inputs():
    row = {"input": "weights_0", "first": 0.5, "total": 0.6, "title_zh": "指标权重", "title_en": "Weights"}
    assert "指标权重" in sobol([row]).svg()
    assert ">Weights<" in sobol([row], language="en").svg()
    assert "my name" in sobol([row], titles={"weights_0": "my name"}).svg()
