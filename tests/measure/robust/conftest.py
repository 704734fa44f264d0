"""A small index, as a pack would state it."""

from collections.abc import Callable
from typing import Any

import pytest

from gaoxin.spec import Index, Uncertainty


def node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": {"zh": name, "en": name}, "weight": 1, **more}


@pytest.fixture
def index() -> Callable[..., Index]:
    """Two groups of two and one indicators, and one indicator at the top: a, b in g; c in h; d."""

    def make(**more: Any) -> Index:
        tree = [
            node("g", children=[node("a", indicator="xa"), node("b", indicator="xb", weight=3)]),
            node("h", children=[node("c", indicator="xc")]),
            node("d", indicator="xd"),
        ]
        return Index.model_validate({"title": {"zh": "例", "en": "example"}, "tree": tree, **more})

    return make


@pytest.fixture
def uncertain() -> Callable[..., Uncertainty]:
    """Uncertainty from inputs."""

    def make(*inputs: dict[str, Any], **more: Any) -> Uncertainty:
        return Uncertainty.model_validate({"inputs": inputs, "draws": 64, "bootstrap": 20, **more})

    return make
