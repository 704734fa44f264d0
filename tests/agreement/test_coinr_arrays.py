"""ASEM as COINr 1.1.14 computes it: every variant of its catalogue, on arrays and on DuckDB.

Where we differ on purpose, a test has both numbers: COINr's, and ours.
"""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaoxin.engines.array import treat
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index
from tests.agreement import coinr, indices

Found = dict[tuple[str, str], dict[str, Any]]

pytestmark = pytest.mark.slow

DATA = (("imputed", "imputed"), ("normalised", "normalised"), ("aggregated", "score"), ("ranks", "rank"))
"""The files of a variant, and the columns that hold the same."""
TRAPS = {
    "t_log_global_trap": "COINr leaves figures untreated, with a warning",
    "i_none_genmean_p2": "COINr's generalised mean is unknown as soon as one child is",
    "m10_i_none_copeland": "COINr's Copeland scores with gaps depend on the order of rows",
    "n_fracmax": "COINr divides by zero; infinity then spreads through every mean",
}
"""Variants that hold what is not to be copied; each has a test of its own."""
VARIANTS = [
    *(
        "base",
        "n_minmax_1_100",
        "n_zscore_0_1",
        "n_rank",
        "n_rank_avg",
        "n_dist2max",
        "a_gmean",
        "a_genmean_p2",
    ),
    *("a_copeland_all", "w_none_copeland", "t_none", "t_win1", "t_win_unlimited", "t_log_orig"),
    *("t_none_noscreen", "i_none", "i_mean", "i_median", "i_mean_grp", "i_none_hmean", "dat_thresh_066"),
    *("screen_both", "m10_i_none", "m10_i_mean", "m10_i_median_grp", "m10_i_none_gmean"),
    *("m10_dat_thresh_1_066_05", "m10_screen_byNA_090"),
]


@pytest.fixture(scope="session")
def asem(shared: Path) -> coinr.Read:
    return coinr.reader(shared)


@pytest.fixture(scope="session")
def run(shared: Path, asem: coinr.Read) -> Callable[..., Found]:
    """Give the function that runs a variant, its methods changed where asked."""
    variants = coinr.catalogue(shared)
    tree = coinr.tree(asem("iMeta.csv"))

    def run(name: str, on: Callable[..., list[dict[str, Any]]] = indices.on_arrays, **changed: Any) -> Found:
        methods = coinr.methods(variants[name]) | changed
        spec = {"title": indices.TITLE, "tree": tree, "methods": methods}
        plan = compile_index(Index.model_validate(spec), "asem")
        rows = coinr.denominated(asem, f"{variants[name]['data']}.csv")
        table = indices.table(plan, [{"period": 2018, **row} for row in rows])
        return {(row["subject"], row["node"]): row for row in on(plan, table)}

    return run


def test_every_variant_of_the_catalogue_is_here(shared: Path) -> None:
    assert sorted(coinr.catalogue(shared)) == sorted([*VARIANTS, *TRAPS])


ON_DUCKDB = ("t_none", "t_none_noscreen", "t_log_orig")
"""The variants that SQL has every step for: the others winsorise."""


@pytest.mark.parametrize(
    ("name", "engine"), [*((name, "arrays") for name in VARIANTS), *((name, "duckdb") for name in ON_DUCKDB)]
)
def test_variant(asem: coinr.Read, run: Callable[..., Found], shared: Path, name: str, engine: str) -> None:
    found = run(name, {"arrays": indices.on_arrays, "duckdb": indices.on_duckdb}[engine])
    compare(asem, shared, name, found)


def compare(asem: coinr.Read, shared: Path, name: str, found: Found) -> None:
    """Check every cell of the files of a variant; countries that COINr leaves out are screened here."""
    for file, column in DATA:
        if (shared / f"data/asem/variants/{name}/{file}.csv").is_file():
            rows = asem(f"variants/{name}/{file}.csv")
            wrong = [cell for cell in cells(rows, found, column) if not coinr.near(*cell[2:])]
            if column == "rank":
                wrong = [(unit, node, *both) for unit, node, *both in wrong if not tied(found, unit, node)]
            assert not wrong, (file, wrong[:3])
    kept = {row["uCode"] for row in asem(f"variants/{name}/aggregated.csv")}
    out = {unit for (unit, node), row in found.items() if "screened" in row["status"].split(";")}
    assert out == {unit for unit, _ in found} - kept


def cells(rows: coinr.Rows, found: Found, column: str) -> list[tuple[str, str, Any, float | None]]:
    """Give unit, node, our value and COINr's, for each cell."""
    return [
        (
            row["uCode"],
            node,
            found[row["uCode"], "total" if node == "Index" else node][column],
            coinr.number(cell),
        )
        for row in rows
        for node, cell in row.items()
        if node != "uCode"
    ]


def tied(found: Found, unit: str, node: str) -> bool:
    """Whether another country has the same score to 12 digits: COINr ranks doubles, noise and all."""
    node = "total" if node == "Index" else node
    scores = [row["score"] for (_, other), row in found.items() if other == node and row["score"] is not None]
    own = found[unit, node]["score"]
    return sum(math.isclose(own, score, rel_tol=1e-12) for score in scores) > 1


