"""Official statistics of 31 provinces and the nation, read from the folder of reference material."""

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

PACK = str(Path(__file__).parent / "pack")
NATION = "全国"
THREE = ("上海", "云南", "西藏")


@pytest.fixture(scope="session")
def file(shared: Path) -> Path:
    """Give the file of the statistics, or skip."""
    place = shared / "data" / "provinces" / "provinces.csv"
    if not place.is_file():
        pytest.skip(f"no statistics of the provinces at {place}")
    return place


@pytest.fixture(scope="session")
def cells(file: Path) -> list[dict[str, str]]:
    """Give the cells as the file writes them."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="session")
def figure(cells: list[dict[str, str]]) -> Callable[[str, int, str], Fraction | None]:
    """Give the function that reads one cell exactly, past all code under test."""
    found = {(row["province"], int(row["year"])): row for row in cells}

    def read(province: str, year: int, name: str) -> Fraction | None:
        text = found[province, year][name]
        return Fraction(text) if text else None

    return read


@pytest.fixture(scope="session")
def linked(cells: list[dict[str, str]]) -> Any:
    """Give the rows, texts as in the file, with the whole that each province is part of."""
    rows = [{k: v or None for k, v in row.items()} for row in cells]
    wholes = [None if row["province"] == NATION else NATION for row in rows]
    return pa.Table.from_pylist(rows).append_column("part_of", pa.array(wholes, pa.string()))


@pytest.fixture(scope="session")
def parts(linked: Any) -> Any:
    """Give the provinces without the nation."""
    return pa.Table.from_pylist([row for row in linked.to_pylist() if row["province"] != NATION])
