"""An index under alternatives: what changes, what stays, and what cannot be."""

from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.measure.robust.alternatives import check, is_choice, labels, under
from gaoxin.spec import Uncertainty

TREAT = {"methods": ["winsorise", "log_shift"], "winmax": 5}


def choice(**given: Any):
    (found,) = Uncertainty.model_validate({"inputs": [{"id": "x", **given}]}).inputs
    assert is_choice(found)
    return found


def test_a_step_of_the_whole_index(index):
    found = under(index(), [(choice(vary="normalise", options=[{"method": "zscore", "sd": 2}]), 0)])
    assert found.methods.normalise.method == "zscore"
    assert found.tree == index().tree


def test_a_step_of_some_nodes(index):
    one = choice(vary="impute", options=[{"method": "none"}, {"method": "median"}], nodes=["b"])
    two = choice(vary="aggregate", options=[{"method": "geometric"}], nodes=["g", "total"])
    found = under(index(), [(one, 1), (two, 0)])
    assert [leaf.impute and leaf.impute.method for leaf in found.leaves()] == [None, "median", None, None]
    assert {f.node: f.aggregate.method for f in found.families()} == {
        "total": "geometric",
        "g": "geometric",
        "h": "arithmetic",
    }


def test_a_step_of_a_level(index):
    found = under(index(), [(choice(vary="aggregate", options=[{"method": "minimum"}], level=1), 0)])
    assert {f.node: f.aggregate.method for f in found.families()} == {
        "total": "arithmetic",
        "g": "minimum",
        "h": "minimum",
    }


def test_no_step_at_all(index):
    base = index(methods={"treat": TREAT, "screen": {"min_share": "0.5"}})
    found = under(
        base, [(choice(vary="treat", options=["none"]), 0), (choice(vary="screen", options=["none"]), 0)]
    )
    assert found.methods.treat is None
    assert found.methods.screen is None
    at_leaf = under(base, [(choice(vary="treat", options=["none"], nodes=["a"]), 0)])
    assert at_leaf.methods.treat is not None
    assert at_leaf.leaves()[0].treat == "none"


def test_the_limit_of_winsorising(index):
    base = index(methods={"treat": TREAT})
    every = under(base, [(choice(vary="winmax", options=[1, None]), 1)])
    assert every.methods.treat is not None
    assert every.methods.treat.winmax is None
    one = under(base, [(choice(vary="winmax", options=[2], nodes=["c"]), 0)])
    assert one.methods.treat.winmax == 5
    assert one.leaves()[2].treat.winmax == 2


def test_what_a_method_alone_reads_goes_with_it(index):
    base = index(methods={"normalise": {"method": "minmax"}}).model_dump(exclude_unset=True)
    base["tree"][2]["posts"] = (0, 10)
    base["tree"][2]["normalise"] = {"method": "goalposts"}
    other = choice(vary="normalise", options=[{"method": "rank"}], nodes=["d"])
    found = under(type(index()).model_validate(base), [(other, 0)])
    assert found.leaves()[3].posts is None


def test_labels(index):
    assert labels(choice(vary="winmax", options=[1, None])) == ["1", "no limit"]
    assert labels(choice(vary="normalise", options=[{"method": "zscore", "sd": 2}, {}])) == [
        "zscore, sd 2",
        "default",
    ]
    assert labels(choice(vary="treat", options=["none", TREAT])) == ["none", "winsorise log_shift, winmax 5"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"vary": "impute", "options": [{}], "nodes": ["z"]}, "x: z: .*no such node here; try: a, b, c, d"),
        ({"vary": "aggregate", "options": [{}], "nodes": ["a"]}, "no such node here; try: total, g, h"),
        ({"vary": "aggregate", "options": [{}], "level": 7}, r"level 7: .*levels \[1, 2\]"),
        ({"vary": "winmax", "options": [1]}, "nothing is winsorised there"),
    ],
)
def test_what_the_index_has_not(index, given: dict[str, Any], message: str):
    with pytest.raises(UsageError, match=message):
        check(index(), choice(**given))


def test_an_index_that_cannot_be(index):
    with pytest.raises(UsageError, match=r"x = goalposts: .*goalposts need `posts`"):
        under(index(), [(choice(vary="normalise", options=[{"method": "goalposts"}]), 0)])
