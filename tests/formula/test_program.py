"""A program: its subject's founding day, and its items by their names."""

from .conftest import Example, T

FIGURE = {"title": T, "formula": "1"}


def test_the_founding_day_of_the_subject(firm: Example, zone: Example):
    assert firm.program().founded == "opened"
    assert zone.program().founded is None
    assert zone.program().members == {"firm": "zone_name"}
    assert firm.program().members == {}


def test_own_names_are_short(firm: Example):
    program = firm.program()
    assert program.own("example.a.b") == "a.b"
    assert program.own("other.a") == "other.a"


def test_items_are_found_by_short_and_full_names(firm: Example):
    base = Example().pack(pack="base-1", family="base", indicators={"a": FIGURE, "far": FIGURE}, variables={})
    own = {"a": FIGURE, "b": {"title": T, "formula": "base.a + far"}}
    program = firm.program({"base": base}, indicators=own)
    names = {
        name: program.find(name) for name in ("a", "example.a", "base.a", "far", "nothing", "base.nothing")
    }
    assert {name: made and made.name for name, made in names.items()} == {
        "a": "example.a",
        "example.a": "example.a",
        "base.a": "base.a",
        "far": "base.far",
        "nothing": None,
        "base.nothing": None,
    }
