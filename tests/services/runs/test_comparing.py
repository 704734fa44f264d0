"""Tables of a run are compared by key, doubles within a hair."""

from typing import Any

import pyarrow as pa
import pytest

from gaoxin.report.run import TABLES
from gaoxin.services.runs.comparing import KEYS, differences


def points(*rows: tuple[str, float | None, float]) -> Any:
    made = [
        {
            "pack": "p",
            "kind": "k",
            "subject": s,
            "period": 2024,
            "sheet": "x",
            "item": "",
            "low": a,
            "high": b,
        }
        for s, a, b in rows
    ]
    return pa.Table.from_pylist(made, schema=TABLES["points"])


def test_the_order_of_rows_says_nothing():
    assert differences("points", points(("a", 1, 2), ("b", 3, 4)), points(("b", 3, 4), ("a", 1, 2))) == []


@pytest.mark.parametrize(("value", "same"), [(70 + 1e-11, True), (70 + 1e-9, False), (None, False)])
def test_doubles_may_differ_by_a_hair(value: float | None, same: bool):
    found = differences("points", points(("a", 70, 80)), points(("a", value, 80)))
    assert [(d.before, d.after) for d in found] == ([] if same else [({"low": 70}, {"low": value})])


def test_around_nothing_the_hair_is_absolute():
    assert differences("points", points(("a", 0.0, 1)), points(("a", 1e-13, 1))) == []


def test_rows_come_and_go():
    found = differences("points", points(("a", 1, 2)), points(("b", 1, 2)), ["low", "high"])
    assert [(d.key[2], d.before, d.after) for d in found] == [
        ("a", {"low": 1, "high": 2}, None),
        ("b", None, {"low": 1, "high": 2}),
    ]


def test_rows_with_one_key_are_told_apart_by_their_number():
    once, twice = points(("a", 1, 2)), points(("a", 1, 2), ("a", 5, 6))
    (found,) = differences("points", once, twice, ["low", "high"])
    assert (found.before, found.after) == (None, {"low": 5, "high": 6})
    assert len(found.key) == len(KEYS["points"])


def test_only_the_columns_asked_for_are_compared():
    assert differences("points", points(("a", 1, 2)), points(("a", 1, 3)), ["low"]) == []


def test_every_table_of_a_run_has_its_key():
    assert set(KEYS) == set(TABLES)
    assert all(set(key) < set(TABLES[name].names) for name, key in KEYS.items())
