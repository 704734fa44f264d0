"""What a verdict may say."""

from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Condition, Group, Verdict

TITLE = {"zh": "例", "en": "example"}


def leaf(name: str = "a", **more: Any) -> dict[str, Any]:
    return {"id": name, "title": TITLE, "require": "x > 1", **more}


def load(**more: Any) -> Verdict:
    return Verdict.model_validate({"title": TITLE, **more})


ONE = "a group needs exactly one of `all`, `any`, `none` and `at_least`"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, ONE),
        ({"all": []}, ONE),
        ({"all": [leaf()], "any": [leaf("b")]}, ONE),
        ({"all": [leaf(), {"none": []}]}, ONE),
        ({"all": [leaf(), leaf()]}, "a stands twice; conditions of one verdict need different ids"),
        ({"all": [leaf(), {"any": [leaf(), leaf("b")]}]}, "a stands twice"),
        ({"at_least": {"n": 3, "of": [leaf(), leaf("b")]}}, "at least 3 of 2 can never hold"),
        ({"at_least": {"n": 0, "of": [leaf()]}}, "greater than or equal to 1"),
        ({"at_least": {"n": 1, "of": []}}, "at least 1 item"),
        ({"all": [{"id": "a", "title": TITLE}]}, "require\n  Field required"),
        ({"all": [leaf(wieght=1)]}, "wieght\n  Extra inputs are not permitted"),
        ({"all": ["x > 1"]}, "valid dictionary or instance of Group"),
        ({"all": [leaf()], "colour": "red"}, "colour\n  Extra inputs are not permitted"),
    ],
)
def test_faults(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message) as caught:
        load(**given)
    assert caught.value.error_count() == 1


def test_conditions_stand_in_reading_order():
    verdict = load(
        all=[
            leaf("a"),
            {"any": [leaf("b"), {"none": [leaf("c")]}]},
            {"at_least": {"n": 1, "of": [leaf("d"), leaf("e.1")]}},
        ]
    )
    assert [c.id for c in verdict.conditions] == ["a", "b", "c", "d", "e.1"]
    assert [type(c) for c in verdict.children] == [Condition, Group, Group]


def test_pieces_that_are_made_already_may_be_joined():
    made = load(all=[leaf()])
    again = load(any=[made.all[0], Group(all=(made.all[0].model_copy(update={"id": "b"}),))])
    assert [c.id for c in again.conditions] == ["a", "b"]
