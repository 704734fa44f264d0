"""Accounts as rows of a run."""

from fractions import Fraction as F

from gaoxin.measure.change.members import Part, Total
from gaoxin.services.change.recording import recorded
from gaoxin.services.change.zone import Counted, ZoneAccount

PARTS = (Part("calibre", 0, F(100), F(90), F(-10)), Part("entered", 2, F(0), F(30), F(30)))


def made(unit: str = "万元", before: int = 100) -> list[dict]:
    counted = Counted("figure", Total(F(before), F(120), PARTS), F(1), unit)
    account = ZoneAccount("z", 2024, (counted,), (), ("工业产值",), comparable=True)
    return list(recorded(account))


def test_the_ends_the_lines_and_the_change_in_their_order():
    rows = made()
    assert [(row["place"], row["part"], row["title"], row["text"]) for row in rows] == [
        (1, "before", "上年", "100 万元"),
        (2, "calibre", "口径调整", "-10 万元"),
        (3, "entered", "新增", "+30 万元"),
        (4, "change", "比上年", "+20 万元"),
        (5, "after", "本年", "120 万元"),
    ]
    assert [row.get("points_text") for row in rows] == [None, "-10", "30", "20", None]
    assert (rows[2]["members"], rows[2]["before_text"], rows[2]["after_text"]) == (2, "0 万元", "30 万元")
    assert (rows[3]["before_text"], rows[3]["after_text"]) == ("100 万元", "120 万元")
    assert rows[0]["breaks"] == "工业产值"


def test_from_nothing_there_are_no_points():
    assert not any("points_text" in row for row in made(before=0))
