"""Roll-ups: whose members, which of their names, and what comes out."""

import pytest

from gaoxin.formula import tree as t

YUAN = (("元", 1),)
T = {"zh": "例", "en": "example"}


@pytest.mark.parametrize(
    ("formula", "dimension"),
    [
        ("sum(firm.revenue)", YUAN),
        ("mean(firm.revenue where firm.listed)", YUAN),
        ("min(firm.staff)", (("人", 1),)),
        ("max(firm.revenue / firm.staff)", (("人", -1), ("元", 1))),
        ("count(firm)", ()),
        ("count(firm where firm.revenue > 1 元)", ()),
        ("sum(firm.revenue) / sum(firm.staff)", (("人", -1), ("元", 1))),
        ("sum(total(firm.revenue, 3))", YUAN),
        ("sum(firm.each where firm.each > 1 元/人)", (("人", -1), ("元", 1))),
    ],
)
def test_what_comes_out(zone, formula: str, dimension: tuple[tuple[str, int], ...]):
    each = {"title": T, "formula": "revenue / staff", "unit": "元/人"}
    found = zone.meaning(formula, indicators={"each": each})
    assert found.type.dimension == dimension
    subjects = {part.subject for part in t.walk(found.node) if isinstance(part, t.Rollup)}
    assert subjects == {"firm"}


def test_members_have_founding_days(zone):
    node = zone.meaning("sum(total(firm.revenue, 2))").node
    assert [part.shift for part in t.walk(node) if isinstance(part, t.Since)] == [1]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("sum(revenue)", "sum over revenue; a roll-up names members of a subject that belongs to this one"),
        ("sum(1)", "sum over nothing"),
        ("sum(zone.revenue)", "sum over zone"),
        ("sum(firm.revenue where revenue > 1 元)", "inside a roll-up every name begins with `firm.`"),
        ("sum(firm.revenue + profit)", "try: write firm.profit"),
        ("sum(firm.revenue where zone.revenue > 1 元)", "try: write firm.revenue"),
        ("sum(firm.nothing)", "'nothing'; no variable, indicator"),
        ("sum(firm)", "sum of firm; only `count` takes the subject itself"),
        (
            "count(firm.revenue)",
            "count of a value; `count` takes the subject itself; try: write count(firm where …)",
        ),
        ("sum(firm.mark)", "points of a jury; they are not rolled up"),
        ("sum(firm.listed)", "a flag; a number must stand here"),
        ("sum(firm.revenue where firm.staff)", "a condition must stand here"),
        ("sum(firm.revenue where firm.revenue > 1)", "元 and a pure number"),
        ("sum(sum(firm.revenue))", "sum over firm"),
        ("sum(firm.revenue) > 1", "元 and a pure number"),
    ],
)
def test_faults(zone, formula: str, words: str):
    assert words in str(zone.fault(formula))


def test_a_firm_has_no_members(firm):
    assert "a roll-up names members" in str(firm.fault("sum(firm.revenue)"))
