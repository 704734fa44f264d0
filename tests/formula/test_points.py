"""The points of a sheet by the reference: intervals, caps by category, bonus, veto, shares."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.values import Interval

from .conftest import Example, T

Q = Fraction
Part = Callable[[object, object], Interval]
STAGE = {
    "stage": {
        "title": T,
        "formula": "CASE WHEN revenue >= 500 万元 THEN '成长' WHEN revenue >= 0 元 THEN '初创' END",
    }
}


def item(
    firm: Example, rows: list[dict[str, Any]], groups: list[dict[str, Any]], name: str, **more: Any
) -> list[Any]:
    sheet = {
        "title": T,
        "groups": [{"title": T, **g, "items": [{"title": T, **i} for i in g["items"]]} for g in groups],
    }
    program = firm.program(points={"s": {**sheet, **more}})
    world = World({(str(n), 2024): row for n, row in enumerate(rows)})
    return [Evaluator(program, world, str(n), 2024).item(f"example.{name}") for n in range(len(rows))]


def test_a_cap_by_a_stage_of_the_sheet(firm: Example, part: Part):
    """Bounds belong to the stage above; without a stage an item has 0 to its greatest cap."""
    rows = [{"revenue": Q(4999999)}, {"revenue": Q(5000000)}, {}]
    one = {"id": "i", "max": {"初创": 3, "成长": 8}, "formula": "10"}
    found = item(firm, rows, [{"id": "g", "items": [one]}], "s.i", categories=STAGE, max_by="stage")
    assert found == [part(3, 3), part(8, 8), part(0, 8)]


def test_a_share_within_a_group(firm: Example, part: Part):
    rows = [{"staff": Q(n), "zone_name": z} for n, z in ((1, "东"), (3, "东"), (9, "西"), (5, "东"))] + [{}]
    one = {"id": "i", "max": 12, "score": "staff", "normalise": {"by": ["zone_name"]}}
    assert item(firm, rows, [{"id": "g", "items": [one]}], "s.i") == [
        *(part(0, 0), part(6, 6), part(0, 12), part(12, 12), part(0, 12)),
    ]


@pytest.mark.parametrize(("mode", "points"), [("half_up", "3.3"), ("down", "3.3"), ("up", "3.4")])
def test_points_of_a_share_are_rounded_as_stated(firm: Example, part: Part, mode: str, points: str):
    rows = [{"staff": Q(0)}, {"staff": Q(1)}, {"staff": Q(3)}]
    one = {"id": "i", "max": 10, "score": "staff", "round": {"to": "0.1", "mode": mode}}
    assert item(firm, rows, [{"id": "g", "items": [one]}], "s.i")[1] == part(points, points)


def test_bonus_and_veto(firm: Example, part: Part):
    """At most 10, 2 on top; a veto takes all, and where it is unknown the least is 0."""
    rows = [{"staff": Q(30), "patents": p} for p in (Q(0), Q(5), None)]
    groups = [
        {"id": "g", "items": [{"id": "i", "max": 40, "formula": "staff"}]},
        {"id": "b", "bonus": True, "items": [{"id": "k", "max": 2, "formula": "2"}]},
    ]
    veto = [{"id": "v", "title": T, "when": "patents > 3", "then": "zero"}]
    assert item(firm, rows, groups, "s", max=10, veto=veto) == [part(12, 12), part(0, 0), part(0, 12)]
    spared = [{**veto[0], "then": "excluded"}]
    assert item(firm, rows, groups, "s", max=10, veto=spared) == [part(12, 12)] * 3


def test_no_points_without_a_cap(firm: Example, part: Part):
    groups = [
        {
            "id": "g",
            "items": [{"id": "i", "max": None, "formula": "1"}, {"id": "k", "max": 2, "formula": "1"}],
        }
    ]
    assert item(firm, [{}], groups, "s.i") == item(firm, [{}], groups, "s") == [None]
    assert item(firm, [{}], groups, "s.k") == [part(1, 1)]
