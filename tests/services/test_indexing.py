"""An index that SQL has no step for runs on arrays, and its rows are written like any other."""

from pathlib import Path

import pytest

from gaoxin import api
from gaoxin.services import verbs

PACK = """\
pack: ranks
family: ranks
title: {zh: 排序, en: ranks}
subject: city
subjects: {city: {title: {zh: 城市, en: city}, id: [city]}}
variables:
  income: {title: {zh: 收入, en: income}, type: real, unit: "1"}
  green: {title: {zh: 绿地, en: green}, type: real, unit: "1"}
index:
  i:
    title: {zh: 指数, en: index}
    methods: {aggregate: {method: copeland}}
    tree:
      - {id: a, title: {zh: 收入, en: income}, weight: 60, indicator: income}
      - {id: b, title: {zh: 绿地, en: green}, weight: 35, indicator: green}
"""
# 甲 beats 乙 and 丙 in income, which weighs more; 乙 beats 丙: 2, 0 and -2.
TABLE = "city,income,green\n甲,3,1\n乙,2,2\n丙,1,3\n"


@pytest.fixture
def files(make, tmp_path: Path) -> tuple[str, Path]:
    """Give the pack and the table."""
    table = tmp_path / "cities.csv"
    table.write_text(TABLE, encoding="utf-8")
    return make(pack=PACK), table


def test_copeland_from_a_table(files: tuple[str, Path]):
    found = {(r["subject"], r["node"]): r for r in api.index(*files).rows()}
    assert [found[s, "total"]["score"] for s in "甲乙丙"] == [2, 0, -2]
    assert [found[s, "total"]["rank"] for s in "甲乙丙"] == [1, 2, 3]


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_its_rows_go_to_a_file(files: tuple[str, Path], tmp_path: Path, ending: str):
    assert verbs.index(*files, out=tmp_path / f"out.{ending}").rows == 9
    assert (tmp_path / f"out.{ending}").stat().st_size > 100


def test_weights_that_do_not_add_up_are_noticed(files: tuple[str, Path]):
    assert any("add up to 95, not 100" in notice for notice in api.index(*files).notices)


def test_its_sql_says_what_runs_elsewhere(files: tuple[str, Path]):
    said = api.sql(files[0])
    assert "-- aggregate copeland: all pairs of rows" in said
    assert "index_result" not in said
