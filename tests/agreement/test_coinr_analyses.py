"""Analyses of the ASEM index as COINr 1.1.14 gives them."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gaoxin.formula.builder import Builder
from gaoxin.measure.analyses.components import cronbach_alpha
from gaoxin.measure.analyses.correlations import correlations
from gaoxin.measure.analyses.effective import effective_weights
from gaoxin.measure.analyses.frame import Columns, Frame, Tree
from gaoxin.measure.analyses.parts import contributions
from gaoxin.measure.analyses.statistics import availability, statistics
from gaoxin.services.analyses.verbs import drop_each
from gaoxin.spec import Pack

from . import coinr

Read = Callable[[str], list[dict[str, str]]]
TOP = "Index"
WORDS = {"Flag.Avail": "few", "Flag.NonZero": "zeros", "Flag.Unique": "repeats", "Flag.SkewKurt": "outliers"}
STATISTICS = {
    "Min": "minimum",
    "Max": "maximum",
    "Mean": "mean",
    "Median": "median",
    "Std": "sd",
    "Skew": "skewness",
    "Kurt": "kurtosis",
}


@pytest.fixture(scope="module")
def asem(shared: Path) -> Read:
    """Give the function that reads a file of the reference, or skip."""
    folder = shared / "data" / "asem"
    if not folder.is_dir():
        pytest.skip(f"no ASEM reference at {folder}")

    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def tree(asem: Read) -> Tree:
    """Give the tree of iMeta.csv."""
    meta = [row for row in asem("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    rows: list[tuple[str, str, int, str]] = []

    def walk(row: dict[str, str], parent: int) -> None:
        method = "" if row["Type"] == "Indicator" else "arithmetic"
        rows.append((row["iCode"], row["iName"], parent, method))
        place = len(rows) - 1
        for child in meta:
            if child["Parent"] == row["iCode"]:
                walk(child, place)

    walk(next(row for row in meta if row["iCode"] == TOP), -1)
    return Tree(*map(tuple, zip(*rows, strict=True)))


@pytest.fixture(scope="module")
def frame(asem: Read, tree: Tree) -> Frame:
    """Give COINr's own scores and raw figures, so that nothing but the analysis is under test."""
    scores: dict[str, dict[str, str]] = {}
    for file in ("normalised", "aggregated"):
        for row in asem(f"variants/base/{file}.csv"):
            scores.setdefault(row["uCode"], {}).update(row)
    figures = {row["uCode"]: row for row in asem("iData.csv")}
    subjects = tuple(scores)

    def matrix(rows: dict[str, dict[str, str]]) -> np.ndarray:
        return np.array([[float(rows[s].get(n) or "nan") for n in tree.nodes] for s in subjects])

    weights = np.array([1.0 if p < 0 else 1 / len(tree.children(p)) for p in tree.parents])
    score = matrix(scores)
    stages = {"raw": matrix(figures), "score": score, "weight": np.tile(weights, (len(subjects), 1))}
    return Frame(tree, 2018, subjects, stages)


def rows_by(columns: Columns, *keys: str) -> dict[tuple[object, ...], dict[str, object]]:
    made = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {tuple(row[key] for key in keys): row for row in made}


@pytest.mark.slow
@pytest.mark.parametrize("file", ["corr_ind_index.csv", "corr_ind_pillar.csv"])
def test_correlations(asem: Read, frame: Frame, file: str):
    """COINr blanks what is not significant at 5 %; we keep it and tell the p-value."""
    found = rows_by(correlations(frame), "node", "other")
    for row in asem(file):
        ours = found[row["Var2"], row["Var1"]]
        if row["Correlation"]:
            assert ours["correlation"] == pytest.approx(float(row["Correlation"]), abs=1e-9)
        assert (ours["p_value"] <= 0.05) == bool(row["Correlation"]), row


def test_cronbach(asem: Read, frame: Frame):
    found = rows_by(cronbach_alpha(frame), "group", "over", "without")
    for row in asem("cronbach.csv"):
        ours = found[row["iCode"], "indicators", None]
        assert ours["alpha"] == pytest.approx(float(row["alpha"]), abs=1e-9)


def test_effective_weights(asem: Read, frame: Frame):
    found = rows_by(effective_weights(frame), "node")
    for row in asem("effective_weights.csv"):
        assert found[row["iCode"],]["effective_weight"] == pytest.approx(float(row["EffWeight"]), abs=1e-12)
    shares = [row["variance_share"] for row in found.values() if row["level"] == 0]
    assert sum(shares) == pytest.approx(1, abs=1e-9)


def test_availability(asem: Read, frame: Frame):
    found = rows_by(availability(frame), "subject", "node")
    for row in asem("data_avail_summary.csv"):
        ours = found[row["uCode"], TOP]
        counts = [ours["missing"], ours["zero"], ours["missing"] + ours["zero"]]
        assert counts == [int(row[name]) for name in ("N_missing", "N_zero", "N_miss_or_zero")]
        shares = [ours["share"], ours["nonzero_share"]]
        assert shares == pytest.approx([float(row["Dat_Avail"]), float(row["Non_Zero"])], abs=1e-12)


def test_statistics(asem: Read, frame: Frame):
    """COINr rounds to three significant digits; a figure that ends in a 5 there may go either way."""
    found = rows_by(statistics(frame), "node")
    for row in asem("stats_raw.csv"):
        ours = found[row["iCode"],]
        for theirs, name in STATISTICS.items():
            digit = 10.0 ** np.floor(np.log10(abs(float(row[theirs])) or 1.0)) / 100
            assert ours[name] == pytest.approx(float(row[theirs]), abs=digit / 2 * (1 + 1e-6)), (
                row["iCode"],
                name,
            )
        names = {"N.Avail": "n", "N.NonZero": "nonzero", "N.Unique": "unique", "N.Same": "same"}
        assert [ours[name] for name in names.values()] == [int(row[name]) for name in names]
        flags = str(ours["flags"]).split(";")
        assert {word for word in WORDS.values() if word in flags} == {
            word for name, word in WORDS.items() if row[name] != "ok"
        }


@pytest.mark.slow
def test_contributions_add_up(frame: Frame):
    found = rows_by(contributions(frame), "subject", "node")
    leaves = [frame.tree.nodes[leaf] for leaf in frame.tree.leaves()]
    for subject in frame.subjects:
        whole = sum(found[subject, leaf]["to_top"] or 0.0 for leaf in leaves)
        assert whole == pytest.approx(found[subject, TOP]["score"], abs=1e-9)


@pytest.mark.slow
def test_each_group_left_out(asem: Read, shared: Path, tree: Tree):
    """The whole index anew without each of its eight pillars: imputed, screened, treated and ranked."""
    methods = coinr.methods(coinr.catalogue(shared)["base"])
    index = {"tree": coinr.tree(asem("iMeta.csv")), "methods": methods}
    program = Builder(Pack.model_validate(coinr.pack(asem, index)), {}).build()
    expected = {
        row["element"]: float(row["mean_abs_rank_diff"]) for row in asem("remove_elements_level2.csv")
    }
    pillars = [name for name in expected if name in tree.nodes]
    rows = drop_each(program, str(shared / "data" / "asem" / "iData.csv"), nodes=pillars).rows()
    found = {row["dropped"] or "Nominal": row["mean_abs_rank_change"] for row in rows}
    assert found == pytest.approx(expected, abs=1e-9)
    assert len(found) == 9
