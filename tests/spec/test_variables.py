"""What a variable may say, and how it is stored."""

from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Subject, Variable

TITLE = {"zh": "例", "en": "example"}


def load(**more: Any) -> Variable:
    return Variable.model_validate({"title": TITLE, **more})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"unit": "万圆"}, "'万圆' is not a unit"),
        ({"type": "flag", "unit": "件"}, "a flag has no unit"),
        ({"type": "date", "unit": "年"}, "a date has no unit"),
        ({"type": "category"}, "a category needs `categories`"),
        ({"type": "grade"}, "a grade needs `grades`"),
        ({"grades": {"A": [1, 2]}}, "only a grade has them"),
        ({"type": "grade", "grades": {"A": [2, 1], "B": [0, 0]}}, "the grade A is turned round"),
        ({"type": "grade", "grades": {"A": [2]}}, "grades.A.1\n  Field required"),
        ({"missing": "zero"}, "needs `missing_source`"),
        ({"missing": "absent"}, "needs `missing_source`"),
        ({"type": "flag", "missing": "zero", "missing_source": "x"}, "an empty cell of a flag is no zero"),
        ({"type": "text", "missing": "zero", "missing_source": "x"}, "`missing: zero` is for figures"),
        ({"missing": "nothing"}, "'unknown', 'zero' or 'absent'"),
        ({"min": 2, "max": "1.5"}, "`min` is above `max`"),
        ({"min": 0.5}, "as it is printed"),
        ({"decimals": 13}, "less than or equal to 12"),
        ({"decimals": -1}, "greater than or equal to 0"),
        ({"digits": 19}, "less than or equal to 18"),
        ({"digits": 0}, "greater than or equal to 1"),
        ({"scorers": 0}, "greater than or equal to 1"),
        ({"type": "money"}, "'number', 'real', 'flag', 'category', 'text', 'date' or 'grade'"),
        ({"purpose": "fun"}, "'administration', 'statistics' or 'consent'"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_faults(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        load(**given)


@pytest.mark.parametrize(
    ("given", "scale", "width"),
    [
        ({"unit": "万元"}, 2, 16),
        ({"unit": "亿美元"}, 2, 16),
        ({"unit": "人"}, 0, 10),
        ({"unit": "万人"}, 0, 10),
        ({"unit": "亩"}, 4, 10),
        ({"unit": "平方米"}, 4, 10),
        ({"unit": "公顷"}, 0, 10),
        ({"unit": "平方公里"}, 0, 10),
        ({"unit": "%"}, 6, 10),
        ({}, 6, 10),
        ({"unit": "万元/人"}, 6, 10),
        ({"unit": "万元", "decimals": 0, "digits": 18}, 0, 18),
        ({"type": "grade", "grades": {"A": [1, 2]}}, 2, 10),
    ],
)
def test_how_a_figure_is_stored(given: dict[str, Any], scale: int, width: int):
    variable = load(**given)
    assert (variable.scale, variable.width) == (scale, width)


def test_what_a_plain_variable_is():
    plain = load()
    assert (plain.type, plain.unit, plain.missing, plain.origin) == ("number", "1", "unknown", "reported")
    assert (plain.purpose, plain.constant) == ("administration", False)


def test_a_subject_needs_its_identifier():
    firm = Subject.model_validate({"title": TITLE, "id": ["信用代码"], "belongs_to": {"zone": "zone_name"}})
    assert firm.founded is None
    with pytest.raises(ValidationError, match="id\n  Field required"):
        Subject.model_validate({"title": TITLE})
