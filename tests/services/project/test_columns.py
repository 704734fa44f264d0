"""Templates hold what the packs read, once each."""

from datetime import date

import pytest

from gaoxin.loading.library import installed
from gaoxin.services.project.columns import Form, forms


@pytest.fixture(scope="module")
def form() -> Form:
    library = installed()
    return forms([library.program(name, date(2025, 1, 1)) for name in ("hnte-2016", "tech-sme-2017")])[
        "enterprise"
    ]


def test_the_name_and_the_founding_come_first(form: Form):
    assert [column.variable for column in form.columns[:2]] == ["enterprise_name", "founded_on"]
    assert form.identifier == "统一社会信用代码"
    assert form.headings[2] == form.columns[0].heading


def test_a_variable_of_two_packs_is_one_column(form: Form):
    names = [column.variable for column in form.columns]
    assert len(names) == len(set(names))
    founded = form.columns[1]
    assert sorted(set(founded.packs)) == ["hnte-2016", "tech-sme-2017"]


def test_units_stand_in_headings(form: Form):
    heads = {column.variable: column.heading for column in form.columns}
    assert heads["sales_revenue"] == "销售收入（万元）"
    assert "（" not in heads["founded_on"]


@pytest.mark.slow
def test_a_board_asks_for_the_figures_it_rolls_up():
    made = forms([installed().program("ecosystem-2020", date(2025, 1, 1))])
    assert list(made) == ["enterprise", "zone"]
    assert made["enterprise"].columns
