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
