"""What cases expect is read before anything runs, and every fault has its place."""

from fractions import Fraction

import pytest

from gaoxin.base.errors import PackError, Place
from gaoxin.plan.rows import full_plan
from gaoxin.services.cases import read_cases
from gaoxin.services.expectations import read_expectations
from gaoxin.services.tables import program_of
from gaoxin.spec import Expectation


def read(folder: str, *specs: dict[str, object]):
    program = program_of(folder)
    cases = read_cases(program, [(Expectation.model_validate(s), Place("cases.yaml", 3)) for s in specs])
    return read_expectations(program, [o.name for o in full_plan(program).outputs], cases)


@pytest.mark.parametrize(
    ("key", "cell", "wanted"),
    [
        ("able", "pass", "pass"),
        ("able", "not_applicable", "not_applicable"),
        ("able.C-1", True, True),
        ("able.C-1", "unknown", None),
        ("intensity", "5%", Fraction(5)),
        ("intensity", "0.05", Fraction(5)),
        ("doubled", "3 万元", Fraction(30000)),
        ("doubled", None, None),
        ("score", 7, (7, 7)),
        ("score.jury", "7..8", (7, 8)),
    ],
)
def test_expectations(small: str, key: str, cell: object, wanted: object):
    assert read(small, {"case": "x", "expect": {key: cell}}) == {1: {key: wanted}}


@pytest.mark.parametrize(
    ("key", "cell", "rule"),
    [
        ("able", "passed", "of a verdict pass, fail, unknown, not_applicable is expected"),
        ("able.C-1", "pass", "of a condition true, false or unknown is expected"),
        ("able.C-9", True, "the pack computes no such thing"),
        ("intensity", "5 元", "needs one unit"),
        ("doubled", 5, "needs one unit"),
        ("score", "many", "of points a number, low..high or unknown is expected"),
    ],
)
def test_what_cannot_be_expected(small: str, key: str, cell: object, rule: str):
    """Nothing that is misspelt may count as met."""
    with pytest.raises(PackError, match=rule) as caught:
        read(small, {"case": "x", "expect": {key: cell}})
    assert f"cases.yaml:3  x, expect {key}" in str(caught.value)


TABLE = {"case": "x", "index": "strength", "table": [{"subject": "a", "period": 2024, "staff": 5}]}


def test_scores_of_an_index(small: str):
    found = read(
        small, {**TABLE, "expect": {"a": {"rd": "unknown", "total": "0.5"}, "a@2024": {"people": 100}}}
    )
    assert found == {1: {"a rd": None, "a total": Fraction(1, 2), "a@2024 people": Fraction(100)}}


@pytest.mark.parametrize(
    ("expect", "rule"),
    [
        ({"b": {"rd": 1}}, "its table has no such row"),
        ({"a@2023": {"rd": 1}}, "its table has no such row"),
        ({"a": {"nobody": 1}}, "the index has no such node"),
        ({"a": {"rd": "much"}}, "a value has no names in it"),
    ],
)
def test_scores_that_are_not_there(small: str, expect: dict[str, object], rule: str):
    with pytest.raises(PackError, match=rule):
        read(small, {**TABLE, "expect": expect})


def test_all_faults_come_at_once(small: str):
    with pytest.raises(PackError) as caught:
        read(
            small, {"case": "x", "expect": {"able": 1, "nobody": 2}}, {"case": "y", "expect": {"able.C-1": 3}}
        )
    assert len(caught.value.faults) == 3
