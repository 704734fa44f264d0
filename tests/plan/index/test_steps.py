"""What a plan prints."""

from fractions import Fraction

from gaoxin.plan.index import (
    MARKS,
    Aggregate,
    Child,
    GroupColumn,
    Impute,
    Join,
    Normalise,
    Rank,
    ScaledLeaf,
    Screen,
    Tidy,
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


def test_joins() -> None:
    pair = (Child("a", 1), Child("b", 3))
    joins = (Join("g", pair, 4), Join("h", pair, 2), Join("i", (Child("c", None),), None))
    assert str(Aggregate(1, "arithmetic", joins)) == (
        "aggregate   level 1, arithmetic: g = (1·a + 3·b)/4; h = (1·a + 3·b)/4 where 2 of 4 are known; "
        "i has no score (weights unpublished: c)"
    )


def test_steps_have_names() -> None:
    names = [Screen((), 0).name, Impute("mean", (), "all", ()).name, Normalise("rank", (), "all").name]
    names += [Aggregate(2, "geometric", ()).name, Rank().name, Tidy(()).name]
    assert names == ["screen", "impute_mean", "normalise_rank", "level_2_geometric", "rank", "tidy"]


def test_each_mark_has_its_rule() -> None:
    assert all(word and rule for word, rule in MARKS.items())
    assert not any(";" in word for word in MARKS)
