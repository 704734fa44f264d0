"""Two versions of an index: each year by its own, and nothing is compared between them."""

from pathlib import Path

import pyarrow as pa
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.services.tables import program_of
from gaoxin.services.versions import index_by_version, same_index

PACK = """\
pack: set-YEAR
family: set
title: {zh: 指标体系, en: set}
subject: zone
subjects: {zone: {title: {zh: 园区, en: zone}, id: [zone]}}
variables:
  x: {title: {zh: 甲数, en: x}, unit: 件}
  y: {title: {zh: 乙数, en: y}, unit: 件}
index:
  i:
    title: {zh: 指数, en: index}
    methods: {normalise: {method: none}}
    tree:
      - {id: a, title: {zh: 甲, en: a}, weight: WEIGHT, indicator: x}
      - {id: b, title: {zh: 乙, en: b}, weight: 1, indicator: y}
"""
ROWS = pa.table(
    {"zone": ["甲"] * 3, "period": [2021, 2022, 2024], "甲数": [10, 20, 20], "乙数": [30, 40, 40]}
)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Program, Program, Program]:
    """Versions of 2021, 2022 with nothing changed, and 2024 with another weight."""
    made: list[Program] = []
    for year, weight in (("2021", "1"), ("2022", "1"), ("2024", "3")):
        folder = tmp_path / year
        folder.mkdir()
        text = PACK.replace("YEAR", year).replace("WEIGHT", weight)
        (folder / "pack.yaml").write_text(text, "utf-8")
        made.append(program_of(str(folder)))
    first, second, third = made
    return first, second, third


@pytest.mark.slow
def test_a_new_version_begins_a_new_series(versions: tuple[Program, Program, Program]):
    """20 and 40 are 30 at equal weights and 25 at three to one: no fall, but another calibre."""
    found = index_by_version(dict(zip((2021, 2022, 2024), versions, strict=True)), ROWS)
    totals = [row for row in found.rows() if row["node"] == "total"]
    assert [(row["period"], row["score"], row["pack"], row["comparable_since"]) for row in totals] == [
        (2021, 20, "set-2021", 2021),
        (2022, 30, "set-2022", 2021),
        (2024, 25, "set-2024", 2024),
    ]
    assert found.notices == ("口径变动,不可比: set-2022 → set-2024 (2024)",)


def test_versions_alike_are_one_series(versions: tuple[Program, Program, Program]):
    first, second, third = (version.pack for version in versions)
    assert same_index(first, second)
    assert same_index(first, first, "i")
    assert not same_index(second, third)
    assert not same_index(first, second, "other")


def test_without_a_year_there_is_nothing_to_compute():
    with pytest.raises(UsageError, match="no year is named"):
        index_by_version({}, ROWS)
