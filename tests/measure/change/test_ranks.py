"""The account of a change of rank."""

import pytest

from gaoxin.measure.change import Side, account, rank_account
from gaoxin.measure.change.account import Mixtures

from .conftest import panel_of, plan_of, score

TREE = {"total": {"a": 1, "b": 1}}


def ranks(rows, *, by_indicator: bool = True, **ways):
    side = Side(plan_of("ab", TREE, **ways), panel_of(rows))
    mixtures = Mixtures((side, side), (2023, 2024), score, "total")
    _, states = account(mixtures, "u")
    found = rank_account(mixtures, "u", states, by_indicator=by_indicator)
    return {(amount.part, amount.node, amount.detail): amount.amount for amount in found}


ROWS = {
    ("u", 2023): (4, 4),
    ("v", 2023): (5, 5),
    ("w", 2023): (6, 6),
    ("u", 2024): (9, 4),
    ("v", 2024): (5, 5),
    ("w", 2024): (3, 3),
}


def test_own_figures_and_the_others_by_hand():
    """u has 8 against 10 and 12: third; its new 13 is first among them; the old 8 is second of 10 and 6.

    Own: (-2 - 1)/2, the others: (-1 + 0)/2. Of its own figures a does all: -2 at first, and +1 when it alone
    moves back. Of the others a or b alone does nothing: w at (3, 6) is still before 8, at (6, 3) behind 13.
    """
    found = ranks(ROWS, method="goalposts", posts=(0, 10))
    assert found == {
        ("own", "a", "value"): -1.5,
        ("own", "total", "rest"): 0,
        ("peers", "total", "rest"): -0.5,
    }


def test_parts_alone():
    found = ranks(ROWS, method="goalposts", posts=(0, 10), by_indicator=False)
    assert found == {("own", "total", "undivided"): -1.5, ("peers", "total", "undivided"): -0.5}


@pytest.mark.parametrize("within", ["period", "all"])
def test_amounts_sum_to_the_change_of_rank(within: str):
    found = ranks(ROWS, within=within)
    assert sum(found.values()) == pytest.approx(-2, abs=1e-12)
