"""Tables from runs that can be counted by hand."""

from typing import Any

import numpy as np
import pytest

from gaoxin.measure.robust.analysis import Runs, analyse
from gaoxin.measure.robust.setting import prepare

UNITS = np.array(["u1", "u2", "u3"], dtype=object)


def ranked(scores: np.ndarray) -> np.ndarray:
    return (np.argsort(np.argsort(-scores, axis=-1), axis=-1) + 1).astype(np.int32)


@pytest.fixture
def told(index, uncertain):
    """Two inputs; u3 is far behind, u1 and u2 change places with the first input alone."""
    spec = uncertain(
        {"id": "w", "vary": "weight_sets", "sets": [{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}]},
        {"id": "n", "vary": "normalise", "options": [{"method": "minmax"}, {"method": "rank"}]},
        draws=64,
        first=[1],
    )
    setting = prepare(index(), spec)
    one, two = (setting.chosen[k][setting.design.source[:, k]] for k in (0, 1))
    scores = np.stack([5.0 - (one == 3), np.full(len(one), 4.5), 1.0 + 0.1 * two], axis=1)
    nominal = np.array([5.0, 4.5, 1.0])
    runs = Runs(scores, ranked(scores), nominal, ranked(nominal), UNITS, np.full(3, 2024))
    return setting, one, analyse(setting, spec, runs)


def rows(columns: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_units_and_pairs(told):
    _, one, found = told
    ahead = float((one != 3).mean())
    first, second, third = rows(found.tables["units"])
    assert (first["rank"], first["rank_low"], first["rank_high"]) == (1, 1, 2)
    assert first["ahead_of_next"] == pytest.approx(ahead)
    assert [row["mark"] for row in (first, second, third)] == ["位次差异不显著", "", ""]
    assert [row["not_distinguishable_from"] for row in (first, second, third)] == [1, 1, 0]
    assert (second["ahead_of_next"], np.isnan(third["ahead_of_next"])) == (1.0, True)
    assert first["first_1"] == pytest.approx(ahead)
    (pair,) = rows(found.tables["pairs"])
    assert (pair["subject"], pair["behind"], pair["held"]) == ("u1", "u2", pytest.approx(ahead))


def test_what_moves_whom(told):
    _, one, found = told
    assert [row["moved_most_by"] for row in rows(found.tables["units"])] == ["w", "w", ""]
    moved = {(row["subject"], row["input"]): row["places"] for row in rows(found.tables["moves"])}
    a, _, of_w, _ = (part == 3 for part in one.reshape(4, 64))
    assert moved["u1", "w"] == pytest.approx((a != of_w).mean())
    assert moved["u1", "n"] == moved["u3", "w"] == 0
    means = {(row["subject"], row["option"]): row["rank_mean"] for row in rows(found.tables["options"])}
    assert [means["u1", f"set {n}"] for n in (1, 2, 3, 4)] == [1, 1, 1, 2]
    assert means["u2", "set 4"] == 1


def test_sensitivity(told):
    _, _, found = told
    index = {(r["target"], r["subject"], r["input"]): r for r in rows(found.tables["sensitivity"])}
    assert index["rank", "u1", "w"]["total"] == pytest.approx(1, abs=0.15)
    assert index["rank", "u1", "n"]["total"] == 0
    assert index["score", "u3", "n"]["first"] == pytest.approx(1, abs=0.1)
    assert np.isnan(index["rank", "u3", "w"]["first"])
    assert index["rank shift", "", "w"]["first_low"] <= index["rank shift", "", "w"]["first"]


def test_periods_are_ranked_apart(index, uncertain):
    spec = uncertain(indices=False, draws=4)
    setting = prepare(index(), spec)
    scores = np.tile([5.0, np.nan, 3.0], (4, 1))
    ranks = np.tile(np.array([1, 0, 1], dtype=np.int32), (4, 1))
    runs = Runs(scores, ranks, scores[0], ranks[0], UNITS, np.array([2023, 2023, 2024]))
    found = analyse(setting, spec, runs)
    assert found.tables["units"]["period"].tolist() == [2023, 2023, 2024]
    assert np.isnan(found.tables["units"]["rank"][1])
    assert len(found.tables["pairs"]["held"]) == 0
    assert len(found.notices) == 2
