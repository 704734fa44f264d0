"""What would raise the sheets of a run: each way gives what it says when the table has it."""

from collections.abc import Callable
from typing import Any

import pytest

from gaoxin.services.results import raised
from tests.services.results.conftest import FIRMS, Small


def test_by_hand(small: Small):
    """乙 has 4 of the 10 staff that give 2 points; a grade of a jury is nobody's change."""
    rows = {row["subject"]: row for row in small.rows("raises")}
    assert {key: rows["乙"][key] for key in ("variable", "now", "then", "gain_low", "items", "place")} == {
        "variable": "staff", "now": "4 人", "then": "10 人", "gain_low": "2", "items": "all.size", "place": 1,
    }  # fmt: skip
    assert (rows["甲"]["place"], rows["甲"]["variable"]) == (0, None)


def test_heads_say_with_whom_subjects_are_compared(small: Small):
    heads = small.rows("sheets", sheet="score")
    assert {row["peers_of"] for row in heads} == {None}
    assert {row["rank"] for row in heads} == {None}


def test_points_of_the_run_add_up(small: Small):
    rows = small.rows("points", sheet="score")
    for head in [row for row in rows if not row["item"]]:
        items = [
            float(row["low_text"])
            for row in rows
            if row["item"].startswith("all.")
            and (row["subject"], row["period"]) == (head["subject"], head["period"])
        ]
        assert float(head["low_text"]) == sum(items)
        assert head["cap"] == 10


@pytest.mark.slow
def test_only_those_with_the_most_points_of_the_last_year(
    build: Callable[..., Small], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(raised, "MOST", 1)
    found = build(FIRMS)
    assert len({row["subject"] for row in found.rows("raises")}) == 1
    assert any("提分建议只测算了得分最高的 1 家" in notice for notice in found.written.notices)


@pytest.mark.slow
def test_the_stated_points_are_those_of_the_changed_table(build: Callable[..., Small]):
    changed: list[tuple[Any, ...]] = [
        tuple("10" if (firm[0], at) == ("乙", 5) else cell for at, cell in enumerate(firm)) for firm in FIRMS
    ]
    (way,) = build(FIRMS).rows("raises", subject="乙")
    totals = {
        (row["subject"], row["period"]): row["low_text"]
        for row in build(changed).rows("points", sheet="score", item="")
    }
    assert totals["乙", way["period"]] == way["after_low"]
