"""What a plan prints."""

from fractions import Fraction

from gaoxin.plan.index import (
    Aggregate,
    GroupColumn,
    Impute,
    Normalise,
    Rank,
    ScaledLeaf,
    Screen,
    Tidy,
    Treat,
)


def test_each_step_is_one_line_with_its_nodes() -> None:
    leaves = (ScaledLeaf("1.1"), ScaledLeaf("1.2", down=True))
    posts = ScaledLeaf("2.1", posts=(Fraction(0), Fraction(1, 3)))
    group = GroupColumn("g_region", "region")
    printed = {
        Screen(("1.1", "1.2"), 2): "screen      rows with fewer than 2 of 2 indicators known",
        Impute("mean", (), "all", ("1.1",)): "impute      mean, over all periods: 1.1",
        Impute(
            "group_mean", (group,), "period", ("1.1",)
        ): "impute      group_mean of region, within each period: 1.1",
        Normalise(
            "minmax", leaves, "period"
        ): "normalise   minmax, 0 to 100, within each period: 1.1, 1.2 (down)",
        Normalise(
            "goalposts", (posts,), "period"
        ): "normalise   goalposts, 0 to 100, cut at the posts: 2.1[0, 1/3]",
        Normalise(
            "zscore", leaves[:1], "all"
        ): "normalise   zscore, mean 0, deviation 1, over all periods: 1.1",
        Normalise("none", leaves[:1], "all"): "normalise   none, the figures themselves: 1.1",
        Normalise("rank", leaves[:1], "period"): "normalise   rank, 1 is the worst, within each period: 1.1",
        Normalise("base_period", leaves[:1], "all", base=2010, chained=False): (
            "normalise   base_period, 2010 = 100, direct: 1.1"
        ),
        Rank(): "rank        1 is the best, in each period, ties to 12 digits of the node's scale",
        Tidy(()): "tidy        ",
    }
    for step, line in printed.items():
        assert str(step) == line


def test_steps_have_names() -> None:
    names = [Screen((), 0).name, Impute("mean", (), "all", ()).name, Normalise("rank", (), "all").name]
    names += [Aggregate(2, "geometric", ()).name, Rank().name, Tidy(()).name]
    assert names == ["screen", "impute_mean", "normalise_rank", "level_2_geometric", "rank", "tidy"]


def test_screening_and_filling() -> None:
    assert str(Screen(("a", "b"), None, Fraction(1, 20))) == (
        "screen      rows with a share of known figures other than 0 below 0.05"
    )
    assert str(Impute("peer_mean", (), "all", ("a",), peers=5)) == (
        "impute      peer_mean, 5 nearest, in each period: a"
    )
    assert str(Impute("last", (), "all", ("a",), years=2)) == "impute      last, at most 2 years back: a"
    assert str(Impute("linear", (), "all", ("a",), ends="hold")) == "impute      linear, the ends held: a"


def test_treatment() -> None:
    step = Treat(("winsorise", "boxcox"), ("a",), "all", both=True, combine=True, winmax=None)
    assert str(step) == (
        "treat       winsorise (no limit) and then boxcox (searched), until |skew| < 2 and kurtosis < 3.5, "
        "over all periods: a"
    )
    mirrored = Treat(("log_shift",), ("a",), "period", rule="always", mirror=True)
    assert str(mirrored) == (
        "treat       log_shift (+0.01 of the range, mirrored), always, within each period: a"
    )
    assert step.name == "treat_winsorise"
