"""Plans of rows: which columns are made in which order, and what comes out."""

from fractions import Fraction

import pytest

from gaoxin.formula.values import Interval
from gaoxin.loading.library import installed
from gaoxin.plan import expr as e
from gaoxin.plan.rows import beside_points, figure_plan, full_plan, verdict_plan
from tests.agreement import language as lang
from tests.agreement.single import found, program, rows

T = lang.T


def condition(name: str, require: str, **more: object) -> dict[str, object]:
    return {"id": name, "title": T, "require": require, **more}


def verdict(**group: object):
    return lang.program({"verdicts": {"v": {"title": T, **group}}})


NODES = [condition("c1", "flag"), condition("c2", "n >= 10")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "flag", "n", "outcome"),
    [
        ({"all": NODES}, True, 10, "pass"),
        ({"all": NODES}, False, None, "fail"),
        ({"all": NODES}, True, None, "unknown"),
        ({"any": NODES}, True, None, "pass"),
        ({"any": NODES}, False, 9, "fail"),
        ({"any": NODES}, False, None, "unknown"),
        ({"none": NODES}, False, 9, "pass"),
        ({"none": NODES}, True, None, "fail"),
        ({"none": NODES}, False, None, "unknown"),
        ({"at_least": {"n": 2, "of": NODES}}, True, 10, "pass"),
        ({"at_least": {"n": 2, "of": NODES}}, False, None, "fail"),
        ({"at_least": {"n": 1, "of": NODES}}, True, None, "pass"),
        ({"at_least": {"n": 1, "of": NODES}}, False, None, "unknown"),
        ({"all": NODES, "applies": "kind = '甲'"}, True, 10, "unknown"),
        ({"any": [{"all": NODES}, condition("c3", "n < 3")]}, True, 2, "pass"),
        ({"all": [{"none": NODES}, condition("c3", "n < 3")]}, False, 2, "pass"),
    ],
)
def test_groups(group: dict[str, object], flag: bool, n: int | None, outcome: str):
    assert found(verdict(**group), rows({"flag": flag, "n": n}))["v"] == outcome


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "outcome"), [("甲", "pass"), ("乙", "not_applicable"), (None, "unknown")])
def test_a_verdict_may_not_apply(kind: str | None, outcome: str):
    built = verdict(all=[condition("c", "flag")], applies="kind = '甲'")
    assert found(built, rows({"flag": True, "kind": kind}))["v"] == outcome


@pytest.mark.slow
@pytest.mark.parametrize(
    ("join", "kind", "outcome", "truth"),
    [
        ("all", "乙", "pass", None),
        ("any", "乙", "pass", None),
        ("all", "甲", "fail", False),
        ("all", None, "unknown", None),
    ],
)
def test_a_condition_that_does_not_apply_leaves_its_group(
    join: str, kind: str | None, outcome: str, truth: bool | None
):
    built = verdict(**{join: [condition("c1", "flag"), condition("c2", "n >= 10", applies="kind = '甲'")]})
    got = found(built, rows({"flag": True, "n": 1, "kind": kind}))
    assert got["v.c2"] is truth
    assert got["v"] == (outcome if join == "all" else "pass")


