"""Other rows worked out once: the same figures as by going through all rows, while one row moves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.formula.beside import Beside
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Figure, Program
from gaoxin.formula.values import Value
from tests.agreement import language as lang
from tests.agreement.single import program

VARIABLES: dict[str, dict[str, Any]] = {
    "income": {"unit": "元", "min": 0},
    "cost": {"unit": "元", "min": 0},
    "sector": {"type": "category", "categories": ["甲", "乙"]},
    "score": {"type": "real"},
}
FORMULAS = [
    "rank(income)", "rank(income, 'asc', sector)", "top_share(income, sector)", "percentile_rank(income)",
    "percentile_rank(cost / income, 'asc', sector)", "share_of(income, sector)", "mean_over(cost) / 1 元",
    "min_over(cost, sector) / 1 元", "max_over(cost) / 1 元", "rank(rank(cost) + income / 1 元)",
]  # fmt: skip
ROW = st.tuples(st.none() | st.integers(0, 5), st.integers(0, 5), st.none() | st.sampled_from(["甲", "乙"]))


def built(*formulas: str) -> Program:
    figures = {f"f{n}": {"title": lang.T, "formula": f, "unit": "1"} for n, f in enumerate(formulas)}
    return program({"indicators": figures}, VARIABLES)


ALL = built(*FORMULAS)


def world(rows: list[tuple[int | None, int, str | None]]) -> World:
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for n, (income, cost, sector) in enumerate(rows):
        amount = None if income is None else Fraction(income)
        found[(f"f{n}", 2024)] = {"income": amount, "cost": Fraction(cost), "sector": sector}
        found[(f"f{n}", 2023)] = {"income": Fraction(99), "cost": Fraction(99), "sector": "甲"}
    return World(found)


def values(evaluator: Evaluator) -> list[Value]:
    made = [item for item in evaluator.program.items.values() if isinstance(item, Figure)]
    return [evaluator.value(item.tree) for item in made]


@pytest.mark.slow
@given(st.lists(ROW, min_size=1, max_size=8), ROW)
def test_as_by_going_through_all_rows(
    rows: list[tuple[int | None, int, str | None]], moved: tuple[int | None, int, str | None]
):
    beside = Beside(Evaluator(ALL, world(rows), "f0", 2024))
    assert values(beside.moving()) == values(beside.evaluator)
    after = world([moved, *rows[1:]])
    quick = Evaluator(ALL, World(after.rows, beside=beside), "f0", 2024)
    assert values(quick) == values(Evaluator(ALL, after, "f0", 2024))


@pytest.mark.parametrize(("formula", "covered"), [("rank(income)", True), ("rank(score)", False)])
def test_doubles_are_left_to_the_rows(formula: str, covered: bool):
    made = built(formula)
    rows: dict[tuple[str, int], dict[str, Value]] = {
        ("f0", 2024): {"income": Fraction(1), "score": 1.0},
        ("f1", 2024): {"income": Fraction(2), "score": 2.0},
    }
    beside = Beside(Evaluator(made, World(rows), "f0", 2024))
    figure = made.items["test.f0"]
    assert isinstance(figure, Figure)
    assert beside.covers(figure.tree, Fraction(1)) is covered  # type: ignore[arg-type]
    assert values(beside.moving()) == [2]
