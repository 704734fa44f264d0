"""Wholes beside their parts; real ones are in tests/provinces."""

from typing import Any

import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.breakdown import breakdown
from gaoxin.services.tables import Options
from tests.agreement import members

PARTS = [
    ("甲", 10, "东区"),
    ("乙", 20, "东区"),
    ("丙", None, "西区"),
    ("丁", 5, "西区"),
    ("戊", None, "新区"),
]


def compared(wholes: dict[str, float | None], names: list[str] | None = None) -> dict[str, dict[str, Any]]:
    """The comparison of the staff of zones with that of their firms."""
    program = members.program(formula="sum(firm.staff)", unit="人")
    table = pa.table({"zone": list(wholes), "year": [2024] * len(wholes), "staff": list(wholes.values())})
    firms = pa.table(
        {
            "firm": [name for name, _, _ in PARTS],
            "year": [2024] * len(PARTS),
            "staff": [staff for _, staff, _ in PARTS],
            "zone": [zone for _, _, zone in PARTS],
        }
    )
    options = Options(members={"firm": firms})
    return {
        row["subject"]: row for row in breakdown(program, table, options, "firm", names or ["staff"]).rows()
    }


@pytest.mark.parametrize(
    ("whole", "rest", "label"),
    [
        (30, 0, ""),
        (31, 1, ""),  # two parts, half a unit each
        (29, -1, ""),
        (32, 2, "未分title"),
        (28, -2, "合计大于全部"),
        (None, None, "待补充：全部"),
    ],
)
def test_a_rest_beyond_rounding_is_not_divided(whole: float | None, rest: float | None, label: str):
    row = compared({"东区": whole})["东区"]
    assert (row["members"], row["known"], row["parts"]) == (2, 2, 30)
    assert (row["rest"], row["label"].replace("题", "title")) == (rest, label)


def test_a_missing_part_leaves_the_rest_unknown():
    row = compared({"西区": 40})["西区"]
    assert (row["members"], row["known"], row["parts"], row["rest"]) == (2, 1, 5, None)
    assert row["label"] == "待补充：1"


def test_parts_that_report_nothing_at_all():
    row = compared({"新区": 7})["新区"]
    assert (row["known"], row["rest"], row["label"]) == (0, 7, "未分题")


def test_what_neither_reports_is_left_out():
    assert compared({"新区": None, "别处": 5}) == {}


def test_a_variable_that_cannot_be_added_up():
    with pytest.raises(UsageError, match="hightech, nobody: no variable that can be added up; try: "):
        compared({"东区": 1}, ["nobody", "hightech"])


def test_a_subject_that_does_not_roll_up():
    program = members.program(formula="sum(firm.staff)", unit="人")
    with pytest.raises(UsageError, match="region does not roll up to zone; what does: firm"):
        breakdown(program, pa.table({"zone": ["a"]}), Options(), "region")
