"""Sobol' indices against models whose indices are known, and against scipy's estimates."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import sobol_indices as scipy_indices
from scipy.stats import uniform

from gaoxin.measure.robust.estimators import at_share, sobol_indices
from gaoxin.measure.robust.sampling import draw


def ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigami() -> None:
    """Ishigami and Homma 1990 with a = 7, b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""
    values = ishigami(sample(8192, 3))[:, None]
    found = sobol_indices(values, 3, 8192, replicates=100, confidence=0.9, seed=1)
    assert found.first[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    assert found.total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.005)
    for low, middle, high in (
        (found.first_low, found.first, found.first_high),
        (found.total_low, found.total, found.total_high),
    ):
        assert ((low <= middle) & (middle <= high)).all()


def sample(draws: int, inputs: int) -> np.ndarray:
    design = draw("sobol", [1] * inputs, draws, 1)
    return np.take_along_axis(design.base, design.source, axis=0)


def test_an_additive_model_has_the_shares_of_its_variances() -> None:
    """y = 1 u1 + 2 u2 + 3 u3 + 1000: first = total = 1, 4, 9 over 14, whatever the constant."""
    values = sample(4096, 3) @ np.array([1.0, 2.0, 3.0]) + 1000
    found = sobol_indices(values[:, None], 3, 4096, replicates=0, confidence=0.9, seed=1)
    assert found.first[:, 0] == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=2e-3)
    assert found.total[:, 0] == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=2e-3)
    assert found.variance[0] == pytest.approx(14 / 12, rel=1e-2)
    assert np.isnan(found.first_low).all()


def test_without_centring_the_constant_would_count() -> None:
    """COINr's first-order estimate, mean of B (AB - A) over V, is off where the mean is far from 0."""
    design = draw("monte_carlo", [1, 1], 200, 3)
    values = np.take_along_axis(design.base, design.source, axis=0) @ [1.0, 1.0] + 100
    a, b, *mixed = values.reshape(4, 200)
    theirs = [np.mean(b * (ab - a)) / np.var(np.concatenate([a, b]), ddof=1) for ab in mixed]
    ours = sobol_indices(values[:, None], 2, 200, replicates=0, confidence=0.9, seed=1).first[:, 0]
    assert max(abs(np.array(theirs) - 0.5)) > 1
    assert ours == pytest.approx([0.5, 0.5], abs=0.15)


def test_the_estimates_are_those_of_scipy() -> None:
    """scipy.stats.sobol_indices, method saltelli_2010, on the same function values."""
    values = ishigami(sample(512, 3))
    a, b, *mixed = values.reshape(5, 1, 512)
    theirs = scipy_indices(
        func={"f_A": a, "f_B": b, "f_AB": np.stack(mixed)},
        n=512,
        dists=[uniform()] * 3,
        method="saltelli_2010",
    )
    ours = sobol_indices(values[:, None], 3, 512, replicates=0, confidence=0.9, seed=1)
    assert ours.first[:, 0] == pytest.approx(theirs.first_order.ravel(), abs=1e-10)
    assert ours.total[:, 0] == pytest.approx(theirs.total_order.ravel(), abs=1e-10)


@pytest.mark.slow
def test_bootstrap_intervals_cover_the_known_answer() -> None:
    """90 % intervals of an additive model's indices, from samples of their own, cover 1/5 and 4/5 mostly."""
    weights, known, covered = np.array([1.0, 2.0]), np.array([0.2, 0.8]), 0
    for seed in range(60):
        design = draw("monte_carlo", [1, 1], 256, seed)
        values = np.take_along_axis(design.base, design.source, axis=0) @ weights
        found = sobol_indices(values[:, None], 2, 256, replicates=200, confidence=0.9, seed=seed)
        covered += int(((found.first_low[:, 0] <= known) & (known <= found.first_high[:, 0])).sum())
    assert 0.8 <= covered / 120 <= 0.98


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    values = np.full((40, 2), 7.0)
    values[:, 1] = np.arange(40)
    found = sobol_indices(values, 2, 10, replicates=5, confidence=0.9, seed=1)
    assert np.isnan(found.first[:, 0]).all()
    assert np.isnan(found.total_high[:, 0]).all()
    assert not np.isnan(found.total[:, 1]).any()


def test_an_output_unknown_in_a_run_has_no_indices() -> None:
    values = np.random.default_rng(1).random((40, 1))
    values[3] = np.nan
    assert np.isnan(sobol_indices(values, 2, 10, replicates=5, confidence=0.9, seed=1).first).all()


def test_outputs_in_pieces_are_those_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(2).random((64 * 5, 50))
    whole = sobol_indices(values, 3, 64, replicates=20, confidence=0.9, seed=4)
    monkeypatch.setattr("gaoxin.measure.robust.estimators._CELLS", 1000)
    pieces = sobol_indices(values, 3, 64, replicates=20, confidence=0.9, seed=4)
    assert (whole.first_low == pieces.first_low).all()
    assert (whole.total == pieces.total).all()


def test_quantiles_are_those_of_numpy() -> None:
    rng = np.random.default_rng(5)
    values = rng.random((37, 9))
    values[rng.random(values.shape) < 0.3] = np.nan
    ordered, known = np.sort(values, axis=0), (~np.isnan(values)).sum(axis=0)
    for share in (0.0, 0.05, 0.5, 0.95, 1.0):
        assert at_share(ordered, known, share) == pytest.approx(
            np.nanquantile(values, share, axis=0), abs=1e-15
        )


CODE = """
import numpy as np
from gaoxin.measure.robust.estimators import sobol_indices
values = np.random.default_rng(2).random((512 * 6, 60))
found = sobol_indices(values, 4, 512, replicates=100, confidence=0.9, seed=4)
print([a.tobytes().hex() for a in (found.first, found.first_low, found.total_high)])
"""


@pytest.mark.slow
def test_any_number_of_threads_gives_the_same_numbers() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(said) == 1
