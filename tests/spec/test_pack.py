"""A whole pack: its own rules, and the JSON Schema that says the same as the models."""

import copy
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from gaoxin.loading.library import installed
from gaoxin.loading.yaml import read_yaml
from gaoxin.spec import Board, Expectation, InForce, Pack

TITLE = {"zh": "例", "en": "example"}
HEAD: dict[str, Any] = {"pack": "example-1", "family": "example", "title": TITLE}
INDICATOR = {"title": TITLE, "formula": "1"}
DELIVERED = sorted(installed().entries)
SCHEMA = Draft202012Validator(Pack.model_json_schema(by_alias=True))
CASES = Draft202012Validator(Expectation.model_json_schema(by_alias=True))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"pack": "Example"}, "pack\n  String should match pattern"),
        ({"family": "two-words"}, "family\n  String should match pattern"),
        ({"needs": ["../secret"]}, "String should match pattern"),
        ({"in_force": {"from": date(2025, 1, 1), "to": date(2024, 1, 1)}}, "2025-01-01 is after 2024-01-01"),
        ({"in_force": {"since": date(2025, 1, 1)}}, "since\n  Extra inputs are not permitted"),
        ({"status": "recalled"}, "'quoted', 'verified', 'paraphrased' or 'assumed'"),
        (
            {"variables": {"a": {"title": TITLE}}, "indicators": {"a": INDICATOR}},
            "a is both in variables and in indicators; a name has one meaning",
        ),
        ({"indicators": {"A": INDICATOR}}, "String should match pattern"),
        ({"indicator": {}}, "indicator\n  Extra inputs are not permitted"),
        ({"board": {"b": {"title": TITLE, "tree": []}}}, "at least 1 item"),
    ],
)
def test_faults(given: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=message):
        Pack.model_validate(HEAD | given)


def test_the_days_in_force():
    both = InForce.model_validate({"from": date(2016, 1, 1), "to": date(2016, 12, 31)})
    days = [date(2015, 12, 31), date(2016, 1, 1), date(2016, 12, 31), date(2017, 1, 1)]
    assert [both.holds(day) for day in days] == [False, True, True, False]
    assert InForce().holds(date(1900, 1, 1))


def test_a_board_shows_a_tree():
    leaf = {"id": "a", "title": TITLE, "measures": ["x"], "state": "indicator"}
    board = Board.model_validate({"title": TITLE, "tree": [{"id": "g", "title": TITLE, "children": [leaf]}]})
    assert board.tree[0].children[0].measures == ("x",)
    assert [node.id for node in board.walk()] == ["g", "a"]


def _leaf(**more: object) -> dict[str, object]:
    return {"id": "a", "title": TITLE, "state": "task", **more}


@pytest.mark.parametrize(
    ("board", "words"),
    [
        ({"tree": [_leaf(weight=1)]}, "Extra inputs are not permitted"),
        ({"tree": [_leaf(rank=1)]}, "Extra inputs are not permitted"),
        ({"tree": [_leaf()], "total": True}, "Extra inputs are not permitted"),
        ({"tree": [_leaf(state=None)]}, "a leaf says its `state`"),
        ({"tree": [_leaf(state="indicator")]}, "a leaf with `measures` has `state: indicator`"),
        ({"tree": [_leaf(measures=["x"])]}, "a leaf with `measures` has `state: indicator`"),
        ({"tree": [_leaf(children=[_leaf()])]}, "stand at leaves"),
        ({"tree": [_leaf(), _leaf()]}, "a stands twice"),
        ({"tree": [_leaf()], "directions": {"x": "down"}}, "no leaf has such a measure"),
        ({"tree": [_leaf()], "red": [{"title": TITLE, "when": "low", "threshold": 2}]}, "less than or equal"),
    ],
)
def test_a_board_has_no_weights_no_ranks_and_plain_leaves(board: dict[str, object], words: str):
    with pytest.raises(ValidationError, match=words):
        Board.model_validate({"title": TITLE, **board})


@pytest.mark.parametrize("value", [5, True, date(2024, 1, 1), "5000 万元", None])
def test_cells_of_cases_keep_their_kind(value: object):
    case = Expectation.model_validate({"case": "x", "given": {"a": value}, "expect": {"v": "pass"}})
    assert case.given == {"a": value}
    assert type(case.given["a"]) is type(value)


