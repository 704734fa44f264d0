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


def test_weights_are_exact() -> None:
    assert str(load(leaf(weight="0.8")).tree[0].weight) == "4/5"
    with pytest.raises(ValidationError, match="as it is printed"):
        load(leaf(weight=0.8))


def test_walk_is_parents_first() -> None:
    tree = {"id": "g", "title": TITLE, "weight": 1, "children": [leaf(), leaf(id="b")]}
    assert [node.id for node in load(tree).tree[0].walk()] == ["g", "a", "b"]
