"""What an indicator may say."""

from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Indicator, Rounding

TITLE = {"zh": "例", "en": "example"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "formula\n  Field required"),
        ({"formula": ""}, "at least 1 character"),
        ({"formula": "1" * 4001}, "at most 4000 characters"),
        ({"formula": "1", "unit": "圆"}, "'圆' is not a unit"),
        ({"formula": "1", "coverage": "1.1"}, "less than or equal to 1"),
        ({"formula": "1", "coverage": -1}, "greater than or equal to 0"),
        ({"formula": "1", "round": {"mode": "down"}}, "round.to\n  Field required"),
        ({"formula": "1", "round": {"to": "1 元", "mode": "off"}}, "'down', 'up', 'half_up' or 'half_even'"),
        ({"formula": "1", "weight": 1}, "Extra inputs are not permitted"),
    ],
)
def test_faults(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        Indicator.model_validate({"title": TITLE, **given})


def test_a_plain_indicator():
    plain = Indicator.model_validate({"title": TITLE, "formula": "a / b"})
    assert (plain.unit, plain.round, plain.coverage) == ("1", None, 1)
    assert Rounding.model_validate({"to": "1 元"}).mode == "half_up"