@pytest.mark.parametrize(
    "given",
    [{"case": "x"}, {"expect": {}}, {"case": "x", "expect": {}, "w": 1}, {"case": "x", "expect": {"a": 0.5}}],
)
def test_faults_of_cases(given: dict[str, Any]):
    with pytest.raises(ValidationError):
        Expectation.model_validate(given)
    assert list(CASES.iter_errors(given))


@cache
def merged(name: str) -> dict[str, Any]:
    """The YAML of a pack's files, joined, with days as texts."""
    found: dict[str, Any] = {}
    for file in sorted(installed().find(name).folder.glob("*.yaml")):
        for key, section in read_yaml(file.read_text("utf-8"), file.name).value.items():
            found[key] = found[key] | section if key in found else section
    return _texts(found)


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", DELIVERED)
def test_the_schema_takes_every_delivered_pack(name: str):
    assert [f"{e.json_path}: {e.message}" for e in SCHEMA.iter_errors(merged(name))] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DELIVERED)
def test_the_schema_takes_every_delivered_case(name: str):
    for file in sorted((installed().find(name).folder / "tests").glob("*.yaml")):
        for case in _texts(read_yaml(file.read_text("utf-8"), file.name).value):
            assert [f"{e.json_path}: {e.message}" for e in CASES.iter_errors(case)] == []


@pytest.mark.slow
def test_the_schema_is_sound_and_closed():
    Draft202012Validator.check_schema(SCHEMA.schema)
    pieces = SCHEMA.schema["$defs"].values()
    models = [piece for piece in pieces if "properties" in piece]
    assert len(models) > 25
    assert all(model["additionalProperties"] is False for model in [*models, SCHEMA.schema])


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value."""
    yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(part, (*path, key))


@cache
def spots(name: str) -> list[tuple[str | int, ...]]:
    return sorted(paths(merged(name)), key=lambda path: [str(key) for key in path])


def spoilt(pack: dict[str, Any], path: tuple[str | int, ...], how: str) -> dict[str, Any]:
    """A copy of a pack with one value added, taken away or replaced."""
    pack = copy.deepcopy(pack)
    place: Any = pack
    for key in path[:-1]:
        place = place[key]
    if how == "add":
        value = place[path[-1]]
        if isinstance(value, dict):
            value["strange"] = "x"
    elif how == "take":
        del place[path[-1]]
    else:
        place[path[-1]] = {"number": -7, "text": "§", "list": [], "mapping": {}, "nothing": None}[how]
    return pack


def of_meaning(error: Any) -> bool:
    """Whether models alone can tell: keys together, a unit, a day, bounds of numbers, the echo of a list."""
    if error["type"].startswith(("greater_than", "less_than", "date_from")):
        return True
    echo = error["type"] == "too_short" and bool(error["input"])
    return echo or (error["type"] == "value_error" and "is not a number" not in error["msg"])


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data(), how=st.sampled_from(["add", "take", "number", "text", "list", "mapping", "nothing"]))
def test_the_schema_refuses_what_the_models_refuse(data: st.DataObject, how: str):
    name = data.draw(st.sampled_from(["sme-size-2017", "srdi-2026", "zone-evaluation-2021", "tech-sme-2017"]))
    path = data.draw(st.sampled_from(spots(name)[1:]))
    pack = spoilt(merged(name), path, how)
    told = list(SCHEMA.iter_errors(pack))
    try:
        Pack.model_validate(pack)
    except ValidationError as error:
        form = [e for e in error.errors() if not of_meaning(e)]
        assert told or not form, (path, form)
    else:
        assert not told, (path, told[0].message)


FREE = {"variables", "indicators", "points", "verdicts", "index", "board", "subjects", "sources", "grades"}
FREE |= {"variants", "belongs_to"}
"""Mappings whose keys are names of the author's choice."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hnte-2016", "zone-evaluation-2021"])
def test_an_unknown_key_anywhere_is_refused_by_both(name: str):
    kinds: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in spots(name):
        kinds.setdefault(tuple(key for key in path if isinstance(key, str)), path)
    tried = 0
    for path in (path for path in kinds.values() if path):
        value: Any = merged(name)
        for key in path:
            value = value[key]
        if isinstance(value, dict) and path[-1] not in FREE:
            tried += 1
            pack = spoilt({"": merged(name)}, ("", *path), "add")[""]
            assert not SCHEMA.is_valid(pack), path
            with pytest.raises(ValidationError, match=r"strange\n  Extra inputs"):
                Pack.model_validate(pack)
    assert tried > 20
