"""The runs of COINr's uncertainty and sensitivity analysis of ASEM, on its own sample."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from gaoxin.engines.array.draws.entry import Drawn, draws
from gaoxin.measure.robust.analysis import Robustness, Runs, analyse
from gaoxin.measure.robust.combining import joined
from gaoxin.measure.robust.intervals import as_floats, spread
from gaoxin.measure.robust.setting import FAMILIES, Setting, prepare
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index, Uncertainty
from tests.agreement import coinr

pytestmark = pytest.mark.slow

TITLE = {"zh": "ASEM", "en": "ASEM"}
METHODS = {
    "impute": {"method": "group_mean", "by": "eurasia_group"},
    "screen": {"min_share": "0.9", "counts": "imputed"},
    "treat": {"methods": ["winsorise", "log_shift"], "winmax": 5},
    "normalise": {"method": "minmax"},
    "aggregate": {"method": "arithmetic", "min_share": 0},
}


def uncertain(read: coinr.Read, **more: Any) -> Uncertainty:
    """What COINr varied, in our words."""
    sets: dict[str, dict[str, str]] = {}
    for row in read("sensitivity/noisy_weights.csv"):
        if row["iCode"] != "Index":
            sets.setdefault(row["weight_set"], {})[row["iCode"]] = row["Weight"]
    inputs = [
        {"id": "winmax", "vary": "winmax", "options": [1, 2, 3, 4, 5]},
        {
            "id": "normalisation",
            "vary": "normalise",
            "options": [
                {"method": "minmax", "low": 1, "high": 100},
                {"method": "zscore", "mean": 10, "sd": 2},
            ],
        },
        {"id": "weights", "vary": "weight_sets", "sets": list(sets.values())},
        {
            "id": "aggregation",
            "vary": "aggregate",
            "options": [{"method": way, "min_share": 0} for way in ("arithmetic", "geometric")],
        },
    ]
    return Uncertainty.model_validate({"inputs": inputs, "bins": "sample", "first": [10], **more})


def floats(path: Path) -> np.ndarray:
    with path.open(encoding="utf-8", newline="") as file:
        return np.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])


@pytest.fixture(scope="module")
def read(shared: Path) -> coinr.Read:
    return coinr.reader(shared)


@pytest.fixture(scope="module")
def ran(shared: Path, read: coinr.Read) -> tuple[Setting, Uncertainty, Drawn, Robustness]:
    """The 3,000 runs of the sensitivity analysis."""
    return run(read, floats(shared / "data/asem/sensitivity/SA_N500/sample_uniform.csv"), uncertain(read))


def run(
    read: coinr.Read, sample: np.ndarray, spec: Uncertainty
) -> tuple[Setting, Uncertainty, Drawn, Robustness]:
    tree = coinr.tree(read("iMeta.csv"))
    index = Index.model_validate({"title": TITLE, "tree": tree, "methods": METHODS})
    setting = prepare(index, spec, sample)
    plan = compile_index(index, "asem")
    rows = coinr.denominated(read, "iData.csv")
    columns: dict[str, Any] = {
        "subject": pa.array([row["subject"] for row in rows]),
        "period": pa.array([2018] * len(rows), pa.int32()),
    }
    columns |= {leaf.column: pa.array([row[leaf.node] for row in rows], pa.float64()) for leaf in plan.leaves}
    columns |= {g.column: pa.array([row[g.reference] for row in rows]) for g in plan.groups}
    made = {family: [compile_index(one, "asem") for one in ones] for family, ones in setting.indices.items()}
    plans = [
        joined(plan, {family: made[family][n] for family, n in zip(FAMILIES, row, strict=True)})
        for row in setting.combinations
    ]
    found = draws(pa.table(columns), plan, plans, setting.combination, setting.reweigh, "total")
    told = Runs(
        found.scores, found.ranks, found.nominal_scores, found.nominal_ranks, found.subjects, found.periods
    )
    return setting, spec, found, analyse(setting, spec, told)


def of_coinr(read: coinr.Read, file: str, found: Drawn) -> list[dict[str, str]]:
    """Rows of a file in the order of our units."""
    rows = {row["uCode"]: row for row in read(file)}
    return [rows[subject] for subject in found.subjects]


def test_every_rank_of_every_run(read: coinr.Read, ran: Any) -> None:
    _, _, found, _ = ran
    theirs = of_coinr(read, "sensitivity/SA_N500/ranks.csv", found)
    known = np.array([[int(row[f"r_{n}"]) for n in range(1, 3001)] for row in theirs])
    assert (known == found.ranks.T).all()


def test_every_rank_of_the_uncertainty_analysis(shared: Path, read: coinr.Read) -> None:
    sample = floats(shared / "data/asem/sensitivity/UA_N500/sample_uniform.csv")
    setting, _, found, _ = run(read, sample, uncertain(read))
    assert not setting.design.crossed
    theirs = of_coinr(read, "sensitivity/UA_N500/ranks.csv", found)
    known = np.array([[int(row[f"r_{n}"]) for n in range(1, 501)] for row in theirs])
    assert (known == found.ranks.T).all()


def test_nominal_scores_and_ranks(read: coinr.Read, ran: Any) -> None:
    _, _, found, _ = ran
    theirs = of_coinr(read, "sensitivity/SA_N500/nominal.csv", found)
    assert found.nominal_scores == pytest.approx([float(row["Score"]) for row in theirs], abs=1e-9)
    assert found.nominal_ranks.tolist() == [int(row["Rank"]) for row in theirs]


def test_rank_statistics(read: coinr.Read, ran: Any) -> None:
    """COINr takes the runs of A and B; ours take all, which have the same distribution."""
    _, _, found, told = ran
    theirs = of_coinr(read, "sensitivity/SA_N500/rank_stats.csv", found)
    ours = spread(as_floats(found.ranks[:1000]), (0.05, 0.5, 0.95))
    low, middle, high = ours.quantiles
    units = told.tables["units"]
    for of_both, of_all, name in (
        (ours.mean, "rank_mean", "Mean"),
        (middle, "rank_median", "Median"),
        (low, "rank_low", "Q5"),
        (high, "rank_high", "Q95"),
    ):
        known = [float(row[name]) for row in theirs]
        assert of_both == pytest.approx(known, abs=1e-5)
        assert units[of_all] == pytest.approx(known, abs=1.5)


def test_sensitivity(read: coinr.Read, ran: Any) -> None:
    """Their total index is ours (another variance apart); their first-order index is not centred.

    The mean rank shift is far from 0 against its spread, so what is not centred moves by up to 0.2 here.
    """
    setting, _, found, told = ran
    theirs = {row["Variable"].lower(): row for row in read("sensitivity/SA_N500/sensitivity.csv")}
    names = [given.id for given in setting.inputs]
    n, k = setting.design.draws, len(names)
    shift = np.abs(found.ranks - found.nominal_ranks).mean(axis=1)
    a, b, *mixed = shift.reshape(k + 2, n)
    variance = np.var(np.concatenate([a, b]), ddof=1)
    sensitivity = told.tables["sensitivity"]
    of_shift = sensitivity["target"] == "rank shift"
    for place, name in enumerate(names):
        ab = mixed[place]
        row = theirs[name]
        assert np.mean(b * (ab - a)) / variance == pytest.approx(float(row["Si"]), abs=1e-9)
        assert np.mean((a - ab) ** 2) / 2 / variance == pytest.approx(float(row["STi"]), abs=1e-9)
        ours = of_shift & (sensitivity["input"] == name)
        scale = variance / np.var(np.concatenate([a, b]))
        assert sensitivity["total"][ours][0] == pytest.approx(float(row["STi"]) * scale, abs=1e-9)
        centred = np.mean((b - shift[: 2 * n].mean()) * (ab - a)) / np.var(np.concatenate([a, b]))
        assert sensitivity["first"][ours][0] == pytest.approx(centred, abs=1e-9)


def test_bins_of_the_unit_are_other_runs(shared: Path, read: coinr.Read, ran: Any) -> None:
    sample = floats(shared / "data/asem/sensitivity/SA_N500/sample_uniform.csv")[:500]
    _, _, found, _ = run(read, sample, uncertain(read, bins="unit"))
    assert not (found.ranks == ran[2].ranks[:500]).all()
    assert (found.ranks == ran[2].ranks[:500]).mean() > 0.9
