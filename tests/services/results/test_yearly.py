"""Every change of a score since the year before is accounted for, to the last digit that counts."""

import pytest

from gaoxin.services.results import yearly
from tests.services.results.conftest import Small


@pytest.fixture(scope="module")
def years(build) -> Small:
    """Give the tables of zones that report in two years."""
    rows = [("东区", 2023, "80"), ("西区", 2023, "30"), ("东区", 2024, "100"), ("西区", 2024, "20")]
    return build(zones=rows)


def test_bars_lead_from_the_score_before_to_the_score_after(years: Small):
    scores = {
        (row["subject"], row["period"]): row["score"]
        for row in years.rows("index", index="strength", node="total")
        if row["score"] is not None
    }
    rows = years.rows("changes", index="strength")
    assert {(row["subject"], row["since"], row["period"]) for row in rows} == {("东区", 2023, 2024)}
    for by in ("part", "node"):
        bars = sorted((row for row in rows if row["by"] == by), key=lambda row: row["place"])
        assert [bars[0]["part"], bars[-1]["part"]] == ["before", "after"]
        assert bars[0]["end"] == scores["东区", 2023]
        assert bars[-1]["end"] == scores["东区", 2024]
        amounts = sum(bar["amount"] for bar in bars[1:-1])
        assert amounts == pytest.approx(scores["东区", 2024] - scores["东区", 2023], rel=1e-9)


def test_without_scaling_only_own_figures_change_a_score(years: Small):
    rows = [row for row in years.rows("changes", index="strength", by="part") if row["part"] != "own"]
    assert {row["part"] for row in rows} == {"before", "after"}


@pytest.mark.slow
def test_many_subjects_are_left_out(build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(yearly, "MOST", 1)
    rows = [("东区", 2023, "80"), ("西区", 2023, "30"), ("东区", 2024, "100"), ("西区", 2024, "20")]
    assert build(zones=rows).written.rows["changes"] == 0


def test_one_year_has_no_change(small: Small):
    assert small.rows("changes") == []
