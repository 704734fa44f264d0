"""The zone says what its enterprises add up to."""

from decimal import Decimal

import pytest

from gaoxin.services.demo.drawing import Drawn, draw
from gaoxin.services.demo.spec import Demo
from gaoxin.services.synthetic_reading import examples

from .conftest import FEW


def test_sizes(drawn: tuple[Drawn, Drawn]):
    firms, zones = drawn
    assert (firms.kind, zones.kind) == ("enterprise", "zone")
    assert len(set(firms.columns["subject"])) == FEW
    assert len(set(zones.columns["subject"])) == 8


@pytest.mark.slow
def test_no_fewer_than_the_specials(demo: Demo):
    firms, _ = draw(examples(), demo, 1)
    assert len(set(firms.columns["subject"])) == len(firms.recipe.spec.specials)


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_first_zone_is_the_sum_of_its_enterprises(year: int, demo: Demo, drawn: tuple[Drawn, Drawn]):
    firms, zones = drawn
    own = zones.columns["subject"][0]
    at = zones.row(own, year)
    linked = zip(firms.columns[demo.own.link], firms.columns["period"], strict=True)
    mine = [n for n, key in enumerate(linked) if key == (own, year)]
    assert zones.columns["zone_enterprises"][at] == len(mine) > 20
    assert zones.columns["zone_hnte_count"][at] == sum(firms.columns["hnte_title"][n] for n in mine)
    for name, parts in demo.own.sums.items():
        whole = sum(Decimal(firms.columns[part][n] or 0) for part in parts for n in mine)
        assert zones.columns[name][at] == whole, name


def test_figures_that_go_by_the_sums_follow_them(drawn: tuple[Drawn, Drawn]):
    zones = drawn[1].columns
    for n in range(len(zones["subject"])):
        assert 0 < zones["zone_digital_revenue"][n] < zones["zone_revenue"][n]


def test_rows_and_specials(drawn: tuple[Drawn, Drawn]):
    firms, _ = drawn
    first = firms.recipe.spec.specials[0].name
    assert firms.special(first) == firms.columns["subject"][0]
    assert firms.row(firms.special(first), 2024) == 2
    with pytest.raises(StopIteration):
        firms.row("nobody", 2024)
