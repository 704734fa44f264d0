"""Indicators as people read them, with the mark of what is not official; points with both ends."""

from gaoxin.formula.program import Figure
from gaoxin.services.results.computed import mark
from tests.services.results.conftest import Small


def test_texts_and_marks(small: Small):
    found = {(r["subject"], r["indicator"]): r for r in small.rows("indicators", period=2024)}
    assert found["甲", "intensity"]["text"] == "4.00%"
    assert found["乙", "intensity"]["text"] == "3.9996%", "4 % is a line, and is not reached"
    assert found["丙", "intensity"]["text"] is None
    assert found["甲", "growth"]["text"] == "25.05%"
    assert found["东区", "firms_revenue"]["text"] == "2250.5 万元"
    assert [found["甲", name]["mark"] for name in ("intensity", "growth")] == ["", "assumed"]
    assert {r["break"] for r in found.values()} == {False}


def test_points(small: Small):
    found = {r["item"]: (r["low"], r["high"]) for r in small.rows("points", subject="甲", period=2024)}
    assert found == {"": (9, 10), "all": (9, 10), "all.jury": (7, 8), "all.size": (2, 2)}
    unknown = {r["item"]: (r["low"], r["high"]) for r in small.rows("points", subject="丙")}
    assert unknown["all.jury"] == (0, 8)


def test_a_mark_passes_on(small: Small):
    made = small.programs[0].items["small.growth"]
    assert isinstance(made, Figure)
    assert mark(small.programs[0], made) == "assumed"