def test_noise_breaks_ties_in_coinr(asem: coinr.Read, run: Callable[..., Found]) -> None:
    """Means of ranks are often equal on paper: Switzerland shares place 2 in Institutional."""
    found = run("n_rank")
    rows = {row["uCode"]: row for row in asem("variants/n_rank/ranks.csv")}
    same = [unit for (unit, node), row in found.items() if node == "Instit" and row["rank"] == 2]
    assert "CHE" in same
    assert len(same) > 1
    assert rows["CHE"]["Instit"] == "3"


def test_a_log_for_all_indicators_is_taken(asem: coinr.Read, run: Callable[..., Found]) -> None:
    """COINr leaves Flights as they are, skewed; here they are treated and then pass."""
    found = run("t_log_global_trap")
    theirs = {
        row["uCode"]: float(row["Flights"]) for row in asem("variants/t_log_global_trap/normalised.csv")
    }
    untreated = run("t_none")
    ours = np.array([found[unit, "Flights"]["treated"] for unit in theirs])
    raw = np.array([found[unit, "Flights"]["imputed"] for unit in theirs])
    for unit, value in theirs.items():
        assert coinr.near(untreated[unit, "Flights"]["normalised"], value)
    assert not treat.Rule().passes(raw)
    assert treat.Rule().passes(ours)
    np.testing.assert_allclose(ours, treat.log_shift(raw))
    assert coinr.near(found["AUS", "Flights"]["normalised"], 50.62422825864802)


def test_a_power_mean_takes_what_is_known(asem: coinr.Read, run: Callable[..., Found]) -> None:
    """COINr gives no score where one child is unknown; the same numbers stand wherever all are known."""
    found = run("i_none_genmean_p2")
    rows = asem("variants/i_none_genmean_p2/aggregated.csv")
    given = [cell for cell in cells(rows, found, "score") if cell[3] is not None]
    assert len(given) == 466
    assert all(coinr.near(*cell[2:]) for cell in given)
    whole = run("i_none_genmean_p2", aggregate={"method": "power_mean", "p": 2})
    assert all(coinr.near(*cell[2:]) for cell in cells(rows, whole, "score")), "all children must be known"
    children = [found["BGD", node]["score"] for node in ("LPI", "Flights", "Ship", "Bord", "Elec", "Gas")]
    children += [found["BGD", node]["score"] for node in ("ConSpeed", "Cov4G")]
    known = [score for score in children if score is not None]
    assert len(known) < len(children)
    assert coinr.near(found["BGD", "Physical"]["score"], math.sqrt(sum(s**2 for s in known) / len(known)))


def test_copeland_with_gaps(asem: coinr.Read, run: Callable[..., Found]) -> None:
    """COINr's scores turn over with the order of its rows; ours do not."""
    found = run("m10_i_none_copeland")
    rows = asem("variants/m10_i_none_copeland/aggregated.csv")
    normalised = asem("variants/m10_i_none_copeland/normalised.csv")
    leaves = [row["iCode"] for row in asem("iMeta.csv") if row["Parent"] == "Physical"]
    x = np.array([[coinr.number(row[leaf]) for leaf in leaves] for row in normalised], float)
    theirs = as_coinr(x)
    np.testing.assert_array_equal(theirs, [float(row["Physical"]) for row in rows])
    assert not np.array_equal(as_coinr(x[::-1])[::-1], theirs)
    assert found["AUS", "Physical"]["score"] == -13
    assert rows[0]["Physical"] == "-33"


def as_coinr(x: np.ndarray) -> np.ndarray:
    """Copeland scores as COINr computes them, equal weights: the lower triangle is 1 less the upper."""
    n, m = x.shape
    matrix = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            matrix[i, j] = ((x[i] > x[j]).sum() + (x[i] == x[j]).sum() / 2) / m
            matrix[j, i] = 1 - matrix[i, j]
    signs = np.sign(matrix - 0.5)
    np.fill_diagonal(signs, 0)
    return signs.sum(axis=1)


def test_nothing_is_divided_by_zero(asem: coinr.Read, run: Callable[..., Found]) -> None:
    """Finite shares are COINr's; where its least figure is 0 it has infinity, and so has every mean above."""
    found = run("n_fracmax")
    given = asem("variants/n_fracmax/normalised.csv")
    assert all(coinr.near(*cell[2:]) for cell in cells(given, found, "normalised"))
    assert {row["Tariff"] for row in given} & {"Inf"}
    assert "not positive" in found["AUS", "Tariff"]["status"]
    finite = [
        (unit, node, ours, theirs)
        for unit, node, ours, theirs in cells(asem("variants/n_fracmax/aggregated.csv"), found, "score")
        if theirs is not None
        and "reweighted" not in found[unit, node if node != "Index" else "total"]["status"]
    ]
    assert len(finite) > 200
    assert all(coinr.near(ours, theirs) for _, _, ours, theirs in finite)
    fair = run("n_fracmax", normalise={"method": "share_of_max"})
    least = min(float(row["PrimEner"]) for row in asem("variants/n_fracmax/imputed.csv"))
    assert coinr.near(fair["AUT", "PrimEner"]["score"], least / fair["AUT", "PrimEner"]["treated"])
