"""What may be called uncertain, and what may not."""

from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Index, Uncertainty

WINMAX = {"id": "a", "vary": "winmax", "options": [1, None]}


def test_the_defaults():
    found = Uncertainty()
    assert (found.sampling, found.draws, found.seed, found.bins, found.inputs) == (
        "sobol",
        1024,
        1,
        "unit",
        (),
    )


def test_an_index_of_a_pack_says_what_is_uncertain():
    leaf = {"id": "a", "title": {"zh": "a", "en": "a"}, "weight": 1, "indicator": "x"}
    found = Index.model_validate(
        {"title": leaf["title"], "tree": [leaf], "robust": {"inputs": [WINMAX], "seed": 7}}
    )
    assert found.robust is not None
    assert found.robust.seed == 7
    assert found.robust.inputs[0].vary == "winmax"


@pytest.mark.parametrize(
    "given",
    [
        {"id": "w", "vary": "weights", "nodes": ["b"]},
        {"id": "w", "vary": "weight_sets", "sets": [{"a": 1}, {"b": 1}]},
        {"id": "e", "vary": "error", "size": 1, "sizes": {"b": 2}},
    ],
)
def test_a_node_that_the_tree_has_not(given: dict[str, Any]):
    leaf = {"id": "a", "title": {"zh": "a", "en": "a"}, "weight": 1, "indicator": "x"}
    index = {"title": leaf["title"], "tree": [leaf], "robust": {"inputs": [given]}}
    with pytest.raises(ValidationError, match="`robust` names b; the tree has no such node"):
        Index.model_validate(index)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"inputs": [WINMAX, WINMAX]}, "a stands twice"),
        ({"inputs": [{"id": "a", "vary": "luck"}]}, "luck"),
        ({"inputs": [{"id": "a", "vary": "winmax", "options": []}]}, "at least 1 item"),
        ({"inputs": [{"id": "a", "vary": "weight_sets", "sets": [{"x": -1}]}]}, "a weight is below 0"),
        ({"inputs": [{"id": "a", "vary": "weights", "share": 2}]}, "less than or equal to 1"),
        ({"confidence": "0.5"}, "greater than"),
        ({"sampling": "dice"}, "monte_carlo"),
    ],
)
def test_faults(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        Uncertainty.model_validate(given)
