"""From an index to its plan."""

from fractions import Fraction
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.plan.index import Aggregate, Impute, IndexPlan, Join, Normalise, Screen, Tidy, compile_index
from gaoxin.spec import Index

TITLE = {"zh": "例", "en": "example"}


def leaf(node: str, weight: Any = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": node,
        "title": TITLE,
        "weight": weight,
        "indicator": f"i_{node.lower().replace('.', '_')}",
        **more,
    }


def group(node: str, weight: Any, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": node, "title": TITLE, "weight": weight, "children": list(children), **more}


def make(*tree: dict[str, Any], **more: Any) -> Index:
    return Index.model_validate({"title": TITLE, "tree": list(tree), **more})


def joins(plan: IndexPlan) -> dict[str, Join]:
    return {join.node: join for step in plan.steps if isinstance(step, Aggregate) for join in step.joins}


def rows(plan: IndexPlan) -> dict[str, Any]:
    tidy = plan.steps[-1]
    assert isinstance(tidy, Tidy)
    return {row.node: row for row in tidy.rows}


TREE = (
    group("A", "60%", leaf("A.1", "0.8"), leaf("A.2", None)),
    group("B", "40%", leaf("B.1", 1), leaf("B.2", 1)),
)
VARIANTS = {"assumed": {"title": TITLE, "weight": "0.4"}}


def test_steps_in_order() -> None:
    plan = compile_index(
        make(*TREE, methods={"screen": {"min_share": "0.5"}, "impute": {"method": "mean"}}), "e"
    )
    names = [
        "screen",
        "impute_mean",
        "normalise_minmax",
        "level_1_arithmetic",
        "level_2_arithmetic",
        "rank",
        "tidy",
    ]
    assert [step.name for step in plan.steps] == names
    assert str(plan).count("\n") == 1 + len(plan.steps)


def test_same_index_same_plan() -> None:
    assert compile_index(make(*TREE), "e") == compile_index(make(*TREE), "e")


def test_columns_are_safe_and_apart() -> None:
    plan = compile_index(
        make(
            leaf("A.1"),
            leaf("a-1"),
            leaf("a_1"),
            methods={"impute": {"method": "group_mean", "by": "period"}},
        ),
        "e",
    )
    assert [item.column for item in plan.leaves] == ["n01_a_1", "n02_a_1", "n03_a_1"]
    assert [item.column for item in plan.groups] == ["g_period"]


@pytest.mark.parametrize(("share", "least"), [("0.5", 2), ("2/3", 2), ("0.67", 3), (0, 0), (1, 3)])
def test_screen_counts_exactly(share: Any, least: int) -> None:
    plan = compile_index(make(leaf("a"), leaf("b"), leaf("c"), methods={"screen": {"min_share": share}}), "e")
    step = plan.steps[0]
    assert isinstance(step, Screen)
    assert step.least == least


def test_weights_become_whole_numbers() -> None:
    plan = compile_index(
        make(leaf("a", "0.8"), leaf("b", "1.2"), leaf("c", "1/3"), aggregate={"min_share": "1/2"}), "e"
    )
    total = joins(plan)["total"]
    assert [child.weight for child in total.children] == [12, 18, 5]
    assert total.least == 18, "half of 35 is 17.5"
    assert [rows(plan)[node].share for node in "abc"] == [Fraction(12, 35), Fraction(18, 35), Fraction(1, 7)]


def test_weights_of_many_digits_still_count_exactly() -> None:
    primes = [1000000007, 1000000009, 998244353, 1000000021]
    plan = compile_index(make(*(leaf(f"n{p}", f"1/{p}") for p in primes)), "e")
    total = joins(plan)["total"]
    whole = [child.weight or 0 for child in total.children]
    assert sum(whole) == total.least <= 2**53
    assert whole[0] / sum(whole) == pytest.approx(0.25, rel=1e-2)


def test_unpublished_weight_reaches_the_top() -> None:
    plan = compile_index(make(*TREE, variants=VARIANTS), "e")
    assert joins(plan)["A"].least is joins(plan)["total"].least is None
    assert joins(plan)["B"].least == 2
    assert rows(plan)["A.1"].share is None
    assert rows(plan)["A"].unknown_marks == rows(plan)["total"].unknown_marks == ("weight unpublished",)


def test_variant_fills_weights() -> None:
    plan = compile_index(make(*TREE, variants=VARIANTS), "e", variant="assumed")
    assert [child.weight for child in joins(plan)["A"].children] == [2, 1]
    assert rows(plan)["A.2"].marks == ("weight assumed",)
    assert rows(plan)["A"].marks == rows(plan)["total"].marks == ("assumed",)
    assert rows(plan)["B"].marks == ()


def test_variant_of_another_status() -> None:
    variants = {"later": {"title": TITLE, "status": "verified"}}
    plan = compile_index(make(*TREE, variants=variants), "e", variant="later")
    assert {mark for row in rows(plan).values() for mark in row.marks} == set()


def test_variant_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="index e has no variant 'guess'; it has: assumed"):
        compile_index(make(*TREE, variants=VARIANTS), "e", variant="guess")


def test_status_of_indicator_pack_and_index() -> None:
    tree = (leaf("a"), leaf("b", status="verified"))
    plain = make(*tree)
    assert rows(compile_index(plain, "e"))["total"].marks == ()
    by_indicator = compile_index(plain, "e", statuses={"i_a": "assumed"})
    assert [rows(by_indicator)[node].marks for node in ("total", "a", "b")] == [
        ("assumed",),
        ("assumed",),
        (),
    ]
    by_pack = compile_index(plain, "e", status="paraphrased")
    assert {row.marks for row in rows(by_pack).values()} == {("paraphrased",)}
    by_index = compile_index(make(*tree, status="assumed"), "e", status="verified")
    assert {row.marks for row in rows(by_index).values()} == {("assumed",)}, (
        "the status of the index is about its method"
    )


