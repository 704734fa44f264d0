"""Conditions with the reason of each that is neither true nor false."""

from tests.services.results.conftest import Small


def condition(small: Small, subject: str, name: str, period: int = 2024) -> tuple[object, str, str]:
    (row,) = small.rows("conditions", subject=subject, condition=name, period=period)
    return row["result"], row["why"], row["missing"]


def test_results_and_reasons(small: Small):
    assert condition(small, "甲", "C-1") == (True, "", "")
    assert condition(small, "乙", "C-1") == (False, "", "")
    assert condition(small, "丙", "C-1") == (None, "missing", "cost")
    assert condition(small, "丙", "C-3") == (None, "jury", "mark")
    assert condition(small, "乙", "C-4") == (None, "not_applicable", "")
    assert condition(small, "甲", "C-4", 2023) == (None, "missing", "revenue@-1")


def test_verdicts(small: Small):
    found = {(r["subject"], r["period"]): r["result"] for r in small.rows("verdicts")}
    assert found == {
        ("甲", 2023): "unknown",
        ("甲", 2024): "pass",
        ("乙", 2024): "fail",
        ("丙", 2024): "fail",
    }
