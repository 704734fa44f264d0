"""Workbooks as a test reads them."""

from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Give every sheet of a workbook with its rows."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def records(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Give the rows of a sheet by its headings."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
