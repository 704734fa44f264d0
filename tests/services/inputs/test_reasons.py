"""Typed reasons: what they cover, what is refused, and what nobody asks for any more."""

from pathlib import Path

import pytest

from gaoxin.base.errors import DataError
from gaoxin.services.inputs.reasons import COLUMNS, reason_types

from .conftest import Gather, code, programs, write

HEADING = "统一社会信用代码,年份,销售收入（万元）"
ROWS = [[code(0), 2022, 10], [code(0), 2023, 100], [code(0), 2024, 1000]]


def listed(tmp_path: Path, *rows: list[object]) -> Path:
    return write(tmp_path / "r.csv", ",".join(COLUMNS), rows)


def row(**more: object) -> list[object]:
    given: dict[str, object] = {
        "check": "sales_jump", "kind": "enterprise", "subject": code(0), "period": "", "variable": "",
        "type": "business", "reason": "新产品", "by": "李", "on": "",
    }  # fmt: skip
    return list((given | more).values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reason", "states"),
    [
        (row(), {2023: "explained", 2024: "explained"}),
        (row(period=2024), {2023: "open", 2024: "explained"}),
        (row(variable="sales_revenue"), {2023: "explained", 2024: "explained"}),
        (row(variable="total_assets"), {2023: "open", 2024: "open"}),
        (row(subject=code(1)), {2023: "open", 2024: "open"}),
    ],
)
def test_what_a_reason_covers(tmp_path: Path, gathered: Gather, reason: list[object], states: dict[int, str]):
    result = gathered(write(tmp_path / "a.csv", HEADING, ROWS), reasons=listed(tmp_path, reason))
    assert {f.period: f.state for f in result.findings} == states


@pytest.mark.slow
def test_a_reason_that_nobody_asks_for_is_noticed(tmp_path: Path, gathered: Gather):
    result = gathered(write(tmp_path / "a.csv", HEADING, ROWS[:1]), reasons=listed(tmp_path, row()))
    assert result.findings == ()
    assert [notice for notice in result.notices if "r.csv:2" in notice]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"check": "no_check"}, "check"),
        ({"kind": "planet"}, "kind"),
        ({"type": "because"}, "type"),
        ({"reason": ""}, "reason"),
        ({"by": ""}, "by"),
        ({"period": "last"}, "period"),
        ({"variable": "nothing"}, "variable"),
    ],
)
def test_faults(tmp_path: Path, gathered: Gather, given: dict[str, object], column: str):
    path = write(tmp_path / "a.csv", HEADING, ROWS)
    with pytest.raises(DataError) as caught:
        gathered(path, reasons=listed(tmp_path, row(**given)))
    assert [(f.place.line, f.object) for f in caught.value.faults] == [(2, column)]


def test_kinds_of_reasons_are_data():
    types = reason_types(programs())
    assert types["business"] == types["生产经营变化"] == types["Change of business"] == "生产经营变化"


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path, gathered: Gather):
    path = write(tmp_path / "a.csv", HEADING, ROWS)
    with pytest.raises(DataError) as caught:
        gathered(path, reasons=listed(tmp_path, row(kind="planet", period="last", by="")))
    assert sorted(fault.object for fault in caught.value.faults) == ["by", "kind", "period"]
