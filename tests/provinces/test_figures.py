"""Figures of the provinces from the published file, against fractions taken from its text.

By hand for 2015 (R&D in 万元, from the file):
上海 9361438.6, of it basic 769482.5 (8.219703540009332 %), year before 8619548.9 (+8.607059471522923 %)
云南 1093569.6, of it basic 131731.8 (12.046037124660378 %), year before 859296.8 (+27.263315771686802 %)
西藏   31241.9, of it basic  12535.9 (40.12528047269852 %), year before 23519.3 (+32.83516091040124 %)
"""

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import gaoxin as gx

from .conftest import NATION, PACK, THREE

BY_HAND = {
    "上海": (8.219703540009332, 8.607059471522923),
    "云南": (12.046037124660378, 27.263315771686802),
    "西藏": (40.12528047269852, 32.83516091040124),
}
Read = Callable[[str, int, str], Fraction | None]


@pytest.fixture(scope="module")
def rows(file: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """Give the indicators of all years, from the file as it is."""
    found = gx.indicators(PACK, str(file)).rows()
    return {(row["subject"], row["period"]): row for row in found}


def test_the_pack_has_the_variables_of_the_file(shared: Path):
    with (shared / "data" / "provinces" / "variables.csv").open(encoding="utf-8-sig", newline="") as opened:
        listed = {row["variable"]: (row["title_zh"], row["unit"]) for row in csv.DictReader(opened)}
    own = gx.load_pack(PACK).pack.variables
    assert len(listed) == 24
    assert {name: (own[name].title.zh, own[name].unit) for name in listed} == listed


@pytest.mark.slow
def test_its_own_cases_hold():
    report = gx.test_pack(PACK)
    assert report.cases >= 6
    assert not report.failures


@pytest.mark.parametrize("province", THREE)
def test_shares_and_growth_by_hand(rows: dict[tuple[str, int], dict[str, Any]], province: str):
    row = rows[province, 2015]
    share, growth = BY_HAND[province]
    assert row["basic_share"] == pytest.approx(share, rel=1e-12)
    assert row["rd_growth"] == pytest.approx(growth, rel=1e-12)


def test_every_share_is_the_quotient_of_its_cells(rows: dict[tuple[str, int], dict[str, Any]], figure: Read):
    assert len(rows) == 32 * 14
    for (province, year), row in rows.items():
        basic, whole = figure(province, year, "rd_basic"), figure(province, year, "rd_expenditure")
        assert basic is not None
        assert whole is not None
        assert row["basic_share"] == pytest.approx(float(basic / whole * 100), rel=1e-12)


@pytest.mark.slow
def test_published_spending_agrees_with_reported_spending_in_all_years(file: Path, figure: Read):
    """亿元 with one decimal beside 万元: they differ by half of the last decimal at most."""
    found = gx.verdicts(PACK, str(file)).rows()
    for row in found:
        published = figure(row["subject"], row["period"], "rd_expenditure_published")
        reported = figure(row["subject"], row["period"], "rd_expenditure")
        assert reported is not None
        assert (published is None) == (row["period"] == 2010)
        if published is None:
            assert row["published"] == "unknown"
        else:
            assert abs(published - reported / 10000) <= Fraction(1, 20)
            assert row["published"] == "pass"


def test_published_intensity_agrees_with_what_can_be_derived(rows: dict[tuple[str, int], dict[str, Any]]):
    """The file has no GDP; spending and intensity leave an interval for it.

    From 2019 on the nation's statisticians compile the products of provinces too, and the parts make up the
    whole to 1 %. Before, as is well known, they exceeded it: by 10 % in 2011.
    """
    for year in range(2011, 2024):
        nation = rows[NATION, year]
        inside = [row for (province, when), row in rows.items() if when == year and province != NATION]
        low, high = sum(row["gdp_low"] for row in inside), sum(row["gdp_high"] for row in inside)
        assert nation["gdp_low"] < nation["gdp_high"]
        if year >= 2019:
            assert low < nation["gdp_high"]
            assert high > nation["gdp_low"] * 0.99
        else:
            assert low > nation["gdp_high"]
    first = rows[NATION, 2011]
    inside = [row["gdp_low"] for (p, when), row in rows.items() if when == 2011 and p != NATION]
    assert sum(inside) / first["gdp_low"] == pytest.approx(1.10, abs=0.01)


@pytest.mark.slow
def test_a_gap_is_unknown_and_not_zero(rows: dict[tuple[str, int], dict[str, Any]], file: Path, figure: Read):
    """2010 has no published intensity, the nation no fiscal figures before 2019, and 2009 is missing."""
    for province in (*THREE, NATION):
        assert rows[province, 2010]["gdp_low"] is None
        assert rows[province, 2010]["rd_growth"] is None
        assert rows[province, 2011]["rd_growth"] is not None
    assert rows[NATION, 2018]["science_share"] is None
    assert rows[NATION, 2019]["science_share"] is not None
    assert figure("北京", 2012, "rd_from_enterprises") is None
    names = ["rd_from_enterprises", "rd_from_government"]
    found = gx.indicators(PACK, str(file), names, periods=[2012]).rows()
    beijing = next(row for row in found if row["subject"] == "北京")
    assert beijing["rd_from_enterprises"] is None
    assert beijing["rd_from_government"] > 0


@pytest.mark.slow
def test_variables_come_out_as_the_file_has_them(file: Path, figure: Read):
    names = list(gx.load_pack(PACK).pack.variables)[1:]
    for row in gx.indicators(PACK, str(file), names, periods=[2016, 2017]).rows():
        for name in names:
            cell = figure(row["subject"], row["period"], name)
            assert row[name] == (None if cell is None else pytest.approx(float(cell), rel=1e-15))
