"""All tables of a run, by hand on three firms and two zones, and against the verbs on the same data."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.services.results.writing import NAMES
from gaoxin.services.tables import Options, Results
from gaoxin.services.verbs import index, indicators, verdicts
from tests.services.results.conftest import FIRMS, HEADS, ZONE_HEADS, ZONE_ROWS, Small, for_people


def test_rows_are_counted(small: Small):
    assert small.written.rows == {name: len(small.rows(name)) for name in NAMES}
    assert small.written.notices == ()


def test_verdicts_agree_with_the_verb(small: Small):
    long = verdicts(small.packs["small"], for_people(HEADS, FIRMS), long=True)
    assert isinstance(long, Results)
    words = {"true": True, "false": False}
    ours = {
        (r["subject"], r["period"], r["verdict"], r["condition"]): r["result"]
        for r in small.rows("conditions")
    }
    ours |= {(r["subject"], r["period"], r["verdict"], ""): r["result"] for r in small.rows("verdicts")}
    theirs = {
        (r["subject"], r["period"], r["verdict"], r["condition"]): words.get(r["result"])
        if r["condition"]
        else r["result"]
        for r in long.rows()
    }
    assert ours == theirs
    assert len(ours) == 4 * 5


@pytest.mark.slow
def test_indicators_and_points_agree_with_the_verb(small: Small):
    wide = indicators(small.packs["small"], for_people(HEADS, FIRMS))
    assert isinstance(wide, Results)
    by_row = {(r["subject"], r["period"]): r for r in wide.rows()}
    for row in small.rows("indicators", pack="small"):
        assert row["number"] == by_row[row["subject"], row["period"]][row["indicator"]]
    names = {"": "score", "all": "score.all", "all.jury": "score.jury", "all.size": "score.size"}
    points = small.rows("points")
    assert {row["item"] for row in points} == set(names)
    for row in points:
        theirs = by_row[row["subject"], row["period"]]
        ends = [theirs[f"{names[row['item']]}.{end}"] for end in ("low", "high")]
        assert [row["low"], row["high"]] == ends


@pytest.mark.parametrize("name", ["strength", "product"])
def test_indices_agree_with_the_verb(small: Small, name: str):
    options = Options(members={"firm": for_people(HEADS, FIRMS)})
    found = index(small.packs["zones"], for_people(ZONE_HEADS, ZONE_ROWS), options, name=name)
    assert isinstance(found, Results)
    ours = small.rows("index", index=name)
    dropped = ("pack", "index", "kind", "contribution", "imputed")
    theirs = [{k: v for k, v in row.items() if k not in dropped} for row in found.rows()]
    assert _sorted([{k: v for k, v in row.items() if k not in dropped} for row in ours]) == _sorted(theirs)
    assert {row["imputed"] for row in ours} == {False}


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row["subject"], row["period"], row["node"]))


@pytest.mark.slow
def test_only_the_periods_asked_for_come_out_and_earlier_years_still_count(build: Callable[..., Small]):
    latest = build(periods=[2024])
    for name in ("values", "indicators", "verdicts", "conditions", "points", "nearly", "index"):
        assert {row["period"] for row in latest.rows(name)} <= {2024}
    (row,) = latest.rows("indicators", subject="甲", indicator="growth")
    assert row["text"] == "25.05%"


def test_a_pack_without_figures_is_left_out_with_a_notice(build: Callable[..., Small]):
    alone = build(kinds=["firm"])
    assert [notice.partition(":")[0] for notice in alone.written.notices] == ["zones"]
    assert alone.rows("index") == []
    said = json.loads((alone.folder / "dictionary.json").read_text(encoding="utf-8"))
    assert "zones" in said["packs"]


@pytest.mark.slow
def test_a_table_without_periods_needs_a_day(build: Callable[..., Small]):
    heads = (HEADS[0], *HEADS[2:])
    rows = [(row[0], *row[2:]) for row in FIRMS[1:]]
    with pytest.raises(UsageError, match="has no periods; try: as_of"):
        build(rows, heads=heads, kinds=["firm"])
    day = date(2025, 6, 30)
    found = build(rows, heads=heads, kinds=["firm"], as_of=day, periods=[2024])
    verb = gx.verdicts(found.packs["small"], for_people(heads, rows), as_of=day).rows()
    assert [(r["subject"], r["period"], r["able"]) for r in verb] == [
        (r["subject"], r["period"], r["result"]) for r in found.rows("verdicts")
    ]
    assert len(verb) == 3


def test_the_front_door_gives_the_same(small: Small):
    """The verbs that users call, on the same table."""
    wide = gx.verdicts(small.packs["small"], for_people(HEADS, FIRMS)).rows()
    assert {(r["subject"], r["period"]): r["able"] for r in wide} == {
        (r["subject"], r["period"]): r["result"] for r in small.rows("verdicts")
    }
