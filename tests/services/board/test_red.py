"""The rules that make a figure red: at the line, turned round, without anything to compare with."""

from fractions import Fraction as F
from typing import Any, Literal

import pytest

from gaoxin.services.board.measures import Measure
from gaoxin.services.board.ranges import Range
from gaoxin.services.board.red import Seen, red_of
from gaoxin.spec import RedRule

NATION = Range(F(0), F(100), "年鉴")


def rule(when: str, threshold: str) -> RedRule:
    """A rule of a board."""
    title = {"zh": "规则", "en": "rule"}
    return RedRule.model_validate({"title": title, "when": when, "threshold": threshold})


def red(
    rules: list[RedRule], number: int | None, prior: int | None = None, *, up: bool = True, **more: Any
) -> bool | None:
    """Whether a figure is red."""
    direction: Literal["up", "down"] = "up" if up else "down"
    measure = Measure("x", "家", direction, assumed=False, years=(("x", 0),), rollup=False)
    seen = Seen(
        None if number is None else F(number),
        None if prior is None else F(prior),
        more.get("comparable", True),
        more.get("nation"),
    )
    return red_of(rules, measure, seen).red


@pytest.mark.parametrize(
    ("number", "prior", "up", "expected"),
    [
        (90, 100, True, False),
        (89, 100, True, True),
        (110, 100, False, False),
        (111, 100, False, True),
        (111, 100, True, False),
        (-11, -10, True, False),
        (-12, -10, True, True),
    ],
)
def test_worse_by_more_than_a_tenth(number: int, prior: int, up: bool, expected: bool):
    assert red([rule("worse", "1/10")], number, prior, up=up) is expected


@pytest.mark.parametrize(
    ("number", "up", "expected"), [(25, True, True), (26, True, False), (75, False, True), (74, False, False)]
)
def test_the_worst_quarter_with_its_line(number: int, up: bool, expected: bool):
    assert red([rule("low", "1/4")], number, comparable=False, nation=NATION, up=up) is expected


def test_what_has_nothing_to_compare_with_does_not_apply():
    both = [rule("worse", "0"), rule("low", "1/4")]
    assert red(both, 50, comparable=False) is None
    assert red(both, 50, comparable=False, nation=NATION) is False
    assert red(both, 50, 50) is False
    assert red([], 50, 50) is None


def test_unknown_is_not_false():
    both = [rule("worse", "0"), rule("low", "1/4")]
    assert red(both, None, 50, nation=NATION) is None
    assert red(both, 50, None, nation=NATION) is None
    assert red(both, 10, None, nation=NATION) is True
