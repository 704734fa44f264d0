"""A pack with an index of three indicators, its earlier version, and a table of two years."""

from pathlib import Path

import pytest

PACK = """\
pack: {name}
family: ranking
title: {{zh: 园区指数, en: zone index}}
subject: zone
subjects: {{zone: {{title: {{zh: 园区, en: zone}}, id: [zone]}}}}
variables:
  revenue: {{title: {{zh: 营业收入, en: revenue}}, unit: 万元}}
  firms: {{title: {{zh: 企业数, en: firms}}, unit: 家}}
  energy: {{title: {{zh: 能耗, en: energy}}, unit: 吨}}
index:
  strength:
    title: {{zh: 实力, en: strength}}
    methods: {{normalise: {{method: {method}}}, aggregate: {{method: arithmetic, min_share: "{least}"}}}}
    tree:
      - id: growth
        title: {{zh: 发展, en: growth}}
        weight: 2
        children:
          - {{id: revenue, title: {{zh: 收入, en: revenue}}, weight: {weight}, indicator: revenue}}
          - {{id: firms, title: {{zh: 企业, en: firms}}, weight: 1, indicator: firms}}
      - {{id: energy, title: {{zh: 能耗, en: energy}}, weight: 1, indicator: energy, direction: down}}
  bare:
    title: {{zh: 未公布, en: unpublished}}
    tree: [{{id: alone, title: {{zh: 收入, en: revenue}}, indicator: revenue}}]
    variants: {{equal: {{title: {{zh: 等权, en: equal weights}}}}}}
  parts:
    title: {{zh: 分项, en: parts}}
    total: false
    tree: [{{id: one, title: {{zh: 收入, en: revenue}}, indicator: revenue}}]
"""
TABLE = """\
zone,year,营业收入（万元）,企业数（家）,能耗（吨）
甲,2023,100,10,50
乙,2023,300,30,40
丙,2023,200,15,60
甲,2024,180,18,45
乙,2024,310,28,42
丙,2024,220,16,58
丁,2024,250,20,30
"""


def write_pack(folder: Path, name: str, *, method: str = "minmax", weight: int = 1, least: str = "1") -> str:
    """Write a version of the pack."""
    folder = folder / name
    folder.mkdir(parents=True)
    text = PACK.format(name=name, method=method, weight=weight, least=least)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def pack(tmp_path: Path) -> str:
    return write_pack(tmp_path, "zones-2024")


@pytest.fixture
def older(tmp_path: Path) -> str:
    return write_pack(tmp_path, "zones-2021", weight=3)


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "zones.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)
