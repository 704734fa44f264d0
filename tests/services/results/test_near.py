"""What subjects just miss: each passes when, and only when, the change is made."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.program import Judgement
from gaoxin.services.results import near
from gaoxin.services.results.near import Failed, within
from tests.services.results.conftest import FIRMS, HEADS, Small

COLUMNS = {"revenue": 3, "cost": 4, "staff": 5}


def test_by_hand(small: Small):
    """39.996 of 1000 is 3.9996 %: 0.004 万元 are 40 元; 丙 misses a flag, which is no small change."""
    (row,) = small.rows("nearly")
    assert row == {
        "pack": "small", "kind": "firm", "subject": "乙", "period": 2024, "verdict": "able",
        "condition": "C-1", "variable": "cost", "now": "39.996 万元", "then": "40 万元",
        "gap_zh": "距4%还差40元", "gap_en": "40 元 short of 4%", "settles": True,
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("less", [False, True])
def test_each_passes_when_and_only_when_the_change_is_made(build: Callable[..., Small], less: bool):
    firms = [
        *FIRMS,
        ("丁", 2024, "丁公司", "998.37", "31.5", "9", "是", "2010-01-01", "A", "西区"),
        ("戊", 2024, "戊公司", "12.34", "0.01", "4", "是", "2010-01-01", "A", "西区"),
        ("己", 2023, "己公司", "1000", "39", "12", "是", "2010-01-01", "A", "西区"),
        ("己", 2024, "己公司", "999", "41", "12", "是", "2010-01-01", "A", "西区"),
    ]
    near = [row for row in build(firms).rows("nearly") if row["settles"]]
    assert {(row["subject"], row["condition"]) for row in near} >= {
        ("乙", "C-1"),
        ("戊", "C-1"),
        ("己", "C-4"),
    }
    for row in near:
        changed: list[tuple[Any, ...]] = []
        for firm in firms:
            cells = list(firm)
            if (firm[0], firm[1]) == (row["subject"], row["period"]):
                cells[COLUMNS[row["variable"]]] = _then(row, less=less)
            changed.append(tuple(cells))
        outcomes = {(r["subject"], r["period"]): r["result"] for r in build(changed).rows("verdicts")}
        assert outcomes[row["subject"], row["period"]] == ("fail" if less else "pass")


def _then(row: dict[str, Any], *, less: bool) -> str:
    """The value at which it passes, or one stored unit short of it: 分, of 万元 the sixth decimal."""
    then, now = (float(row[key].removesuffix("万元").removesuffix("人").strip()) for key in ("then", "now"))
    step = (1e-6 if "万元" in row["then"] else 1) * (1 if then > now else -1)
    return f"{then - step * less:.6f}"


def test_those_that_miss_least_are_looked_at():
    rows = pa.table({"missed": pa.array([1] * 5 + [2] * 4 + [3] * 9)})
    found = [Failed(None, rows)]  # type: ignore[arg-type]
    assert [within(found, limit) for limit in (0, 4, 5, 9, 17, 18)] == [1, 1, 1, 2, 2, 3]


@pytest.mark.slow
def test_only_the_last_period_is_looked_at(build: Callable[..., Small]):
    firms = [
        ("乙", 2023, "乙公司", "1000", "39", "4", "是", "2010-01-01", "A", "东区"),
        ("乙", 2024, "乙公司", "1000", "41", "4", "是", "2010-01-01", "A", "东区"),
    ]
    assert build(firms).rows("nearly") == []
    assert len(HEADS) == len(firms[0])
    assert [row["period"] for row in build(firms, periods=[2023]).rows("nearly")] == [2023]


class Search:
    """Finds a change for some subjects, and remembers for whom it was asked."""

    def __init__(self, helped: set[str]) -> None:
        self.helped = helped
        self.asked: list[str] = []

    def row(self, row: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(row["subject"])
        return row if row["subject"] in self.helped else None


def asked(
    monkeypatch: pytest.MonkeyPatch, helped: set[str], *, each: int = 9, fruitless: int = 9
) -> list[str]:
    """Those who are looked at, of five by name: the last one is nearest, the first one has no distance."""
    monkeypatch.setattr(near, "EACH", each)
    monkeypatch.setattr(near, "FRUITLESS", fruitless)
    search = Search(helped)
    distance = {(name, 2024): float(at) for at, name in enumerate("edcb")}
    rows = [{"subject": name, "period": 2024} for name in "abcde"]
    found = list(near._nearest(search, rows, distance))  # type: ignore[arg-type]
    assert [row["subject"] for row in found] == [name for name in search.asked if name in helped]
    return search.asked


def test_the_nearest_come_first_and_what_has_no_distance_last(monkeypatch: pytest.MonkeyPatch):
    assert asked(monkeypatch, set("abcde")) == list("edcba")


def test_at_most_so_many_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    assert asked(monkeypatch, set("abcde"), each=3) == list("edc")


def test_it_ends_when_no_number_helps(monkeypatch: pytest.MonkeyPatch):
    assert asked(monkeypatch, {"d"}, fruitless=2) == list("edcb")


def test_one_value_exactly_is_a_class(small: Small):
    made = small.programs[0].items["small.able"]
    assert isinstance(made, Judgement)
    line = made.tests["C-1"]
    assert isinstance(line.require, t.Op)
    exact = replace(line, require=replace(line.require, op="="))
    assert [near._is_class(test) for test in (line, made.tests["C-2"], exact)] == [False, False, True]
