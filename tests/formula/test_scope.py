"""Names: this pack first, then the only other pack that has it, or `family.name`."""

from typing import Any

import pytest

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve import resolve
from gaoxin.spec import Pack

from .conftest import Example, T


def other(family: str, subject: str = "firm", **sections: Any) -> Pack:
    return Pack.model_validate(
        {"pack": f"{family}-1", "family": family, "title": T, "subject": subject, **sections}
    )


def figure(formula: str, unit: str = "1") -> dict[str, Any]:
    return {"title": T, "formula": formula, "unit": unit}


def verdict(require: str) -> dict[str, Any]:
    return {"title": T, "all": [{"id": "H-05", "title": T, "require": require}]}


SHEET = {
    "title": T,
    "max": 10,
    "groups": [
        {"id": "g", "title": T, "max": 10, "items": [{"id": "i", "title": T, "max": 10, "grade": "mark"}]}
    ],
}


def item(example: Example, formula: str, *packs: Pack, **sections: Any) -> str:
    """The full name of the item that a formula names."""
    program = example.program({pack.family: pack for pack in packs}, **sections)
    node = resolve(parse(formula), program.scopes["example"]).node
    assert isinstance(node, t.Item)
    return node.name


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("line", "example.line"),
        ("good", "example.good"),
        ("good.H-05", "example.good.H-05"),
        ("sheet", "example.sheet"),
        ("sheet.g", "example.sheet.g"),
        ("sheet.i", "example.sheet.i"),
        ("far", "base.far"),
        ("base.far", "base.far"),
        ("base.line", "base.line"),
        ("base.best", "base.best"),
        ("base.best.H-05", "base.best.H-05"),
        ("base.verdict", "base.best"),
        ("best", "base.best"),
    ],
)
def test_whose_name_it_is(firm: Example, formula: str, name: str):
    base = other(
        "base", indicators={"line": figure("1"), "far": figure("2")}, verdicts={"best": verdict("listed")}
    )
    own = {
        "indicators": {"line": figure("3")},
        "verdicts": {"good": verdict("listed")},
        "points": {"sheet": SHEET},
    }
    assert item(firm, formula, base, **own) == name


def fault(example: Example, formula: str, *packs: Pack, **sections: Any) -> FormulaError:
    program = example.program({pack.family: pack for pack in packs}, **sections)
    with pytest.raises(FormulaError) as caught:
        resolve(parse(formula), program.scopes["example"])
    return caught.value


def test_a_name_of_two_packs_needs_its_family(firm: Example):
    one, two = (other(family, indicators={"far": figure("1")}) for family in ("one", "two"))
    assert "no variable, indicator, verdict or points" in str(fault(firm, "far", one, two))
    assert item(firm, "two.far", one, two) == "two.far"


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("best", "best.best"),
        ("best.best", "best.best"),
        ("best.verdict", "best.best"),
        ("best.H-05", "best.best.H-05"),
        ("best.best.H-05", "best.best.H-05"),
    ],
)
def test_a_family_and_its_verdict_share_a_name(firm: Example, formula: str, name: str):
    assert item(firm, formula, other("best", verdicts={"best": verdict("listed")})) == name


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("good.H-06", "it has example.good, example.good.H-05; try: name one of these"),
        ("sheet.x", "it has example.sheet, example.sheet.g, example.sheet.i"),
        ("line.x", "the indicator example.line has no parts; try: write example.line"),
        ("nowhere.line", "no variable, indicator"),
        ("god", "did you mean good?"),
        ("Revenue", "did you mean revenue?"),
        ("wholly_other", "declare it, or add the pack that has it to `needs`"),
        ("base.", "unexpected '.'"),
    ],
)
def test_faults(firm: Example, formula: str, words: str):
    own = {
        "indicators": {"line": figure("3")},
        "verdicts": {"good": verdict("listed")},
        "points": {"sheet": SHEET},
    }
    assert words in str(fault(firm, formula, **own))


def test_verdicts_of_another_subject_are_not_ones_own(zone: Example):
    base = other("base", "firm", verdicts={"best": verdict("listed")}, indicators={"far": figure("1")})
    assert "best is about firm; this formula is about zone; try: use a roll-up" in str(
        fault(zone, "best", base)
    )
    assert item(zone, "far", base) == "base.far"


def test_the_only_verdict_of_a_pack_is_its_verdict(firm: Example):
    two = {"good": verdict("listed"), "better": verdict("listed")}
    assert "no variable" in str(fault(firm, "verdict", verdicts=two))


def test_the_day_of_judgement_is_a_date(firm: Example):
    found = firm.meaning("as_of")
    assert found.node == t.Ref(1, "as_of", "date", fixed=True)
    assert found.type.scalar == "date"


@pytest.mark.parametrize(
    ("name", "scalar", "fixed", "absent"),
    [
        ("revenue", "number", False, False),
        ("heat", "real", False, False),
        ("mark", "interval", False, False),
        ("listed", "flag", False, False),
        ("field", "text", False, False),
        ("motto", "text", False, False),
        ("opened", "date", True, False),
        ("licence", "date", False, True),
    ],
)
def test_variables(firm: Example, name: str, scalar: t.Scalar, fixed: bool, absent: bool):
    found = firm.meaning(name)
    assert found.node == t.Ref(1, name, scalar, 0, fixed)
    assert (found.type.scalar, found.absent) == (scalar, absent)


def test_who_has_a_founding_day_and_members(firm: Example, zone: Example):
    assert firm.program().scopes["example"].dated
    scope = zone.program().scopes["example"]
    assert not scope.dated
    member = scope.member("firm")
    assert member is not None
    assert member.dated
    assert scope.member("zone") is None
    assert member.member("firm") is None
