"""What a check may say."""

import pytest
from pydantic import ValidationError

from gaoxin.spec import Check

TITLE = {"zh": "检查", "en": "check"}
SLIP = {"variables": ["a"], "factors": [10], "threshold": 3.5, "bulk": 2, "floor": "0.05", "least": 20}


@pytest.mark.parametrize(
    "kind",
    [
        {"require": "a <= b"},
        {"identifier": {"scheme": "credit_code", "headings": ["信用代码"]}},
        {"missing_after_value": {}},
        {"unit_slip": {**SLIP, "threshold": "3.5"}},
    ],
)
def test_each_kind_stands_alone(kind: dict[str, object]):
    made = Check.model_validate({"title": TITLE, "level": "warning", **kind})
    assert made.level == "warning"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "exactly one"),
        ({"require": "a <= b", "missing_after_value": {}}, "exactly one"),
        ({"missing_after_value": {}, "variable": "a"}, "goes with `require`"),
        ({"require": "a <= b", "level": "fatal"}, "'error' or 'warning'"),
        ({"unit_slip": SLIP}, "number as it is printed"),
        ({"identifier": {"scheme": "passport", "headings": ["a"]}}, "credit_code"),
    ],
)
def test_faults(given: dict[str, object], said: str):
    with pytest.raises(ValidationError, match=said):
        Check.model_validate({"title": TITLE, "level": "warning", **given})
