"""The verbs of change."""

import pytest

from gaoxin.services.change.verbs import change, target


def test_change_of_one_unit_and_of_all(pack: str, table: str):
    one = change(pack, table, 2023, 2024, subject="甲")
    everybody = change(pack, table, 2023, 2024)
    assert {row["subject"] for row in one.rows()} == {"甲"}
    assert "rest" in {row["detail"] for row in one.rows()}
    assert "rest" not in {row["detail"] for row in everybody.rows()}


def test_target_of_a_rank(pack: str, table: str):
    found = target(pack, table, "甲", rank=2, most={"revenue": 500})
    assert found.now == {"score": pytest.approx(21.03174603174603), "rank": 3}
    assert [row["way"] for row in found.rows()] == ["alone", "mix"]
    assert found.mix["rank"] == 2
