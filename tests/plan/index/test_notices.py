"""Weights that look like shares and do not add up."""

from typing import Any

import pytest

from gaoxin.plan.index.notices import choice_notices, weight_notices
from gaoxin.spec import Index

TITLE = {"zh": "例", "en": "example"}


def index(weights: list[Any], **more: Any) -> Index:
    leaves = [{"id": f"x{n}", "title": TITLE, "indicator": "x", **w} for n, w in enumerate(weights)]
    return Index.model_validate({"title": TITLE, "tree": leaves, **more})


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([30, 40, 20], "add up to 90, not 100"),
        (["0.5", "0.6"], "add up to 1.1, not 1"),
        ([30, 40, 30], None),
        (["50%", "1/2"], None),
        ([1, 2, 5], None),
        ([25, 25, 25, 25, 5], "add up to 105, not 100"),
        ([16] * 6, None),  # all the same: nothing was meant but the same
        ([60, None], None),  # not published
    ],
)
def test_plain(weights: list[Any], said: str | None) -> None:
    found = weight_notices(index([{"weight": weight} for weight in weights]))
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


def test_categories_and_computed_weights() -> None:
    weights = [{"weights": {"young": 60, "grown": 50}}, {"weights": {"young": 40, "grown": 45}}]
    found = weight_notices(index(weights, weights_by="stage"))
    assert len(found) == 1
    assert "grown" in found[0]
    equal = {"weight": {"method": "equal"}}
    assert weight_notices(index([{"weight": 60}, {"weight": 45}], methods=equal)) == ()


def test_which_of_several_indices() -> None:
    assert "this is a" in choice_notices(["a", "b"], None)[0]
    assert choice_notices(["a", "b"], "b") == choice_notices(["a"], None) == ()
