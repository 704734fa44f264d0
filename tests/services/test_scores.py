"""Scores side by side, and a pack that reads them: the ratio of two sub-indexes, and EU = 100."""

import csv
from pathlib import Path

import pytest

import gaoxin as gx
from gaoxin.cli.main import run

PACK = """
pack: sides-2024
family: sides
title: {zh: 两面, en: Two sides}
subject: country
subjects: {country: {title: {zh: 国家, en: country}, id: [country]}}
variables:
  spent: {title: {zh: 投入, en: spent}, type: real}
  gained: {title: {zh: 产出, en: gained}, type: real}
index:
  sides:
    title: {zh: 两面, en: Two sides}
    methods: {normalise: {method: none}}
    tree:
      - id: input
        title: {zh: 投入, en: input}
        weight: 1
        children: [{id: s, title: {zh: 投入, en: spent}, weight: 1, indicator: spent}]
      - id: output
        title: {zh: 产出, en: output}
        weight: 1
        children: [{id: g, title: {zh: 产出, en: gained}, weight: 1, indicator: gained}]
"""
SECOND = """
pack: ratio-2024
family: ratio
title: {zh: 效率, en: Efficiency}
subject: country
subjects: {country: {title: {zh: 国家, en: country}, id: [subject]}}
variables:
  total: {title: {zh: 总指数, en: overall}, type: real}
  given: {title: {zh: 投入, en: input side}, type: real, aliases: [input]}
  gained: {title: {zh: 产出, en: output side}, type: real, aliases: [output]}
indicators:
  efficiency: {title: {zh: 效率, en: efficiency}, formula: gained / given}
index:
  relative:
    title: {zh: 相对, en: relative}
    methods: {normalise: {method: ratio_to_reference, reference: EU, times: 100}}
    tree:
      - {id: overall, title: {zh: 总指数, en: overall}, weight: 1, indicator: total}
      - {id: ratio, title: {zh: 效率, en: ratio}, weight: 1, indicator: efficiency}
"""
COUNTRIES = "country,year,spent,gained\nEU,2023,10,5\nA,2023,20,16\nEU,2024,10,6\nA,2024,12,15\n"


@pytest.fixture
def packs(tmp_path: Path) -> tuple[str, str, Path]:
    for name, text in (("sides", PACK), ("ratio", SECOND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(text, encoding="utf-8")
    table = tmp_path / "countries.csv"
    table.write_text(COUNTRIES, encoding="utf-8")
    return str(tmp_path / "sides"), str(tmp_path / "ratio"), table


def test_an_index_on_an_index(packs: tuple[str, str, Path]) -> None:
    """In 2024 the totals are 8 and 13.5, the efficiencies 0.6 and 1.25."""
    first, second, table = packs
    scores = gx.index(first, table, periods=[2024]).scores()
    assert scores.table.column_names == ["subject", "period", "total", "input", "s", "output", "g"]
    assert [list(row.values())[:4] for row in scores.rows()] == [
        ["A", 2024, 13.5, 12],
        ["EU", 2024, 8, 10],
    ]
    found = {(r["subject"], r["node"]): r["score"] for r in gx.index(second, scores.table).rows()}
    assert found["EU", "overall"] == found["EU", "ratio"] == 100
    assert found["A", "overall"] == pytest.approx(13.5 / 8 * 100)
    assert found["A", "ratio"] == pytest.approx(1.25 / 0.6 * 100)


def test_as_a_file(packs: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    first, _, table = packs
    file = table.with_name("scores.csv")
    assert run(["index", first, str(table), "--scores", str(file)]) == 0
    assert "4 行得分" in capsys.readouterr().err
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(r["subject"], r["period"], r["total"]) for r in rows] == [
        ("A", "2023", "18.0"),
        ("A", "2024", "13.5"),
        ("EU", "2023", "7.5"),
        ("EU", "2024", "8.0"),
    ]


def test_without_years(packs: tuple[str, str, Path]) -> None:
    first, _, table = packs
    table.write_text("country,spent,gained\nA,1,2\n", encoding="utf-8")
    assert gx.index(first, table).scores().rows() == [
        {"subject": "A", "total": 1.5, "input": 1, "s": 1, "output": 2, "g": 2}
    ]
