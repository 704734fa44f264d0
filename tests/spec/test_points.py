"""What a score sheet may say."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from gaoxin.spec import Points, PointsItem

TITLE = {"zh": "例", "en": "example"}
BAND = {"when": "a > 1", "points": [9, 10]}


def item(**more: Any) -> dict[str, Any]:
    return {"id": "i", "title": TITLE, "max": 10, **more}


def sheet(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": TITLE,
        "max": 10,
        "groups": [{"id": "g", "title": TITLE, "max": 10, "items": list(items)}],
    }


ONE_WAY = "an item needs exactly one of `bands`, `best_of`, `grade`, `formula` and `score`"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (item(), ONE_WAY),
        (item(grade="mark", formula="1"), ONE_WAY),
        (item(bands=[BAND], otherwise=0, formula="1"), ONE_WAY),
        (item(bands=[], otherwise=0), ONE_WAY),
        (item(bands=[BAND]), "`bands` and `otherwise` go together"),
        (item(grade="mark", otherwise=0), "`bands` and `otherwise` go together"),
        (item(best_of=[{"bands": [], "otherwise": 0}]), "at least 1 item"),
        (item(best_of=[{"bands": [BAND]}]), "otherwise\n  Field required"),
        (item(bands=[{"when": "a", "points": [1, 2, 3]}], otherwise=0), "at most 2 items"),
        (item(bands=[{"when": "a", "points": 0.5}], otherwise=0), "as it is printed"),
        (item(grade="Mark"), "String should match pattern"),
        (item(formula="1", weight=2), "Extra inputs are not permitted"),
    ],
)
def test_faults_of_an_item(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        PointsItem.model_validate(given)


def test_faults_of_a_sheet():
    one = item(formula="1")
    with pytest.raises(ValidationError, match="i stands twice; groups and items of one sheet"):
        Points.model_validate(sheet(one, one))
    with pytest.raises(ValidationError, match="g stands twice"):
        Points.model_validate(sheet(one | {"id": "g"}))
    with pytest.raises(ValidationError, match="at least 1 item"):
        Points.model_validate(sheet())


def test_bands_are_one_alternative_or_the_best_of_several():
    bands = {"bands": [BAND], "otherwise": "1/2"}
    alone = PointsItem.model_validate(item(**bands))
    assert alone.alternatives[0].bands[0].points == (9, 10)
    assert alone.alternatives[0].otherwise == Fraction(1, 2)
    several = PointsItem.model_validate(item(best_of=[bands, bands]))
    assert several.alternatives == several.best_of
    assert PointsItem.model_validate(item(grade="mark")).alternatives == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (item(formula="1", direction="down"), "direction means nothing without `score`"),
        (item(score="a", normalise={"method": "goalposts"}), "goalposts need `posts`"),
        (item(score="a", normalise={"posts": [1, 2]}), "goalposts need `posts`"),
        (item(score="a", normalise={"method": "share_of_max", "constant": 1}), "`constant` means nothing"),
        (
            item(score="a", normalise={"method": "goalposts", "posts": [1, 2], "by": ["c"]}),
            "`by` means nothing",
        ),
        (item(score="a", normalise={"constant": 2}), "less than or equal to 1"),
        ({"id": "i", "title": TITLE, "formula": "1"}, "max\n  Field required"),
    ],
)
def test_faults_of_a_share(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        PointsItem.model_validate(given)


LIST = {"title": TITLE}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"max_by": "stage"}, "`max_by` names the category"),
        ({"max": {"甲": 10}}, "`max_by` names the category"),
        ({"max": {"甲": 10}, "max_by": "s", "variants": {}, "groups": None}, "names the same categories"),
        ({"max": -1}, "a cap is not below 0"),
        (
            {"ranking": {"lists": [{"id": "a", "to": "10%", **LIST}, {"id": "b", "to": "5%", **LIST}]}},
            "`to` grows",
        ),
        (
            {"ranking": {"lists": [{"id": "a", "to": n, **LIST} for n in ("5%", "9%")]}},
            "lists of one ranking",
        ),
        ({"veto": [{"id": "v", "title": TITLE, "when": "a", "then": "zero"}] * 2}, "vetoes of one sheet"),
        ({"variants": {"v": {"title": TITLE, "maxes": {"i": 3}}}}, "is no item with an unpublished `max`"),
        ({"categories": {"rank": {"title": TITLE, "formula": "a"}}}, "rank is a column of the result"),
    ],
)
def test_faults_of_a_population_sheet(more: dict[str, Any], message: str):
    given = sheet(item(formula="1")) | more
    if given["groups"] is None:
        given["groups"] = sheet(item(formula="1") | {"max": {"甲": 1, "乙": 2}})["groups"]
    with pytest.raises(ValidationError, match=message):
        Points.model_validate(given)


def test_a_variant_fills_what_is_not_published():
    given = sheet(
        item(score="a") | {"max": {"甲": None, "乙": 4}}, item(formula="1") | {"id": "k", "max": None}
    )
    given["groups"][0].pop("max")
    made = Points.model_validate(
        given
        | {
            "max_by": "stage",
            "variants": {
                "even": {"title": TITLE, "max": 3},
                "own": {"title": TITLE, "max": 1, "maxes": {"i": {"甲": 7, "乙": 9}, "k": "1/2"}},
            },
        }
    )
    first, last = made.items
    assert made.filled(first, None) == {"甲": None, "乙": 4}
    assert made.filled(first, "even") == {"甲": 3, "乙": 4}
    assert made.filled(first, "own") == {"甲": 7, "乙": 4}
    assert (made.filled(last, "even"), made.filled(last, "own")) == (3, Fraction(1, 2))
    with pytest.raises(ValidationError, match="variant thin leaves k without a `max`"):
        Points.model_validate(
            given | {"max_by": "s", "variants": {"thin": {"title": TITLE, "maxes": {"i": 2}}}}
        )
