"""An index that SQL has no step for runs on arrays, and its rows are written like any other."""

from pathlib import Path

import pytest

from gaoxin import api
from gaoxin.base.errors import DataError
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


MEAN = """normalise: {method: minmax, low: 1}, aggregate: {method: geometric, min_share: 0}"""


def status(make, tmp_path: Path, methods: str, table: str) -> dict[tuple[str, str], str]:
    """Run the pack with other methods on a table; the words of each row."""
    file = tmp_path / "bad.csv"
    file.write_text(table, encoding="utf-8")
    found = api.index(make(pack=PACK.replace("aggregate: {method: copeland}", methods)), file).rows()
    assert not any(value != value for row in found for value in row.values()), "a NaN got through"
    return {(row["subject"], row["node"]): row["status"] for row in found}


@pytest.mark.parametrize("first", ["", "impute: {method: peer_mean, peers: 1}, "])
@pytest.mark.parametrize(
    ("methods", "table", "node", "words"),
    [
        (MEAN, "东城,3,1\n西城,3,2\n", "a", "unknown;constant"),
        (MEAN, "东城,3,1\n西城,3,2\n", "total", "reweighted"),
        (MEAN, "东城,3,1\n", "total", "unknown"),
        (MEAN, "东城,3,1\n", "a", "unknown;group of one"),
        (MEAN, "东城,,\n西城,,\n", "total", "unknown"),
        (MEAN, "东城,,1\n西城,,2\n", "total", "reweighted"),
        ("normalise: {method: minmax}, aggregate: {method: geometric}", "东城,3,1\n西城,4,2\n", "total",
         "unknown;not positive"),
        ("normalise: {method: distance_to_reference, reference: 南城}", "东城,3,1\n西城,4,2\n", "a",
         "unknown;reference unknown"),
        ("aggregate: {method: topsis}, normalise: {method: none}", "东城,3,1\n西城,3,1\n", "total",
         "unknown;constant"),
        ("weight: {method: critic}", "东城,3,1\n西城,4,2\n", "total", "unknown;weight undefined"),
    ],
)  # fmt: skip
def test_bad_input_has_a_word_on_both_engines(
    make, tmp_path: Path, first: str, methods: str, table: str, node: str, words: str
):
    """With `peer_mean`, which has no peers to take from here, the same runs on arrays."""
    found = status(make, tmp_path, first + methods, "city,income,green\n" + table)
    assert found["东城", node] == words


def test_a_subject_that_stands_twice_is_refused(make, tmp_path: Path):
    with pytest.raises(DataError, match="东城"):
        status(make, tmp_path, MEAN, "city,income,green\n东城,3,1\n东城,4,2\n")
