"""Making figures: each form by hand, gaps of one year and of all, years before founding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest

from gaoxin.services.synthetic_draws import CONTEXT, Draws
from gaoxin.services.synthetic_making import Maker, by_year
from gaoxin.services.synthetic_reading import Recipe, examples, read_recipe
from gaoxin.services.synthetic_spec import Synthetic

SEED = 7


@pytest.fixture(autouse=True)
def _context():
    with localcontext(CONTEXT):
        yield


def recipe(**variables: dict[str, Any]) -> Recipe:
    """Give the example with these figures only."""
    whole = read_recipe(examples())
    data = whole.spec.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    data |= {"variables": variables, "specials": [], "profiles": {}}
    return Recipe(Synthetic.model_validate(data), whole.variables, whole.subject)


def made(
    made_from: Recipe, number: int = 1, given: dict[tuple[str, int], Any] | None = None
) -> dict[int, Any]:
    wanted = list(made_from.spec.variables)
    return dict(Maker(made_from, SEED, None, wanted).rows(number, given))


def test_growth_runs_on_from_the_first_year():
    rows = made(recipe(sales_revenue={"draw": {"fixed": 100}, "growth": {"fixed": "10%"}, "decimals": 2}))
    assert [row["sales_revenue"] for row in rows.values()] == [Decimal(100), Decimal(110), Decimal(121)]


def test_a_share_less_another_figure():
    rows = made(
        recipe(
            total_assets={"draw": {"fixed": 100}},
            total_liabilities={"of": "total_assets", "times": {"fixed": "30%"}},
            net_assets={"of": "total_assets", "less": "total_liabilities"},
        )
    )
    assert [row["net_assets"] for row in rows.values()] == [70, 70, 70]


def test_a_share_may_grow_too():
    figures = recipe(
        sales_revenue={"draw": {"fixed": 100}},
        rd_expense={
            "of": "sales_revenue",
            "times": {"fixed": "10%"},
            "growth": {"fixed": "50%"},
            "decimals": 2,
        },
    )
    assert [row["rd_expense"] for row in made(figures).values()] == [10, 15, Decimal("22.5")]


def test_what_goes_by_nothing_is_nothing():
    figures = recipe(sales_revenue={"draw": {"fixed": 5}}, total_income={"of": "sales_revenue"})
    rows = made(figures, given={("sales_revenue", 2023): None})
    assert [row["total_income"] for row in rows.values()] == [5, None, 5]


def test_a_wobble_is_drawn_at_its_address():
    rows = made(recipe(sales_revenue={"draw": {"fixed": 100}, "wobble": "10%", "decimals": 4}))
    bell = Draws(SEED).bell(1, "sales_revenue", "wobble", 2023)
    assert rows[2023]["sales_revenue"] == (100 * (1 + Decimal("0.1") * bell)).quantize(Decimal("0.0001"))


def test_flags_need_what_they_name():
    rows = made(
        recipe(
            class1_ip_core={"draw": {"fixed": 2}, "growth": {"fixed": 1}},
            hnte_title={"chance": 1, "all": {"class1_ip_core": 4}},
            tech_sme_title={"chance": 1, "any": {"class1_ip_core": 9, "hnte_title": 1}},
        )
    )
    assert [row["hnte_title"] for row in rows.values()] == [False, True, True]
    assert [row["tech_sme_title"] for row in rows.values()] == [False, True, True]


def test_no_row_before_founding_and_age_in_full_years():
    figures = recipe(
        founded_on={"dates": ["2023-03-01", "2023-03-01"]},
        niche_years={"of": "age"},
        hnte_title={"chance": 0},
    )
    rows = made(figures)
    assert list(rows) == [2023, 2024]
    assert [row["niche_years"] for row in rows.values()] == [0, 1]
    assert rows[2023]["founded_on"] == date(2023, 3, 1)


@pytest.mark.parametrize("key", ["missing", "never"])
def test_gaps_come_as_often_as_said(key: str):
    maker = Maker(recipe(sales_revenue={"draw": {"fixed": 5}, key: "30%"}), SEED, None, ["sales_revenue"])
    found = [[row["sales_revenue"] is None for _, row in maker.rows(n, None)] for n in range(1, 1001)]
    share = sum(map(sum, found)) / 3000
    assert share == pytest.approx(0.3, abs=0.04)
    mixed = sum(0 < sum(years) < 3 for years in found)
    assert (mixed == 0) is (key == "never")


def test_a_subject_with_given_values_loses_no_cell():
    figures = recipe(sales_revenue={"draw": {"fixed": 5}, "missing": 1})
    assert [row["sales_revenue"] for row in made(figures).values()] == [None, None, None]
    assert [row["sales_revenue"] for row in made(figures, given={}).values()] == [5, 5, 5]


def test_a_year_holds_before_all_years():
    figures = recipe(sales_revenue={"draw": {"fixed": 5}})
    assert by_year(figures, {"sales_revenue@2023": 1, "sales_revenue": 2}) == {
        ("sales_revenue", 2022): 2,
        ("sales_revenue", 2023): 1,
        ("sales_revenue", 2024): 2,
    }
