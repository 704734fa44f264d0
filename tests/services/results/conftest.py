"""A small zone: three firms and two zones, as tables for people and as typed tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table, Task
from gaoxin.formula.program import Program
from gaoxin.intake import bind, open_table
from gaoxin.plan.binding import Source, SourceColumn, Storage
from gaoxin.report.run import TABLES
from gaoxin.services.results import Basis, Written, write_tables
from gaoxin.services.tables import program_of

PACK = """\
pack: small
family: small
title: {zh: 小包, en: a small pack}
subject: firm
status: verified
subjects:
  firm: {title: {zh: 企业, en: firm}, id: [firm], name: called, founded: born, belongs_to: {zone: zone}}
  zone: {title: {zh: 园区, en: zone}, id: [zone]}
variables:
  called: {title: {zh: 名称, en: name}, type: text}
  revenue: {title: {zh: 营业收入, en: revenue}, unit: 万元, min: 0}
  cost: {title: {zh: 研发费用, en: R&D}, unit: 万元, min: 0}
  staff: {title: {zh: 职工数, en: staff}, unit: 人, min: 0}
  core: {title: {zh: 自有, en: core}, type: flag}
  born: {title: {zh: 成立日期, en: born}, type: date, constant: true}
  mark: {title: {zh: 评分, en: mark}, type: grade, grades: {A: [7, 8], B: [5, 6]}, max: 8, origin: jury}
  zone: {title: {zh: 所属园区, en: zone}, type: text}
indicators:
  intensity: {title: {zh: 强度, en: intensity}, formula: "cost / revenue", unit: "%"}
  growth: {title: {zh: 增长, en: growth}, formula: growth(revenue), unit: "%", status: assumed}
points:
  score:
    title: {zh: 得分, en: score}
    max: 10
    groups:
      - id: all
        title: {zh: 全部, en: all}
        max: 10
        items:
          - {id: jury, title: {zh: 评, en: jury}, max: 8, grade: mark}
          - id: size
            title: {zh: 规模, en: size}
            max: 2
            bands: [{when: staff >= 10 人, points: 2}]
            otherwise: 0
verdicts:
  able:
    title: {zh: 合格, en: able}
    all:
      - {id: C-1, title: {zh: 强度, en: intensity}, require: intensity >= 4%}
      - {id: C-2, title: {zh: 自有, en: core}, require: core}
      - {id: C-3, title: {zh: 得分, en: score}, require: score > 6, jury: true}
      - {id: C-4, title: {zh: 增长, en: growth}, require: growth >= 0%, applies: staff >= 5 人}
"""
ZONES = """\
pack: zones
family: zones
title: {zh: 园区包, en: a pack of zones}
subject: zone
needs: [small]
indicators:
  firms_revenue: {title: {zh: 企业收入, en: revenue of firms}, formula: sum(firm.revenue), unit: 万元}
index:
  strength:
    title: {zh: 指数, en: index}
    methods: {normalise: {method: none}}
    tree:
      - {id: money, title: {zh: 收入, en: revenue}, weight: 3, indicator: firms_revenue}
      - {id: people, title: {zh: 人, en: people}, weight: 1, indicator: staff}
  product:
    title: {zh: 几何, en: product}
    methods: {normalise: {method: none}, aggregate: {method: geometric}}
    tree:
      - {id: money, title: {zh: 收入, en: revenue}, weight: 3, indicator: firms_revenue}
      - {id: people, title: {zh: 人, en: people}, weight: 1, indicator: staff}
"""
HEADS = (
    "firm",
    "年度",
    "名称",
    "营业收入（万元）",
    "研发费用（万元）",
    "职工数（人）",
    "自有",
    "成立日期",
    "评分",
    "所属园区",
)
FIRMS: list[tuple[Any, ...]] = [
    ("甲", 2023, "甲公司", "1000", "40", "10", "是", "2010-01-01", "A", "东区"),
    ("甲", 2024, "甲公司", "1250.5", "50.02", "10", "是", "2010-01-01", "A", "东区"),
    ("乙", 2024, "乙公司", "1000", "39.996", "4", "是", "2010-01-01", "A", "东区"),
    ("丙", 2024, "丙公司", "500", None, "3", "否", "2010-01-01", None, "西区"),
]
ZONE_HEADS = ("zone", "年度", "职工数（人）")
ZONE_ROWS: list[tuple[Any, ...]] = [("东区", 2024, "100"), ("西区", 2024, "20")]


def for_people(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pa.Table:
    """A table of texts, as people give them."""
    return pa.table({head: [row[n] for row in rows] for n, head in enumerate(heads)})


def typed_table(engine: DuckDB, program: Program, kind: str, given: pa.Table) -> Table:
    """The stored columns of a table, through its headings."""
    source = open_table(given)
    table = Table(source, bind(source, program.variables, program.subjects[kind]))
    keys = sorted(set(given.column(0).to_pylist()))
    cells = engine.cells(Task(table), "subject", keys)
    heads = [SourceColumn(n, n, k, Storage("other")) for k, n in enumerate(cells.column_names, 1)]
    return Table(Source(kind, tuple(heads), table=cells))


@dataclass(frozen=True)
class Small:
    """What was written of the small zone, and what it was written from."""

    folder: Path
    packs: dict[str, str]
    programs: list[Program]
    written: Written

    def rows(self, name: str, **wanted: object) -> list[dict[str, Any]]:
        """The rows of a table with some values."""
        table = pq.read_table(self.folder / "tables" / f"{name}.parquet")
        assert table.schema.equals(TABLES[name])
        return [row for row in table.to_pylist() if all(row[k] == v for k, v in wanted.items())]


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the folders of the two packs, side by side."""
    home = tmp_path_factory.mktemp("packs")
    for name, text in (("small", PACK), ("zones", ZONES)):
        (home / name).mkdir()
        (home / name / "pack.yaml").write_text(text, encoding="utf-8")
    return {name: str(home / name) for name in ("small", "zones")}


@pytest.fixture(scope="session")
def build(packs: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Small]:
    """Give the function that writes tables of firms and zones."""

    def write(
        firms: list[tuple[Any, ...]] = FIRMS,
        heads: tuple[str, ...] = HEADS,
        zones: list[tuple[Any, ...]] = ZONE_ROWS,
        **settings: Any,
    ) -> Small:
        programs = [program_of(folder) for folder in packs.values()]
        with DuckDB() as engine:
            tables = {
                "firm": typed_table(engine, programs[0], "firm", for_people(heads, firms)),
                "zone": typed_table(engine, programs[1], "zone", for_people(ZONE_HEADS, zones)),
            }
            chosen = settings.pop("kinds", tables)
            basis = Basis(programs, {kind: tables[kind] for kind in chosen}, **settings)
            folder = tmp_path_factory.mktemp("run")
            return Small(folder, packs, programs, write_tables(folder, basis, engine))

    return write


@pytest.fixture(scope="session")
def small(build: Callable[..., Small]) -> Small:
    """Give the tables of the small zone."""
    return build()
