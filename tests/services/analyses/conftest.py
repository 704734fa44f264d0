"""A small index of two groups, as a pack, and a table of four units over two years."""

from pathlib import Path

import pyarrow as pa
import pytest

PACK = """
pack: lab-2024
family: lab
title: {zh: 小指数, en: small index}
document: {title: 小指数}
in_force: {from: 2020-01-01}
subject: area
status: verified
subjects:
  area:
    title: {zh: 园区, en: area}
    id: [name]
variables:
  a: {title: {zh: 甲, en: a}}
  b: {title: {zh: 乙, en: b}}
  c: {title: {zh: 丙, en: c}}
index:
  main:
    title: {zh: 指数, en: index}
    tree:
      - id: g
        title: {zh: 组, en: group}
        weight: 3
        children:
          - {id: a, title: {zh: 甲, en: a}, weight: 1, indicator: a}
          - {id: b, title: {zh: 乙, en: b}, weight: 1, indicator: b}
      - {id: c, title: {zh: 丙, en: c}, weight: 1, indicator: c}
  flat:
    title: {zh: 分项, en: parts}
    total: false
    tree:
      - {id: a, title: {zh: 甲, en: a}, weight: 1, indicator: a}
      - {id: b, title: {zh: 乙, en: b}, weight: 1, indicator: b}
"""
FIGURES = {
    2023: {"甲": (0, 0, 10), "乙": (5, 10, 0), "丙": (10, 5, 5), "丁": (2, 4, 1)},
    2024: {"甲": (0, 0, 10), "乙": (10, 10, 0), "丙": (5, None, 5), "丁": (2, 4, 1)},
}


@pytest.fixture
def lab(tmp_path: Path) -> str:
    """Give the folder of the pack."""
    folder = tmp_path / "lab-2024"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    return str(folder)


@pytest.fixture
def table() -> pa.Table:
    """Give the figures."""
    rows = [(name, year, *cells) for year, units in FIGURES.items() for name, cells in units.items()]
    return pa.table(
        dict(zip(("name", "year", "a", "b", "c"), map(list, zip(*rows, strict=True)), strict=True))
    )
