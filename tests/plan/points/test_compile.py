"""From a score sheet to its plan."""

from fractions import Fraction

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.formula.sheets import Sheet
from gaoxin.plan.points import ExactItem, ShareItem, only_compared, points_plan, standing_in, with_variant
from tests.services.points.conftest import Sheets, T


def test_figures_are_integers_where_they_are_exact():
    goals = {"method": "goalposts", "posts": ["1 万元", "3 万元"]}
    items = [
        {"id": "i", "max": 1, "score": "b", "normalise": goals},
        {"id": "k", "max": 1, "score": "a / fines"},
        {"id": "x", "max": 1, "score": "x"},
        {"id": "r", "max": 1, "score": "a", "round": {"to": "0.01"}},
    ]
    figures, plan = points_plan(Sheets.program([Sheets.group(*items)]))
    kinds = {output.name: output.kind for output in figures.outputs}
    assert kinds == {"f_i": "int", "f_k": "real", "f_x": "real", "p_r.low": "int", "p_r.high": "int"}
    first, _, _, last = plan.items
    assert isinstance(first, ShareItem)
    assert first.posts == (10000 * 100, 30000 * 100), "posts in 分, as the figure is stored"
    assert isinstance(last, ExactItem)
    assert last.divisor == 100


def test_a_variant_fills_only_what_is_not_published():
    groups = [Sheets.group({"id": "i", "max": None, "score": "a"}, {"id": "k", "max": 5, "formula": "a"})]
    program = Sheets.program(groups, variants={"even": {"title": T, "max": 3}})
    sheet = program.items["test.s"]
    assert isinstance(sheet, Sheet)
    assert [row.cap.known for row in sheet.rows] == [[], [5]]
    assert [row.cap.known for row in with_variant(sheet, "s", "even").rows] == [[3], [5]]
    assert with_variant(sheet, "s", None) is sheet
    assert points_plan(program)[1].marks == ("max unpublished",)
    assert points_plan(program, None, "even")[1].marks == ("max assumed",)
    with pytest.raises(UsageError, match="has no variant 'odd'"):
        with_variant(sheet, "s", "odd")


def test_the_least_number_of_known_items():
    items = [{"id": f"i{n}", "max": 1, "formula": "a"} for n in range(3)]
    plans = [points_plan(Sheets.program([Sheets.group(*items)], min_share=s))[1] for s in ("1/3", "1/2", "1")]
    assert [plan.least for plan in plans] == [1, 2, 3]


def test_texts_that_only_make_groups():
    item = {"id": "i", "max": 1, "score": "a", "normalise": {"by": ["sector"]}}
    figures, plan = points_plan(Sheets.program([Sheets.group(item)]))
    assert only_compared(figures, plan) == {"sector"}
    read = {"id": "k", "max": 1, "bands": [{"when": "sector = 'x'", "points": 1}], "otherwise": 0}
    figures, plan = points_plan(Sheets.program([Sheets.group(item, read)]))
    assert only_compared(figures, plan) == frozenset()


def test_a_category_that_is_compared_and_named_is_read():
    """One variable as two categories: caps name the values of the first."""
    categories = {name: {"title": T, "formula": "sector"} for name in ("own", "other")}
    more = {"max_by": "own", "categories": categories}
    item = {"id": "i", "max": {"u": 1, "v": 2}, "score": "a", "normalise": {"by": ["other"]}}
    figures, plan = points_plan(Sheets.program([Sheets.group(item)], **more))
    assert only_compared(figures, plan) == frozenset()


def test_variables_that_stand_in_figures_alone():
    items = [{"id": "i", "max": 1, "score": "x"}, {"id": "k", "max": 1, "score": "x"}]
    figures, _ = points_plan(Sheets.program([Sheets.group(*items)]))
    assert standing_in(figures, ["f_i", "f_k"]) == {"x": ["f_i", "f_k"]}
    assert standing_in(figures, ["f_i"]) == {}, "the other figure reads it"
    more = {"id": "m", "max": 1, "bands": [{"when": "round(x, 6) > 1", "points": 1}], "otherwise": 0}
    figures, _ = points_plan(Sheets.program([Sheets.group(items[0], more)]))
    assert standing_in(figures, ["f_i"]) == {}, "bands read it"


def test_statuses_of_parts_mark_the_points():
    item = {"id": "i", "max": Fraction(1), "formula": "a", "status": "assumed"}
    assert points_plan(Sheets.program([Sheets.group(item)]))[1].marks == ("assumed",)
