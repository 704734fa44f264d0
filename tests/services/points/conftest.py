"""A small score sheet of every kind of item, and tables to score."""

from typing import Any

import pyarrow as pa
import pytest

from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.spec import Pack

T = {"zh": "题", "en": "title"}
VARIABLES = {
    "a": {"unit": "件", "digits": 6},
    "b": {"unit": "万元", "decimals": 2, "digits": 9},
    "x": {"type": "real"},
    "fines": {"unit": "件", "digits": 6},
    "stage": {"type": "category", "categories": ["初创期", "成长期"]},
    "sector": {"type": "text"},
    "mark": {"type": "grade", "grades": {"A": [7, 8], "B": [5, 5]}, "max": 8},
}


class Sheets:
    """Programs of one score sheet `s`, and tables of its variables."""

    @staticmethod
    def program(groups: list[dict[str, Any]], **more: Any) -> Program:
        """A program with the sheet."""
        pack = {
            "pack": "test-1",
            "family": "test",
            "title": T,
            "subject": "firm",
            "subjects": {"firm": {"title": T, "id": ["firm"]}},
            "variables": {name: {"title": T, **spec} for name, spec in VARIABLES.items()},
            "points": {"s": {"title": T, "groups": groups, **more}},
        }
        builder = Builder(Pack.model_validate(pack), {})
        built = builder.build()
        assert not builder.faults, builder.faults
        return built

    @staticmethod
    def group(*items: dict[str, Any], name: str = "g", **more: Any) -> dict[str, Any]:
        """A group of items."""
        return {"id": name, "title": T, "items": [{"title": T, **item} for item in items], **more}

    @staticmethod
    def table(**columns: list[Any]) -> pa.Table:
        """A table of firms named 1, 2, 3 and so on."""
        rows = len(next(iter(columns.values())))
        return pa.table({"firm": [str(n) for n in range(1, rows + 1)], **columns})


@pytest.fixture
def sheets() -> type[Sheets]:
    """Programs of one score sheet, and tables."""
    return Sheets
