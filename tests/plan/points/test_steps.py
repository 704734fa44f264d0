"""The plan of a score sheet, printed, and what follows from it alone."""

from fractions import Fraction

from gaoxin.plan.points import points_plan
from tests.services.points.conftest import Sheets, T

PERCENTILE = {"method": "percentile_rank", "by": ["stage"]}


def test_a_plan_is_read_line_by_line():
    items = [
        {"id": "i", "max": {"初创期": 20, "成长期": "5/3"}, "score": "b", "direction": "down"},
        {"id": "k", "max": 5, "bands": [{"when": "a > 1", "points": 5}], "otherwise": 0},
    ]
    veto = [{"id": "fined", "title": T, "when": "fines > 0", "then": "excluded"}]
    lists = [{"id": "top", "title": T, "to": "5%"}]
    program = Sheets.program(
        [Sheets.group(*items, max=22)],
        max_by="stage",
        max=22,
        veto=veto,
        ranking={"by": ["stage"], "lists": lists},
    )
    assert str(points_plan(program)[1]).splitlines() == [
        "points s 题",
        "item        i = c_stage {初创期: 20, 成长期: 5/3} × minmax (down) of f_i",
        "item        k = p_k.low..p_k.high / 1",
        "group       g, at most 22",
        "total       at most 22",
        "veto        fined: excluded",
        "known       at least 2 of 2 items",
        "rank        1 is the best within stage, on the exact total, ties share the smallest",
        "lists       top to 5 %; ties all in, places rounded down",
    ]


def test_outputs_and_the_error_of_doubles():
    _, plan = points_plan(Sheets.program([Sheets.group({"id": "i", "max": 8, "score": "a"})]))
    assert plan.outputs == ("points", "low", "high", "rank", "of", "list", "s.g", "s.i", "status")
    assert 8 * 2**-52 < plan.error < 1e-13
    _, exact = points_plan(Sheets.program([Sheets.group({"id": "i", "max": 8, "formula": "a"})]))
    assert exact.error == 0


def test_totals_with_a_common_divisor():
    items = [
        {"id": n, "max": most, "score": n, "normalise": PERCENTILE}
        for n, most in (("a", "1/2"), ("b", "1/3"))
    ]
    _, plan = points_plan(Sheets.program([Sheets.group(*items)], ranking={"by": ["stage", "sector"]}))
    assert plan.multipliers == {"a": 3, "b": 2}
    for more in ({"ranking": {"by": ["sector"]}}, {"max": Fraction(1, 2), "ranking": {"by": ["stage"]}}):
        assert points_plan(Sheets.program([Sheets.group(*items)], **more))[1].multipliers is None