def test_methods_of_one_kind_share_a_step() -> None:
    own = {"method": "goalposts", "clip": False}
    index = make(
        leaf("a"), leaf("b", normalise=own, posts=[0, 1]), leaf("c"), leaf("d", normalise=own, posts=[0, 2])
    )
    found = [step for step in compile_index(index, "e").steps if isinstance(step, Normalise)]
    assert [(step.method, [item.node for item in step.leaves]) for step in found] == [
        ("minmax", ["a", "c"]),
        ("goalposts", ["b", "d"]),
    ]


def test_levels_are_heights_and_methods_stand_apart() -> None:
    deep = group("A", 1, group("A.1", 1, leaf("A.1.1")), leaf("A.2"))
    index = make(deep, group("B", 1, leaf("B.1"), aggregate={"method": "geometric"}), total=False)
    found = [
        (step.level, step.method, [j.node for j in step.joins])
        for step in compile_index(index, "e").steps
        if isinstance(step, Aggregate)
    ]
    assert found == [(1, "arithmetic", ["A.1"]), (1, "geometric", ["B"]), (2, "arithmetic", ["A"])]


def test_every_way_is_a_step_in_its_place() -> None:
    own = {"method": "median"}
    index = make(
        leaf("a"),
        leaf("b", impute=own, treat={"methods": ["log"]}),
        leaf("c", treat="none"),
        methods={
            "screen": {"min_share": "0.5", "counts": "imputed"},
            "impute": {"method": "group_mean", "by": ["stage", "sector"]},
            "treat": {"methods": ["winsorise", "log_shift"], "winmax": 3},
            "normalise": {"method": "rank", "by": "region"},
        },
    )
    plan = compile_index(index, "e")
    assert [str(step).partition(" of ")[0].split(":")[0] for step in plan.steps[:6]] == [
        "impute      group_mean",
        "impute      median, within each period",
        "screen      rows with fewer than 2",
        "treat       winsorise (at most 3), else log_shift (+0.01",
        "treat       log (+1), until |skew| < 2 or kurtosis < 3.5, within each period",
        "normalise   rank, 1 is the worst, within each period",
    ]
    assert [item.reference for item in plan.groups] == ["stage", "sector", "region"]
    assert plan.arrays_only == ("treat winsorise: one point after another, with a test between",)


def test_walls_reach_what_looks_along_the_years() -> None:
    methods = {"impute": {"method": "linear"}, "normalise": {"method": "rank"}}
    plan = compile_index(make(leaf("a"), leaf("b"), methods=methods), "e", walls={"i_a": (2015,)})
    assert isinstance(step := plan.steps[0], Impute)
    assert step.walls == (("a", (2015,)),)


def test_steps_that_only_arrays_have() -> None:
    tree = (leaf("a", impute={"method": "peer_mean", "peers": 3}), leaf("b", treat={"methods": ["boxcox"]}))
    index = make(*tree, aggregate={"method": "topsis"}, methods={"weight": {"method": "entropy"}})
    assert [reason.split(":")[0] for reason in compile_index(index, "e").arrays_only] == [
        "impute peer_mean",
        "treat boxcox",
        "aggregate topsis",
        "weight entropy",
    ]
    given = make(leaf("a", treat={"methods": ["boxcox"], "power": "0.5"}))
    assert compile_index(given, "e").arrays_only == ()


def test_weights_by_category() -> None:
    index = make(
        leaf("a", None, weights={"young": "10%", "grown": "50%"}),
        leaf("b", None, weights={"young": "90%", "grown": None}),
        weights_by="stage",
        aggregate={"min_share": "0.9"},
    )
    plan = compile_index(index, "e")
    total = joins(plan)["total"]
    assert plan.weights_by == plan.groups[0]
    assert (total.least, [child.weight for child in total.children]) == (None, [None, None])
    assert [(case.category, case.weights, case.least) for case in total.cases] == [
        ("young", (1, 9), 9),
        ("grown", (None, None), None),
    ]


def test_a_node_goes_before_its_level_and_the_level_before_the_index() -> None:
    index = make(
        group("A", 1, leaf("a"), aggregate={"method": "minimum"}),
        group("B", 1, leaf("b")),
        methods={"levels": {1: {"method": "median"}}, "aggregate": {"min_share": 0}},
    )
    found = [step for step in compile_index(index, "e").steps if isinstance(step, Aggregate)]
    assert [(step.level, step.method) for step in found] == [(1, "median"), (1, "minimum"), (2, "arithmetic")]
    assert joins(compile_index(index, "e"))["total"].least == 1, "any known child, but one"


def test_a_step_may_have_a_scope_of_its_own() -> None:
    """Treated year by year, and scaled over all years, as COINr does with a panel."""
    leaf = {"id": "a", "title": {"zh": "甲", "en": "a"}, "weight": 1, "indicator": "a"}
    methods = {
        "impute": {"method": "mean"},
        "treat": {"methods": ["winsorise"]},
        "normalise": {"method": "minmax", "within": "all"},
    }
    index = Index.model_validate({"title": {"zh": "甲", "en": "a"}, "tree": [leaf], "methods": methods})
    found = [getattr(step, "within", None) for step in compile_index(index, "a").steps]
    assert found == ["period", "period", "all", None, None, None]
