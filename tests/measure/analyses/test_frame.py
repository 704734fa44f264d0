"""The tidy rows of an index as arrays."""

import numpy as np

from gaoxin.measure.analyses.frame import STAGES, Tree, frames_of, number, tree_of
from gaoxin.spec import Index


def test_the_tree_of_an_index_knows_parents_levels_and_leaves():
    def leaf(name: str) -> dict[str, object]:
        return {"id": name, "title": {"zh": name, "en": name}, "weight": 1, "indicator": name}

    group = {"id": "g", "title": {"zh": "组", "en": "g"}, "weight": 1, "children": [leaf("a"), leaf("b")]}
    title = {"zh": "指数", "en": "index"}
    found = tree_of(Index.model_validate({"title": title, "tree": [group, leaf("c")]}))
    assert found.nodes == ("total", "g", "a", "b", "c")
    assert found.titles[:2] == ("指数", "组")
    assert found.parents == (-1, 0, 1, 1, 0)
    assert found.methods == ("arithmetic", "arithmetic", "", "", "")
    assert [found.level(place) for place in range(5)] == [2, 1, 0, 0, 0]
    assert (found.leaves(), found.leaves(1), found.groups()) == ([2, 3, 4], [2, 3], [0, 1])
    assert found.ancestors(2) == [1, 0]


def test_a_method_may_belong_to_a_level_or_to_a_node():
    def leaf(name: str) -> dict[str, object]:
        return {"id": name, "title": {"zh": name, "en": name}, "weight": 1, "indicator": name}

    own = {"aggregate": {"method": "power_mean", "p": 2}}
    tree = [
        {"id": "g", "title": {"zh": "组", "en": "g"}, "weight": 1, "children": [leaf("a")]},
        {"id": "h", "title": {"zh": "组", "en": "h"}, "weight": 1, "children": [leaf("b")], **own},
    ]
    methods = {"levels": {1: {"method": "geometric"}}}
    found = tree_of(
        Index.model_validate({"title": {"zh": "数", "en": "x"}, "tree": tree, "methods": methods})
    )
    assert found.methods == ("arithmetic", "geometric", "", "power_mean", "")
    assert [found.power(place) for place in (0, 3)] == [1.0, 2.0]


def test_without_a_total_the_roots_stand_alone():
    leaf = {"id": "a", "title": {"zh": "甲", "en": "a"}, "weight": 1, "indicator": "a"}
    index = Index.model_validate({"title": {"zh": "数", "en": "x"}, "total": False, "tree": [leaf]})
    assert tree_of(index) == Tree(("a",), ("甲",), (-1,), ("",), (1.0,))


def test_rows_in_any_order_become_a_frame_for_each_period(tree: Tree):
    rows = [
        ("v", 2021, "a", 1.0),
        ("u", 2020, "a", 2.0),
        ("u", 2020, "total", 3.0),
        ("u", 2021, "other", 9.0),
    ]
    columns = {"subject": [r[0] for r in rows], "period": [r[1] for r in rows], "node": [r[2] for r in rows]}
    first, second = frames_of(tree, {**columns, **{stage: [r[3] for r in rows] for stage in STAGES}})
    assert (first.period, first.subjects, second.period, second.subjects) == (2020, ("u",), 2021, ("v",))
    assert first.of("score")[0, [0, 2]].tolist() == [3.0, 2.0]
    assert np.isnan(first.of("raw")[0, 1])
    assert second.of("normalised") is second.stages["score"]


def test_what_is_no_number_is_none():
    assert (number(1.5), number(float("nan")), number(float("inf"))) == (1.5, None, None)
