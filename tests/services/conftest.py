"""A small pack in a folder, and tables for it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

STANDARD = Path(__file__).resolve().parents[1] / "cli" / "standard"

Spoil = Callable[[str, str], Path]

PACK = """\
pack: small
family: small
title: {zh: 小包, en: a small pack}
subject: firm
status: verified
subjects:
  firm: {title: {zh: 企业, en: firm}, id: [firm, 企业编号], founded: born, belongs_to: {zone: zone}}
  zone: {title: {zh: 园区, en: zone}, id: [zone]}
variables:
  revenue: {title: {zh: 营业收入, en: revenue}, unit: 万元, min: 0}
  cost: {title: {zh: 研发费用, en: R&D}, unit: 万元}
  staff: {title: {zh: 职工数, en: staff}, unit: 人, min: 0}
  kind: {title: {zh: 类型, en: kind}, type: category, categories: [甲, 乙]}
  core: {title: {zh: 自有, en: core}, type: flag}
  born: {title: {zh: 成立日期, en: born}, type: date, constant: true}
  mark: {title: {zh: 评分, en: mark}, type: grade, grades: {A: [7, 8], B: [5, 6]}, max: 8, origin: jury}
  weight: {title: {zh: 权重, en: weight}, type: real}
  zone: {title: {zh: 所属园区, en: zone}, type: text}
indicators:
  intensity: {title: {zh: 强度, en: intensity}, formula: "total(cost, 2) / total(revenue, 2)", unit: "%"}
  doubled: {title: {zh: 两倍, en: doubled}, formula: 2 * cost, unit: 元}
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
            bands: [{when: staff >= 10, points: 2}]
            otherwise: 0
verdicts:
  able:
    title: {zh: 合格, en: able}
    all:
      - {id: C-1, title: {zh: 强度, en: intensity}, require: intensity >= 5%}
      - {id: C-2, title: {zh: 自有, en: core}, require: core}
      - {id: C-3, title: {zh: 得分, en: score}, require: score > 6, jury: true}
index:
  strength:
    title: {zh: 指数, en: index}
    methods: {normalise: {method: minmax}}
    tree:
      - {id: rd, title: {zh: 研发, en: R&D}, weight: 1/2, indicator: cost}
      - {id: people, title: {zh: 人, en: people}, weight: 1/2, indicator: staff}
  unweighted:
    title: {zh: 无权重, en: unweighted}
    methods: {normalise: {method: none}}
    variants: {assumed: {title: {zh: 暂定值(官方未公布), en: assumed}, weight: 1}}
    tree:
      - {id: rd, title: {zh: 研发, en: R&D}, weight: null, indicator: intensity, status: paraphrased}
"""


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., str]:
    """Give the function that writes the pack with its cases, and gives its folder."""

    def write(cases: str = "", pack: str = PACK) -> str:
        folder = tmp_path / "small"
        (folder / "tests").mkdir(parents=True, exist_ok=True)
        (folder / "pack.yaml").write_text(pack, encoding="utf-8")
        (folder / "tests" / "cases.yaml").write_text(cases or "[]", encoding="utf-8")
        return str(folder)

    return write


@pytest.fixture
def small(make: Callable[..., str]) -> str:
    """Give the folder of the pack."""
    return make()


@pytest.fixture
def spoilt(tmp_path: Path) -> Spoil:
    """Give the function that makes a copy of the small standard with one text in place of another."""

    def make(before: str, after: str) -> Path:
        folder = Path(shutil.copytree(STANDARD, tmp_path / "standard"))
        changed = 0
        for file in sorted(folder.rglob("*.yaml")):
            text = file.read_text("utf-8")
            changed += text.count(before)
            file.write_text(text.replace(before, after), "utf-8")
        assert changed == 1, before
        return folder

    return make
