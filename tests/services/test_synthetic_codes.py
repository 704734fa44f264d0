"""Identifiers: check characters are right, the place does not exist."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.identifiers import is_credit_code
from gaoxin.services.synthetic_codes import numbered, special_codes, subject_code
from gaoxin.services.synthetic_reading import Recipe, examples, read_recipe


@cache
def recipe() -> Recipe:
    return read_recipe(examples())


@given(st.integers(1, 999_999))
@settings(max_examples=50, deadline=None)
def test_codes_are_right_for_any_number(number: int):
    code = subject_code(recipe().spec, number)
    assert is_credit_code(code)
    assert code[2:8] == "000000"


def test_known_codes():
    spec = recipe().spec
    assert subject_code(spec, 1) == "91000000HC00000161"
    assert list(special_codes(spec).values())[:2] == ["91000000HC00000161", "91000000HC0000024U"]


@pytest.mark.slow
def test_codes_that_are_numbered_texts():
    zones = read_recipe(examples() / "zones.yaml").spec
    assert subject_code(zones, 3) == "示例高新区03（合成）"
    assert numbered("店##-####", 12) == "店12-0012"
    assert numbered("店", 12) == "店"