SHEET = {
    "title": T,
    "max": 10,
    "groups": [
        {
            "id": "g",
            "title": T,
            "max": 9,
            "items": [
                {
                    "id": "bands",
                    "title": T,
                    "max": 5,
                    "bands": [{"when": "n >= 10", "points": [4, 5]}, {"when": "n >= 5", "points": 2}],
                    "otherwise": 0,
                },
                {"id": "jury", "title": T, "max": 8, "grade": "mark"},
            ],
        },
        {
            "id": "h",
            "title": T,
            "max": 4,
            "items": [{"id": "made", "title": T, "max": 4, "formula": "q * 10"}],
        },
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "bands", "jury", "made", "total"),
    [
        (
            {"n": 10, "mark": Interval(Fraction(7), Fraction(8)), "q": Fraction(1, 10)},
            (4, 5),
            (7, 8),
            (1, 1),
            (10, 10),
        ),
        (
            {"n": 5, "mark": Interval(Fraction(0), Fraction(0)), "q": Fraction(-1, 10)},
            (2, 2),
            (0, 0),
            (0, 0),
            (2, 2),
        ),
        (
            {"n": 4, "mark": Interval(Fraction(1), Fraction(2)), "q": Fraction(9)},
            (0, 0),
            (1, 2),
            (4, 4),
            (5, 6),
        ),
        ({"mark": Interval(Fraction(1), Fraction(1)), "q": Fraction(0)}, (0, 5), (1, 1), (0, 0), (1, 6)),
        ({"n": 5}, (2, 2), (0, 8), (0, 4), (2, 10)),
    ],
)
def test_a_sheet_of_points(row: dict[str, object], bands, jury, made, total):
    """Caps cut at both ends; what is missing counts from 0 to its cap."""
    built = lang.program({"points": {"s": SHEET}})
    got = found(built, rows(row))
    for name, pair in {"s.bands": bands, "s.jury": jury, "s.made": made, "s": total}.items():
        assert (got[f"{name}.low"], got[f"{name}.high"]) == pair, name


def test_outputs_are_verdicts_with_their_conditions():
    plan = verdict_plan(verdict(all=NODES))
    assert [o.name for o in plan.outputs] == ["v", "v.c1", "v.c2"]
    assert [o.kind for o in plan.outputs] == ["text", "flag", "flag"]


@pytest.mark.slow
def test_a_level_reads_only_what_is_made_before_it():
    for name in installed().entries:
        plan = full_plan(installed().program(name))
        ready = {f"{n}@-{shift}" if shift else n for n, _, shift in plan.frame.columns} | {"as_of", "year"}
        ready |= {
            f"{s.name}{end}"
            for r in plan.rollups
            for s in r.sums
            for end in ("", "#members", "#known", "#counted")
        }
        for level in plan.levels:
            for column in level.columns:
                missing = {c.name for c in e.columns(column.expr)} - ready
                assert not missing, f"{name}: {column.name} reads {missing} too early"
            ready |= {column.name for column in level.columns}
        assert all(c.name in ready for o in plan.outputs for c in e.columns(o.expr))


def test_nothing_is_computed_that_no_output_needs():
    built = lang.program(
        {
            "indicators": {
                n: {"title": T, "formula": f"{n} + 1 元" if n == "a" else "b + 1 元", "unit": "元"}
                for n in ("x", "y")
            }
        }
    )
    plan = figure_plan(built, ["x"])
    assert [o.name for o in plan.outputs] == ["x"]
    assert all(column.name != "test.y" for level in plan.levels for column in level.columns)


def test_a_variable_comes_out_in_its_unit():
    built = lang.program({"indicators": {"f": {"title": T, "formula": "c", "unit": "元"}}})
    plan = figure_plan(built, ["c", "mark", "n"])
    assert [(o.name, o.kind) for o in plan.outputs] == [("c", "real"), ("mark", "real"), ("n", "real")]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(installed().entries))
def test_the_same_pack_gives_the_same_plan(name: str):
    """Two libraries, so that nothing is remembered between them."""
    assert full_plan(installed().program(name)) == full_plan(installed().program(name))


def test_what_stands_beside_points():
    """Categories as text, shares as doubles; there is nothing else beside the points of a sheet."""
    items = [
        {"id": "a", "title": lang.T, "max": 8, "score": "n"},
        {"id": "b", "title": lang.T, "max": None, "score": "n"},
    ]
    stage = {"title": lang.T, "formula": "CASE WHEN n >= 3 THEN '甲' ELSE '乙' END"}
    group = {"id": "g", "title": lang.T, "items": items}
    ranked = {"categories": {"stage": stage}, "groups": [group], "ranking": {"by": ["stage"]}}
    built = program({"points": {"s": {"title": lang.T, **ranked}}}, {"n": {"unit": "1"}})
    names = beside_points(built)
    assert names == ["s#stage", "s.a#share", "s.b#share"]
    assert [o.kind for o in figure_plan(built, names).outputs] == ["text", "real", "real"]
