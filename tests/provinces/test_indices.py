"""Indices over the provinces: 2010 = 100, and side by side. Tests only: provinces are not zones.

By hand, 2015 against 2010: rd_expenditure, rd_fte, invention_valid, and 1/2, 1/4, 1/4 of them
上海 194.3404105690488  127.30304108127334  293.5117225181395 -> 202.37389618437763
云南 247.5977864106334  175.30595956012772  324.5733788395904 -> 248.76872780524624
西藏 214.00760352090967  89.7537728355838   496.6666666666667 -> 253.60891163601747
By hand, 2015 between the least and the greatest of 31 (R&D 西藏 to 江苏, basic share 河南 to 西藏)
上海 51.889114066335615  16.640972110792163
云南 5.908047276337482   26.63795316113468
西藏 0                   100
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import gaoxin as gx

from .conftest import NATION, PACK, THREE

Read = Callable[[str, int, str], Fraction | None]
Scores = dict[tuple[str, int, str], Any]
DEVELOPMENT = {
    "上海": (194.3404105690488, 127.30304108127334, 293.5117225181395, 202.37389618437763),
    "云南": (247.5977864106334, 175.30595956012772, 324.5733788395904, 248.76872780524624),
    "西藏": (214.00760352090967, 89.7537728355838, 496.6666666666667, 253.60891163601747),
}
STRENGTH = {
    "上海": (51.889114066335615, 16.640972110792163),
    "云南": (5.908047276337482, 26.63795316113468),
    "西藏": (0.0, 100.0),
}


def scores(result: Any, of: str = "score") -> Scores:
    """Give one column of an index by subject, period and node."""
    return {(row["subject"], row["period"], row["node"]): row[of] for row in result.rows()}


@pytest.fixture(scope="module")
def development(file: Path) -> Scores:
    """Give the index with 2010 = 100."""
    return scores(gx.index(PACK, str(file), "development"))


def test_the_base_year_is_100(development: Scores):
    base = {score for (_, year, _), score in development.items() if year == 2010}
    assert base == {100.0}


@pytest.mark.parametrize("province", THREE)
def test_development_by_hand(development: Scores, province: str):
    found = [development[province, 2015, node] for node in ("rd", "fte", "valid", "total")]
    assert found == pytest.approx(list(DEVELOPMENT[province]), rel=1e-12)


def test_chaining_gives_the_quotient_to_the_base(development: Scores, figure: Read):
    for (province, year, node), score in development.items():
        if node == "rd":
            now, base = figure(province, year, "rd_expenditure"), figure(province, 2010, "rd_expenditure")
            assert now is not None
            assert base is not None
            assert score == pytest.approx(float(now / base * 100), rel=1e-12)


def test_a_gap_breaks_the_chain_and_stays_unknown(file: Path, figure: Read):
    """High-tech industry has no 2017: a chained index ends there, a direct one goes on in 2018."""
    found = scores(gx.index(PACK, str(file), "hightech"))
    for province in (*THREE, NATION):
        assert figure(province, 2017, "hightech_revenue") is None
        assert found[province, 2016, "revenue"] is not None
        assert found[province, 2017, "revenue"] is None
        assert found[province, 2017, "revenue_direct"] is None
        assert found[province, 2017, "total"] is None
        assert found[province, 2018, "revenue"] is None
        now, base = figure(province, 2018, "hightech_revenue"), figure(province, 2010, "hightech_revenue")
        assert now is not None
        assert base is not None
        assert found[province, 2018, "revenue_direct"] == pytest.approx(float(now / base * 100), rel=1e-12)
        assert found[province, 2018, "total"] == found[province, 2018, "revenue_direct"]


@pytest.fixture(scope="module")
def strength(parts: Any) -> Any:
    """Give the index of the provinces side by side."""
    return gx.index(PACK, parts, "strength", periods=[2015])


@pytest.mark.parametrize("province", THREE)
def test_strength_by_hand(strength: Any, province: str):
    found, ranks = scores(strength), scores(strength, "rank")
    hand = STRENGTH[province]
    got = [found[province, 2015, node] for node in ("rd", "basic", "total")]
    assert got == pytest.approx([*hand, sum(hand) / 2], rel=1e-12, abs=1e-12)
    totals = [score for (_, _, node), score in found.items() if node == "total"]
    assert len(totals) == 31
    assert ranks[province, 2015, "total"] == 1 + sum(score > got[2] for score in totals)
