"""A pack of figures over firms, and the tables of zones and firms in two years."""

from pathlib import Path

import pytest

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
