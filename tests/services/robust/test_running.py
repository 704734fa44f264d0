"""Robustness of an index of a pack on a table: the base case, every kind of input, seeds and chunks."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.engines.array.draws import running as chunks
from gaoxin.services.robust import running

pytestmark = pytest.mark.slow

FILL = {"impute": {"method": "group_mean", "by": "region"}}
SMALL = {"draws": 32, "bootstrap": 10, "first": [3]}
CASES: list[dict[str, Any]] = [
    {"aggregate": {"method": "arithmetic", "min_share": "0.5"}},
    {**FILL, "normalise": {"method": "minmax", "low": 1, "high": 100}, "aggregate": {"method": "geometric"}},
    {**FILL, "normalise": {"method": "zscore", "mean": 50, "sd": 5}, "aggregate": {"method": "harmonic"}},
    {**FILL, "normalise": {"method": "rank"}, "aggregate": {"method": "median"}},
    {"normalise": {"method": "percentile_rank"}, "aggregate": {"method": "minimum", "min_share": 0}},
    {
        **FILL,
        "normalise": {"method": "minmax", "low": 1, "high": 2},
        "aggregate": {"method": "power_mean", "p": 2},
        "levels": {2: {"method": "geometric"}},
    },
    {"screen": {"min_share": 1}, "weight": {"method": "equal"}, "within": "all"},
]


@pytest.mark.parametrize("methods", CASES, ids=lambda m: "-".join(m))
def test_the_base_case_is_the_index_of_duckdb(pack, table: pa.Table, methods: dict[str, Any]):
    program = pack(methods)
    index = {(r["subject"], r["period"]): r for r in gx.index(program, table).rows() if r["node"] == "total"}
    units = gx.robust(program, table, inputs=SMALL).rows()
    assert len(units) == len(index) == 40
    for row in units:
        known = index[row["subject"], row["period"]]
        assert row["rank"] == known["rank"]
        assert (row["score"] is None) == (known["score"] is None)
        assert row["score"] is None or row["score"] == pytest.approx(known["score"], rel=1e-12)


MATRIX: list[dict[str, Any]] = [
    {**FILL, "weight": {"method": "pca"}},
    {**FILL, "weight": {"method": "entropy"}, "aggregate": {"method": "copeland"}},
    {**FILL, "treat": {"methods": ["winsorise", "boxcox"]}, "aggregate": {"method": "topsis"}},
    {"impute": {"method": "peer_mean", "peers": 3}, "weight": {"method": "critic"}},
]


@pytest.mark.parametrize("methods", MATRIX)
def test_the_base_case_of_matrix_steps_is_the_index(pack, table: pa.Table, methods: dict[str, Any]):
    program = pack(methods)
    index = {(r["subject"], r["period"]): r for r in gx.index(program, table).rows() if r["node"] == "total"}
    for row in gx.robust(program, table, inputs=SMALL).rows():
        known = index[row["subject"], row["period"]]
        assert (row["score"] is None) == (known["score"] is None)
        assert row["score"] is None or row["score"] == pytest.approx(known["score"], rel=1e-12)
        assert row["rank"] == known["rank"]


EVERY = {
    **SMALL,
    "inputs": [
        {"id": "screen", "vary": "screen", "options": ["none", {"min_share": "0.8"}]},
        {
            "id": "fill",
            "vary": "impute",
            "options": [{"method": "mean"}, {"method": "group_median", "by": "region"}],
        },
        {"id": "treat", "vary": "treat", "options": ["none", {"methods": ["winsorise"]}]},
        {"id": "scale", "vary": "normalise", "options": [{"method": "minmax"}, {"method": "rank"}]},
        {
            "id": "weigh",
            "vary": "weigh",
            "options": [{"method": "given"}, {"method": "equal"}],
            "nodes": ["g"],
        },
        {
            "id": "join",
            "vary": "aggregate",
            "options": [{"method": "arithmetic"}, {"method": "median"}],
            "level": 1,
        },
        {"id": "share", "vary": "weights", "share": "0.5"},
        {"id": "shares", "vary": "dirichlet", "concentration": 30, "nodes": ["h"]},
        {"id": "sets", "vary": "weight_sets", "sets": [{"g": 1, "h": 1}, {"g": 2, "h": 1}]},
        {"id": "left_out", "vary": "drop"},
        {"id": "measured", "vary": "error", "size": "0.05"},
        {"id": "donors", "vary": "imputed"},
    ],
}


@pytest.fixture
def every(pack, table: pa.Table):
    return gx.robust(pack(), table, inputs=EVERY)


def test_every_kind_of_input_moves_someone(every):
    moved: dict[str, float] = {}
    for row in every.moves.rows():
        moved[row["input"]] = max(moved.get(row["input"], 0.0), row["places"] or 0.0)
    assert set(moved) == {given["id"] for given in EVERY["inputs"]}
    assert min(moved.values()) > 0


def test_the_tables_fit_together(every):
    assert every.runs == 32 * 14
    units = {(row["subject"], row["period"]): row for row in every.rows()}
    counted = dict.fromkeys(units, 0)
    for row in every.pairs.rows():
        assert row["held"] < 0.9
        assert row["rank"] <= row["rank_behind"]
        counted[row["subject"], row["period"]] += 1
        counted[row["behind"], row["period"]] += 1
    for key, row in units.items():
        assert row["not_distinguishable_from"] == counted[key]
        assert row["rank_low"] <= row["rank_median"] <= row["rank_high"]
        assert row["mark"] in (None, "位次差异不显著")
        shares = [r["share"] for r in every.ranks.rows() if (r["subject"], r["period"]) == key]
        assert sum(shares) == pytest.approx(row["known"])
    for row in every.options.rows():
        assert row["rank_mean"] is None or 1 <= row["rank_mean"] <= 20
    assert {row["target"] for row in every.sensitivity.rows()} == {"score", "rank", "rank shift"}
    assert every.inputs.rows()[0]["alternatives"] == "none | min_share 4/5"


def test_a_seed_gives_its_numbers_whatever_the_chunks_and_threads(pack, table: pa.Table, every, monkeypatch):
    monkeypatch.setattr(chunks, "cores", lambda: 1)
    monkeypatch.setattr(chunks, "CELLS", 100)
    monkeypatch.setattr(chunks, "_FIGURES", 2000)
    again = gx.robust(pack(), table, inputs=EVERY)
    for name, found in every.tables.items():
        assert found.table.equals(again.tables[name].table), name
    other = gx.robust(pack(), table, inputs=EVERY, seed=2)
    assert not other.table.equals(every.table)


def test_a_table_in_another_order_gives_the_same(pack, table: pa.Table):
    program = pack(FILL)
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(len(table))))
    assert gx.robust(program, table, inputs=SMALL).table.equals(
        gx.robust(program, shuffled, inputs=SMALL).table
    )


def test_draws_go_without_indices(pack, table: pa.Table):
    found = gx.robust(pack(FILL), table, inputs={**SMALL, "indices": False, "sampling": "latin_hypercube"})
    assert found.runs == 32
    assert len(found.sensitivity) == len(found.moves) == 0
    assert "moved_most_by" not in found.table.column_names
    assert any("no Sobol' indices" in notice for notice in found.notices)


def test_one_period_and_one_node(pack, table: pa.Table):
    found = gx.robust(pack(FILL), table, inputs=SMALL, node="h", periods=[2024])
    assert {row["period"] for row in found.rows()} == {2024}
    assert found.said["node"] == "h"
    scores = {
        r["subject"]: r["score"]
        for r in gx.index(pack(FILL), table).rows()
        if r["node"] == "h" and r["period"] == 2024
    }
    assert {row["subject"]: row["score"] for row in found.rows()} == pytest.approx(scores)


def test_a_sample_of_ones_own(pack, table: pa.Table, tmp_path):
    inputs = {**SMALL, "inputs": [EVERY["inputs"][3], EVERY["inputs"][8]]}
    file = tmp_path / "sample.csv"
    file.write_text("scale,sets\n0.1,0.2\n0.9,0.8\n", encoding="utf-8")
    of_file = gx.robust(pack(FILL), table, inputs=inputs, sample=file)
    of_table = gx.robust(
        pack(FILL), table, inputs=inputs, sample=pa.table({"a": [0.1, 0.9], "b": [0.2, 0.8]})
    )
    assert of_file.runs == 2
    assert of_file.table.equals(of_table.table)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"node": "a"}, "no node a with children; try: g, h, total"),
        ({"name": "other"}, "has no index 'other'"),
        ({"sample": "none.csv"}, "no such file"),
        (
            {
                "inputs": {
                    "inputs": [
                        {"id": "x", "vary": "impute", "options": [{"method": "group_mean", "by": "y"}]}
                    ]
                }
            },
            "no such category in trial; try: region",
        ),
    ],
)
def test_wrong_use(pack, table: pa.Table, more: dict[str, Any], message: str):
    with pytest.raises(UsageError, match=message):
        gx.robust(pack(FILL), table, **more)


def test_a_table_without_rows(pack, table: pa.Table):
    with pytest.raises(UsageError, match="has no rows for it"):
        gx.robust(pack(FILL), table.slice(0, 0), inputs=SMALL)


def test_more_runs_than_memory_holds(pack, table: pa.Table, monkeypatch):
    monkeypatch.setattr(running, "MOST_CELLS", 1000)
    with pytest.raises(UsageError, match="at most 25 runs"):
        gx.robust(pack(FILL), table, inputs=SMALL)


def test_an_index_without_published_weights(pack, table: pa.Table):
    program = pack(FILL)
    tree = program.pack.index["trial"].model_dump(exclude_unset=True)
    tree["tree"][0]["weight"] = None
    tree["variants"] = {"even": {"title": {"zh": "均", "en": "even"}}}
    changed = pack(FILL, tree=_plain(tree["tree"]), variants=_plain(tree["variants"]))
    with pytest.raises(UsageError, match="weights are not published"):
        gx.robust(changed, table, inputs=SMALL)
    assert len(gx.robust(changed, table, inputs=SMALL, variant="even")) == 40


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)


def test_units_that_cannot_be_told_apart(pack):
    rows = pa.table(
        {"subject": ["u1", "u2", "u3"], **{f"x{n}": [3.0, 3.0, 1.0] for n in "abcde"}, "xf": [1.0, 1.0, 2.0]}
    )
    found = gx.robust(pack(), rows, inputs=SMALL)
    marks = {row["subject"]: row["mark"] for row in found.rows()}
    assert marks == {"u1": "位次差异不显著", "u2": "位次差异不显著", "u3": None}
    assert [(row["subject"], row["behind"]) for row in found.pairs.rows()] == [("u1", "u2")]


def test_one_unit(pack):
    rows = pa.table({"subject": ["u1"], **{f"x{n}": [3.0] for n in "abcdef"}})
    found = gx.robust(
        pack({"normalise": {"method": "percentile_rank"}, "aggregate": {"min_share": 0}}), rows, inputs=SMALL
    )
    (row,) = found.rows()
    assert row["score"] is None
    assert row["rank"] is None
    assert row["known"] == 0
    assert any("without a score" in notice for notice in found.notices)
