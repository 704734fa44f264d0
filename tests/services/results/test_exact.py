"""Stored figures as exact values."""

from fractions import Fraction

import pyarrow as pa
import pytest

from gaoxin.formula.values import Interval
from gaoxin.services.results.exact import Figures
from gaoxin.spec import Text, Variable

T = Text(zh="题", en="title")
VARIABLES = {
    "money": Variable(title=T, unit="万元"),
    "flag": Variable(title=T, type="flag"),
    "mark": Variable(title=T, type="grade", grades={"A": (7, 8)}, origin="jury"),  # type: ignore[dict-item]
}
TABLE = pa.table(
    {
        "subject": ["甲", "甲", "乙"], "period": [2023, 2024, 2024], "money": [12345, None, 1],
        "flag": [True, None, False], "mark__lo": [700, None, None], "mark__hi": [800, None, None],
        "other": [1, 2, 3],
    }
)  # fmt: skip


def test_values():
    found = Figures(TABLE, VARIABLES)
    assert dict(found["甲", 2023]) == {
        "money": Fraction(12345, 100),
        "flag": True,
        "mark": Interval(Fraction(7), Fraction(8)),
    }
    assert dict(found["甲", 2024]) == {"money": None, "flag": None, "mark": None}
    assert list(found) == [("甲", 2023), ("甲", 2024), ("乙", 2024)]
    assert (len(found), len(found["乙", 2024])) == (3, 3)


def test_what_is_not_there():
    found = Figures(TABLE, VARIABLES)
    assert found.get(("丙", 2024)) is None
    assert found["甲", 2023].get("other") is None
    with pytest.raises(KeyError):
        found["甲", 2023]["other"]


def test_the_rows_of_one_subject():
    found = Figures(TABLE, VARIABLES)
    assert found.of("甲", {"money"}) == {
        ("甲", 2023): {"money": Fraction(12345, 100)},
        ("甲", 2024): {"money": None},
    }
    assert found.of("丙", {"money"}) == {}
