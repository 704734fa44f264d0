"""What follows from the tree alone."""

from fractions import Fraction
from typing import Any

from gaoxin.plan.index.tree import Tree, ordered, whole_weights
from gaoxin.spec import Index

TITLE = {"zh": "例", "en": "example"}


def node(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": TITLE, **({} if "children" in more else {"indicator": "x"}), **more}


def tree(*nodes: dict[str, Any], category: str | None = None, **more: Any) -> Tree:
    index = Index.model_validate({"title": TITLE, "tree": list(nodes), **more})
    return Tree(index, index.variants.get("guess"), "verified", {}, category)


BY_STAGE = (
    node("a", weights={"young": 1, "grown": None}),
    node("b", weights={"young": 3, "grown": 1}),
    node("c", weight=4),
)


def test_weights_of_a_category() -> None:
    young = tree(*BY_STAGE, weights_by="stage", category="young")
    assert young.weights(young.siblings()) == [1, 3, 4], "a plain weight holds for all categories"
    assert young.shares(young.siblings()) == [Fraction(1, 8), Fraction(3, 8), Fraction(1, 2)]


def test_a_category_without_published_weights_and_one_that_is_not_named() -> None:
    variants = {"guess": {"title": TITLE, "weight": 2}}
    for category, filled in [("grown", [2, 1, 4]), (None, None)]:
        plain = tree(*BY_STAGE, weights_by="stage", category=category)
        assert plain.weights(plain.siblings()) is None
        assert not plain.complete(plain.siblings())
        guessed = tree(*BY_STAGE, weights_by="stage", category=category, variants=variants)
        assert guessed.weights(guessed.siblings()) == filled, "a variant knows nothing of other categories"


def test_equal_and_computed_weights_need_none_in_the_tree() -> None:
    for method, marks in [("equal", set[str]()), ("pca", {"weight computed"})]:
        made = tree(node("a"), node("b"), methods={"weight": {"method": method}})
        top = made.siblings()
        assert made.complete(top)
        assert made.marks(top) == made.weight_marks(top) == marks
        assert made.shares(top) == ([Fraction(1, 2)] * 2 if method == "equal" else [None, None])


def test_siblings_without_a_total() -> None:
    made = tree(node("g", weight=1, children=[node("a", weight=1)]), total=False)
    assert (made.siblings().node, made.siblings().level) == ("total", 2)
    assert "total" not in made.families


def test_whole_weights_and_order() -> None:
    assert whole_weights([Fraction("0.5"), Fraction("1/3")]) == [3, 2]
    assert ordered({"assumed", "unknown"}) == ("unknown", "assumed")
