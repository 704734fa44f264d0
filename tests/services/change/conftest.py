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


FIRMS_PACK = """\
pack: zone-figures
family: zone_figures
title: {zh: 园区数据, en: zone figures}
sources: {test: {title: 测试}}
subject: zone
subjects:
  zone: {title: {zh: 园区, en: zone}, id: [zone]}
  firm:
    title: {zh: 企业, en: firm}
    id: [firm]
    name: firm_name
    belongs_to: {zone: zone_of}
variables:
  zone_of: {title: {zh: 所在园区, en: zone}, type: text}
  firm_name: {title: {zh: 企业名称, en: name}, type: text}
  revenue: {title: {zh: 营业收入, en: revenue}, unit: 万元}
  rd: {title: {zh: 研发费用, en: R&D}, unit: 万元}
  output:
    title: {zh: 工业产值, en: output}
    unit: 万元
    breaks: [{from: 2024, comparable: output_new, why: {zh: 新口径, en: new calibre}, source: test}]
  output_new: {title: {zh: 工业产值（可比）, en: comparable output}, unit: 万元}
  staff:
    title: {zh: 从业人员, en: staff}
    unit: 人
    breaks: [{from: 2024, why: {zh: 新口径, en: new calibre}, source: test}]
indicators:
  total_revenue:
    {title: {zh: 营业收入合计, en: total}, formula: sum(firm.revenue), unit: 万元, coverage: "1/2"}
  intensity: {title: {zh: 研发强度, en: intensity}, formula: sum(firm.rd) / sum(firm.revenue), unit: "%"}
  total_output: {title: {zh: 工业产值合计, en: total output}, formula: sum(firm.output), unit: 万元}
  total_staff: {title: {zh: 从业人员合计, en: total staff}, formula: sum(firm.staff), unit: 人}
"""
ZONES = "zone,year\n高新区,2023\n高新区,2024\n"
FIRMS = """\
firm,year,zone_of,firm_name,revenue,rd,output,output_new,staff
A,2023,高新区,甲公司,100.0001,5,50,40,10
B,2023,高新区,乙公司,300,9,60,66,20
C,2023,高新区,丙公司,50,1,10,10,5
A,2024,高新区,甲公司,130.5,6,55,,11
B,2024,高新区,乙公司,280,9,60,,22
D,2024,高新区,丁公司,70,4,20,,6
"""


@pytest.fixture
def zone_pack(tmp_path: Path) -> str:
    folder = tmp_path / "zone-figures"
    folder.mkdir()
    (folder / "pack.yaml").write_text(FIRMS_PACK, encoding="utf-8")
    return str(folder)


@pytest.fixture
def zones(tmp_path: Path) -> str:
    path = tmp_path / "all-zones.csv"
    path.write_text(ZONES, encoding="utf-8")
    return str(path)


@pytest.fixture
def firms(tmp_path: Path) -> str:
    path = tmp_path / "firms.csv"
    path.write_text(FIRMS, encoding="utf-8")
    return str(path)
