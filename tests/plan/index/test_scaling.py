"""What the step of normalising prints."""

from fractions import Fraction

import pytest

from gaoxin.plan.index import GroupColumn, Normalise, ScaledLeaf

X = (ScaledLeaf("x"),)
BY = (GroupColumn("g_stage", "stage"), GroupColumn("g_sector", "sector"))


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Normalise("minmax", X, "all", by=BY), "minmax, 0 to 100, over all periods of stage × sector: x"),
        (
            Normalise("percentile_rank", X, "period", ties="average", times=Fraction(100)),
            "percentile_rank, ties share the average, times 100, within each period: x",
        ),
        (Normalise("minmax", X, 2020, by=BY), "minmax, 0 to 100, as of 2020 of stage × sector: x"),
        (
            Normalise("ratio_to_reference", X, "period", reference="EU", times=Fraction(100)),
            "ratio_to_reference, to EU, times 100: x",
        ),
        (Normalise("borda", X, "period"), "borda, 0 is the worst, within each period: x"),
        (Normalise("distance_to_max", X, "all"), "distance_to_max, times 1, over all periods: x"),
        (
            Normalise("distance_to_reference", X, "period", reference="EU", cap=True),
            "distance_to_reference, to EU, cut at it, times 1, within each period: x",
        ),
        (
            Normalise("distance_to_reference", (ScaledLeaf("x", target=Fraction(9)),), "all"),
            "distance_to_reference, to the target, times 1, over all periods: x[9]",
        ),
        (
            Normalise("share_of_max", X, "period", turn="negate"),
            "share_of_max, times 1, within each period, minus the figure where less is better: x",
        ),
        (
            Normalise(
                "bands", (ScaledLeaf("x", bands=((None, Fraction(1)), (Fraction(5), Fraction(3)))),), "all"
            ),
            "bands, points from where a band begins: x[..: 1, 5: 3]",
        ),
    ],
)
def test_lines(step: Normalise, line: str) -> None:
    assert str(step) == f"normalise   {line}"
    assert step.name == f"normalise_{step.method}"
