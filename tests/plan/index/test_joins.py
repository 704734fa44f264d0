"""What the step of aggregating prints."""

from fractions import Fraction

import pytest

from gaoxin.plan.index import Aggregate, Case, Child, Join

PAIR = (Child("a", 1), Child("b", 3))
CASES = (Case("young", (1, 1), 2), Case("grown", (None, None), None))


@pytest.mark.parametrize(
    ("join", "line"),
    [
        (Join("g", PAIR, 4), "g = (1·a + 3·b)/4"),
        (Join("g", PAIR, 2), "g = (1·a + 3·b)/4 where 2 of 4 are known"),
        (Join("g", PAIR, 1, counted=True), "g = (1·a + 3·b)/4 where 1 of 2 children are known"),
        (Join("g", PAIR, 2, counted=True), "g = (1·a + 3·b)/4"),
        (
            Join("g", (Child("c", None), Child("d", 2)), None),
            "g has no score (weights unpublished: c, 2·d)",
        ),
        (Join("g", PAIR, 2, weigh="pca"), "g = pca(a, b)"),
        (
            Join("g", PAIR, 1, weigh="critic", min_share=Fraction(1, 2)),
            "g = critic(a, b) where 0.5 of the weight is known",
        ),
        (
            Join("g", PAIR, None, cases=CASES),
            "g = (1·a + 1·b)/2 for young; no score for grown (weights unpublished)",
        ),
    ],
)
def test_joins(join: Join, line: str) -> None:
    assert str(join) == line


def test_the_exponent_is_in_line_and_name() -> None:
    step = Aggregate(2, "power_mean", (Join("g", PAIR, 4),), Fraction(-1, 2))
    assert str(step) == "aggregate   level 2, power_mean (p = -0.5): g = (1·a + 3·b)/4"
    assert step.name == "level_2_power_mean__0_5"
    assert Aggregate(2, "power_mean", (), Fraction(1, 2)).name != step.name
