"""What an index may not say."""

from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Index

TITLE = {"zh": "例", "en": "example"}


def leaf(**more: Any) -> dict[str, Any]:
    return {"id": "a", "title": TITLE, "weight": 1, "indicator": "x", **more}


def load(*tree: dict[str, Any], **more: Any) -> Index:
    return Index.model_validate({"title": TITLE, "tree": list(tree), **more})


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (leaf(children=[leaf(id="b")]), "either `indicator` or `children`"),
        (leaf(aggregate={}), "aggregate means nothing to an indicator"),
        (
            {"id": "g", "title": TITLE, "children": [leaf()], "direction": "up"},
            "direction means nothing to a group",
        ),
        (leaf(posts=[3, 1], normalise={"method": "goalposts"}), "the lower of the two posts stands first"),
        (leaf(posts=[0, 1]), "only goalposts have them; its method is minmax"),
        (leaf(normalise={"method": "goalposts"}), "goalposts need `posts`"),
        (leaf(direction="down", normalise={"method": "none"}), "needs a method of normalising that turns it"),
        (leaf(weight=0), "total: the weights below are all 0"),
        (leaf(id="total"), "`total` is taken"),
        (leaf(normalise={"method": "minmax", "low": 5, "high": 5}), "`low` must be below `high`"),
        (leaf(normalise={"method": "zscore", "high": 100}), "high means nothing to zscore"),
        (leaf(normalise={"method": "zscore", "sd": 0}), "greater than 0"),
        (leaf(normalise={"method": "base_period"}), "base_period needs `base`"),
        (leaf(normalise={"method": "rank", "base": 2010}), "only base_period has it"),
        (leaf(weights={"young": 1}), "either `weight` or `weights`"),
        (leaf(weight=None, weights={"young": -1}), "a weight is 0 or more"),
        (leaf(weight=None, weights={"young": 1}), "need `weights_by`"),
        (
            leaf(normalise={"method": "distance_to_reference"}),
            "need either `reference`, a subject, or `target`",
        ),
        (leaf(target=3), "only they have them; its method is minmax"),
        (leaf(bands=[[0, 1]]), "only bands have them"),
        (leaf(normalise={"method": "bands"}), "bands need `bands`"),
        (leaf(bands=[[5, 1], [3, 2]], normalise={"method": "bands"}), "bands stand from low to high"),
        (leaf(bands=[[5, 1], [None, 2]], normalise={"method": "bands"}), "only the first may have none"),
        (leaf(direction="down", bands=[[5, 1]], normalise={"method": "bands"}), "turns it, not `bands`"),
        (leaf(weigh={"method": "equal"}), "weigh means nothing to an indicator"),
    ],
)
def test_faults(node: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        load(node)


def test_twice_the_same_node() -> None:
    with pytest.raises(ValidationError, match="a stands twice"):
        load(leaf(), leaf())


def test_group_mean_needs_its_group() -> None:
    with pytest.raises(ValidationError, match="group_mean and group_median need `by`"):
        load(leaf(), methods={"impute": {"method": "group_mean"}})


def test_weights_of_categories_are_complete() -> None:
    nodes = (
        leaf(weight=None, weights={"young": 1, "grown": 0}),
        leaf(id="b", weight=None, weights={"young": 1}),
    )
    with pytest.raises(ValidationError, match="b: no weight for grown; leave it empty if not published"):
        load(*nodes, weights_by="stage")
    with pytest.raises(ValidationError, match="total: the weights below are all 0 for grown"):
        load(nodes[0], weights_by="stage")


def test_levels_are_those_of_the_tree() -> None:
    with pytest.raises(ValidationError, match="`levels` has 2; no node of this tree is at such a level"):
        load(leaf(), methods={"levels": {1: {}, 2: {}}})


def test_families_are_nodes_with_their_methods() -> None:
    inner = {"id": "g", "title": TITLE, "weight": 1, "children": [leaf()], "aggregate": {"method": "median"}}
    index = load(
        inner, leaf(id="b"), methods={"levels": {2: {"method": "minimum"}}}, weigh={"method": "equal"}
    )
    found = [(f.node, f.level, f.weigh.method, f.aggregate.method) for f in index.families()]
    assert found == [("total", 2, "equal", "minimum"), ("g", 1, "given", "median")]


def test_weights_are_exact() -> None:
    assert str(load(leaf(weight="0.8")).tree[0].weight) == "4/5"
    with pytest.raises(ValidationError, match="as it is printed"):
        load(leaf(weight=0.8))


def test_walk_is_parents_first() -> None:
    tree = {"id": "g", "title": TITLE, "weight": 1, "children": [leaf(), leaf(id="b")]}
    assert [node.id for node in load(tree).tree[0].walk()] == ["g", "a", "b"]
