"""Score sheets as columns agree with the reference, exact ones and doubles."""

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.base.errors import PackError
from gaoxin.formula.builder import Builder
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval
from gaoxin.plan.rows import full_plan
from gaoxin.services.tables import Results
from gaoxin.services.verbs import indicators
from gaoxin.spec import Pack
from tests.services.points.conftest import Sheets, T

ROWS = {"a": [1, 2, None, 5], "fines": [0, 3, 0, None], "stage": ["初创期", "成长期", "初创期", None]}
ITEMS = [
    {"id": "i", "max": {"初创期": 6, "成长期": "5/2"}, "score": "a"},
    {"id": "r", "max": {"初创期": 6, "成长期": "5/2"}, "score": "a", "round": {"to": "0.01", "mode": "down"}},
    {"id": "p", "max": {"初创期": 1, "成长期": 2}, "formula": "fines"},
    {"id": "k", "max": 4, "bands": [{"when": "a > 1", "points": [1, 4]}], "otherwise": 0},
    {"id": "s", "max": 3, "score": "a", "normalise": {"method": "share_of_max", "by": ["stage"]}},
    {
        "id": "c",
        "max": 3,
        "score": "a",
        "round": {"to": "0.1"},
        "normalise": {"by": ["stage"], "constant": "1/3"},
    },
]
VETO = [{"id": "v", "title": T, "when": "fines >= 3", "then": "zero"}]


def columns(program: Program, table: Any, names: list[str] | None = None) -> dict[str, list[Any]]:
    found = indicators(program, table, names=names)
    assert isinstance(found, Results)
    return found.table.to_pydict()


@pytest.mark.slow
def test_points_at_both_ends():
    groups = [Sheets.group(*ITEMS, max={"初创期": 9, "成长期": 4}), Sheets.group(
        {"id": "e", "max": 2, "formula": "fines"}, name="more", bonus=True)]  # fmt: skip
    program = Sheets.program(groups, max_by="stage", max=8, veto=VETO)
    names = ["s", "s.g", *(f"s.{item['id']}" for item in ITEMS)]
    found = columns(program, Sheets.table(**ROWS), names)
    rows = {
        (str(n + 1), 0): {
            name: value if value is None or isinstance(value, str) else Fraction(value)
            for name, value in ((name, values[n]) for name, values in ROWS.items())
        }
        for n in range(4)
    }
    for n in range(4):
        judged = Evaluator(program, World(rows), str(n + 1), 0)
        for name in names:
            points = judged.item(f"test.{name}")
            assert isinstance(points, Interval)
            ends = (found[f"{name}.low"][n], found[f"{name}.high"][n])
            assert ends == pytest.approx((float(points.low), float(points.high)), abs=1e-12), (name, n)


def test_unpublished_caps_leave_no_points():
    program = Sheets.program([Sheets.group({"id": "i", "max": None, "formula": "a"})])
    found = columns(program, Sheets.table(a=[1]))
    assert (found["s.low"], found["s.i.high"]) == ([None], [None])


def test_a_condition_on_unrounded_shares_is_refused():
    program = Sheets.program([Sheets.group({"id": "i", "max": 9, "score": "a"})])
    pack = program.pack.model_dump(by_alias=True, exclude_unset=True)
    pack["verdicts"] = {"v": {"title": T, "all": [{"id": "c", "title": T, "require": "s >= 5"}]}}
    with pytest.raises(PackError, match="unrounded share of other rows"):
        full_plan(Builder(Pack.model_validate(pack), {}).build())
