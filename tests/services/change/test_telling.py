"""Accounts in words."""

from fractions import Fraction as F

import pytest

from gaoxin.measure.change.members import Moved, Part, Total
from gaoxin.services.change.telling import exact, sentences, told
from gaoxin.services.change.zone import Counted, ZoneAccount


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (F(1234567, 100), None, "12345.67"),
        (F(-5), None, "-5"),
        (F(1, 8), None, "0.125"),
        (F(1, 3), None, "0.333333333333"),
        (F(2, 3), 2, "0.67"),
        (F(-1, 1000), 2, "0"),
        (F(0), None, "0"),
    ],
)
def test_digits(number: F, places: int | None, text: str):
    assert exact(number, places) == text


def made(before: int, after: int, unit: str = "万元") -> ZoneAccount:
    part = Part("stayed", 2, F(before), F(after), F(after - before))
    counted = Counted("figure", Total(F(before), F(after), (part,)), F(1), unit)
    moved = Moved("x", "stayed", F(before), F(after), F(after - before))
    return ZoneAccount("z", 2024, (counted,), (moved,), (), comparable=True)


def test_less_and_the_same():
    assert "减少 20 万元,下降 20%" in "".join(sentences(made(100, 80), "收入", {"z": "园区"}))
    assert "持平" in "".join(sentences(made(100, 100), "收入", {}))


def test_a_share_changes_by_percentage_points_and_has_no_rate():
    text = "".join(sentences(made(10, 12, "%"), "强度", {}))
    assert "z2024年强度 12%,比上年（10%）增加 2 个百分点。其中：原有 2 家 +2 个百分点。" in text


def test_from_nothing_there_is_no_rate():
    text = "".join(sentences(made(0, 5), "收入", {}))
    assert "增长" not in text
    assert "拉动" not in text


def test_tables():
    found = told("p", "收入", [made(100, 80)], {"x": "甲公司"}, ["note"])
    assert [row["part"] for row in found.rows()] == ["before", "stayed", "after"]
    assert [row["points"] for row in found.rows()] == [None, -20, None]
    assert found.movers.rows()[0]["name"] == "甲公司"
    assert found.notices == ("note",)
