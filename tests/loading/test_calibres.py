"""Breaks of a sound pack load; what is at fault in one is provoked by the folders of `bad/`."""

from pathlib import Path

from gaoxin.loading.library import Library

GOOD = Path(__file__).parent / "good"
PACK = """pack: example-2024
family: example
title: {zh: 例, en: example}
subject: firm
needs: [words]
sources:
  doc: {title: 例}
variables:
  old: {title: {zh: 旧, en: old}, unit: 千元}
  money:
    title: {zh: 新, en: new}
    unit: 万元
    breaks: [{from: 2023, why: {zh: 例, en: example}, source: doc, comparable: old}]
indicators:
  rise: {title: {zh: 增长, en: growth}, formula: growth(money), unit: "%"}
"""


def test_a_comparable_series_may_have_another_unit_of_the_same_kind(tmp_path: Path):
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    program = Library((GOOD,)).program(str(folder))
    (found,) = program.variables["money"].breaks
    assert (found.since, found.comparable, found.source) == (2023, "old", "doc")
