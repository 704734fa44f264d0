"""Packs -> programs: items after what they need, circles, faults collected, chains however long."""

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Judgement, Sheet
from gaoxin.formula.values import Interval
from gaoxin.spec import Pack

from .conftest import Example, T


def figure(formula: str, unit: str = "1", **more: Any) -> dict[str, Any]:
    return {"title": T, "formula": formula, "unit": unit, **more}


def leaf(name: str, require: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": T, "require": require, **more}


def told(example: Example, **sections: Any) -> list[tuple[str, str]]:
    _, faults = example.build(**sections)
    return [(".".join(map(str, fault.path)), str(fault.error)) for fault in faults]


def test_items_stand_after_what_they_need(firm: Example):
    program = firm.program(
        indicators={"c": figure("a + b"), "b": figure("a * 2"), "a": figure("1")},
        verdicts={"v": {"title": T, "all": [leaf("x", "c > 1")]}},
    )
    assert list(program.items) == ["example.a", "example.b", "example.c", "example.v"]


def test_items_of_needed_packs_come_with_them(firm: Example):
    base = Pack.model_validate(
        {
            "pack": "base-1",
            "family": "base",
            "title": T,
            "subject": "firm",
            "indicators": {"a": figure("1"), "unused": figure("2"), "leaf": figure("3")},
        }
    )
    tree = [{"id": "n", "title": T, "weight": 1, "indicator": "base.leaf"}]
    program = firm.program(
        {"base": base}, indicators={"b": figure("base.a + 1")}, index={"i": {"title": T, "tree": tree}}
    )
    assert list(program.items) == ["base.a", "example.b", "base.leaf"]


@pytest.mark.parametrize(
    ("formulas", "ring"),
    [
        ({"a": "a"}, "example.a → example.a"),
        ({"a": "b", "b": "a"}, "example.a → example.b → example.a"),
        ({"a": "b", "b": "c", "c": "b + a"}, "example.b → example.c → example.b"),
    ],
)
def test_circles(firm: Example, formulas: dict[str, str], ring: str):
    found = told(firm, indicators={name: figure(formula) for name, formula in formulas.items()})
    assert any(ring in message and "items may not go round in a circle" in message for _, message in found)


def test_every_fault_is_kept_with_its_path(firm: Example):
    rows = [
        {"id": "i", "title": T, "max": 5, "bands": [{"when": "staff", "points": 1}], "otherwise": 0},
        {
            "id": "j",
            "title": T,
            "max": 5,
            "best_of": [
                {"bands": [{"when": "listed", "points": 1}, {"when": "x", "points": 2}], "otherwise": 0}
            ],
        },
        {"id": "k", "title": T, "max": 5, "formula": "revenue"},
        {"id": "l", "title": T, "max": 5, "grade": "staff"},
        {"id": "m", "title": T, "max": 5, "grade": "nothing"},
    ]
    found = told(
        firm,
        indicators={
            "a": figure("revenue", "人"),
            "b": figure("listed"),
            "c": figure("mark"),
            "d": figure("revenue", "元", round={"to": "0 元"}),
            "e": figure("sqrt(staff)", round={"to": "0.1", "mode": "down"}),
            "f": figure("revenue", "元", round={"to": "1"}),
        },
        points={"s": {"title": T, "max": 25, "groups": [{"id": "g", "title": T, "max": 25, "items": rows}]}},
        verdicts={
            "v": {
                "title": T,
                "applies": "staff",
                "all": [
                    leaf("x", "staff", applies="(", assumptions=[{"text": T}, {"text": T, "when": "y"}]),
                    {"at_least": {"n": 1, "of": [leaf("y", "listed"), {"none": [leaf("z", "1 +")]}]}},
                ],
            }
        },
    )
    assert [path for path, _ in found] == [
        "indicators.a.formula",
        "indicators.b.formula",
        "indicators.c.formula",
        "indicators.d.round.to",
        "indicators.e.round.mode",
        "indicators.f.round.to",
        "points.s.groups.0.items.0.bands.0.when",
        "points.s.groups.0.items.1.best_of.0.bands.1.when",
        "points.s.groups.0.items.2.formula",
        "points.s.groups.0.items.3.grade",
        "points.s.groups.0.items.4.grade",
        "verdicts.v.applies",
        "verdicts.v.all.0.require",
        "verdicts.v.all.0.applies",
        "verdicts.v.all.0.assumptions.1.when",
        "verdicts.v.all.1.at_least.of.1.none.0.require",
    ]


def test_what_rests_on_a_fault_is_told_but_not_the_fault_of_another_pack(firm: Example):
    base = Pack.model_validate(
        {
            "pack": "base-1",
            "family": "base",
            "title": T,
            "subject": "firm",
            "indicators": {"a": figure("nothing")},
        }
    )
    _, faults = firm.build({"base": base}, indicators={"b": figure("base.a")})
    assert [str(fault.error) for fault in faults] == [
        "column 1: base.a is at fault itself; an item can be used when it is sound; try: mend it first"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("length", [40, 2000])
def test_long_chains_of_items_do_not_break_python(firm: Example, length: int):
    chain = {f"x{n}": figure(f"x{n + 1} + 1") for n in range(length)} | {f"x{length}": figure("1")}
    _, faults = firm.build(indicators=chain)
    assert bool(faults) == (length > 100)
    assert all(
        "100 levels" in str(f.error) or "deep" in str(f.error) or "fault itself" in str(f.error)
        for f in faults
    )


def test_figures_take_their_unit_and_rounding(firm: Example):
    program = firm.program(
        indicators={
            "a": figure("revenue", "万元", round={"to": "0.01 万元", "mode": "half_even"}),
            "b": figure("heat"),
        }
    )
    a, b = program.items["example.a"], program.items["example.b"]
    assert isinstance(a, Figure)
    assert isinstance(b, Figure)
    assert a.tree == t.Call(1, "round_half_even", (t.Ref(1, "revenue", "number"), t.Number(1, Fraction(100))))
    assert (a.type.scalar, a.type.dimension, b.type.scalar) == ("number", (("元", 1),), "real")


def test_coverage_reaches_every_roll_up(zone: Example):
    formula = "CASE WHEN count(firm) > 1 THEN prior(sum(firm.staff)) ELSE least(1 人, max(firm.staff)) END"
    program = zone.program(
        indicators={"a": figure(formula, "人", coverage="0.8"), "b": figure("a + 1", "人")}
    )
    for name in ("example.a", "example.b"):
        made = program.items[name]
        assert isinstance(made, Figure)
        found = [part.coverage for part in t.walk(made.tree) if isinstance(part, t.Rollup)]
        assert found == [Fraction(4, 5)] * 3


def test_sheets_and_judgements(firm: Example):
    bands = [{"when": "listed", "points": [1, 2]}]
    row = {"id": "i", "title": T, "max": 5, "bands": bands, "otherwise": "1/2"}
    program = firm.program(
        points={"s": {"title": T, "max": 5, "groups": [{"id": "g", "title": T, "max": 5, "items": [row]}]}},
        verdicts={"v": {"title": T, "applies": "listed", "any": [leaf("x", "s > 1", applies="listed")]}},
    )
    sheet, verdict = program.items["example.s"], program.items["example.v"]
    assert isinstance(sheet, Sheet)
    assert isinstance(verdict, Judgement)
    ((name, cap, rows),) = sheet.groups
    assert (name, cap.most, rows[0].name) == ("example.s.g", 5, "example.s.i")
    ((guards, otherwise),) = rows[0].alternatives
    assert guards == ((t.Ref(1, "listed", "flag"), Interval(Fraction(1), Fraction(2))),)
    assert otherwise == Interval(Fraction(1, 2), Fraction(1, 2))
    assert set(verdict.tests) == {"x"}
    assert verdict.tests["x"].applies == verdict.applies == t.Ref(1, "listed", "flag")
