"""What a description may say, and what it may not."""

import pytest
from pydantic import ValidationError

from gaoxin.services.synthetic_spec import Code, Draw, Figure, Synthetic

TABLE = {
    "title": {"zh": "示例", "en": "Example"},
    "note": "合成数据",
    "subject": "enterprise",
    "packs": ["vocabulary"],
    "seed": 1,
    "count": 3,
    "periods": [2022, 2024],
    "code": {"text": "示例##"},
    "label": {"heading": "数据说明", "text": "合成数据"},
    "variables": {"a": {"draw": {"fixed": 1}}, "b": {"of": "a"}},
    "profiles": {"other": {"share": 1, "variables": {"a": {"draw": {"fixed": 2}}}}},
    "specials": [
        {"name": "one", "why": {"zh": "一", "en": "one"}, "given": {"a": 1, "b@2023": 5}},
        {"name": "two", "why": {"zh": "二", "en": "two"}, "like": "one", "given": {"a": None}},
    ],
}

BAD_FIGURES = {
    "no form": ({}, "none given"),
    "two forms": ({"chance": 1, "text": "x"}, "chance and text given"),
    "growth of a chance": ({"chance": 1, "growth": {"fixed": 1}}, "`growth` needs `draw` or `of`"),
    "factor of a draw": ({"draw": {"fixed": 1}, "times": {"fixed": 1}}, "`times` needs `of`"),
    "condition of a number": ({"draw": {"fixed": 1}, "all": {"a": 1}}, "`all` needs `chance`"),
    "shares beyond 1": ({"choices": {"x": "60%", "y": "50%"}}, "sum to 11/10"),
    "a share below 0": ({"choices": {"x": "150%", "y": "-50%"}}, "none below 0"),
    "chance beyond 1": ({"chance": 2}, "`chance` is 2"),
    "missing below 0": ({"chance": 1, "missing": "-1%"}, "`missing` is -1/100"),
    "dates backwards": ({"dates": ["2024-01-02", "2024-01-01"]}, "back to 2024-01-01"),
    "a misspelt key": ({"chance": 1, "yaerly": True}, "yaerly"),
}


@pytest.mark.parametrize("case", BAD_FIGURES)
def test_bad_figures_are_refused(case: str):
    value, expected = BAD_FIGURES[case]
    with pytest.raises(ValidationError, match=expected):
        Figure.model_validate(value)


def test_a_draw_has_one_form():
    with pytest.raises(ValidationError, match="give exactly one of lognormal, normal, uniform, fixed"):
        Draw.model_validate({"fixed": 1, "normal": {"mean": 0, "sd": 1}})


@pytest.mark.parametrize(
    "value", [{}, {"credit": "91OO0000HC"}, {"credit": "910000"}, {"credit": "91000000HC", "text": "x"}]
)
def test_bad_codes_are_refused(value: dict[str, str]):
    with pytest.raises(ValidationError):
        Code.model_validate(value)


@pytest.mark.parametrize(
    ("value", "form"), [({"chance": 0}, "chance"), ({"choices": {"0": 1}}, "choices"), ({"of": "a"}, "of")]
)
def test_the_form_of_a_figure(value: dict[str, object], form: str):
    assert Figure.model_validate(value).form == form


def test_what_a_figure_needs():
    figure = Figure.model_validate({"chance": 1, "all": {"a": 1}, "any": {"b": 1, "age": 2}})
    assert list(figure.needs()) == ["a", "b", "age"]
    assert list(Figure.model_validate({"of": "a", "less": "b"}).needs()) == ["a", "b"]


def test_a_description():
    spec = Synthetic.model_validate(TABLE)
    assert list(spec.years) == [2022, 2023, 2024]
    assert spec.figures(None)["a"] != spec.figures("other")["a"]
    assert spec.figures("other")["b"] == spec.figures(None)["b"]
    assert spec.given(spec.specials[1]) == {"a": None, "b@2023": 5}
    assert spec.special("three") is None
