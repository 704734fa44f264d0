"""Samples: their shape, their bins and their seeds."""

import numpy as np
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.measure.robust import sampling
from gaoxin.measure.robust.sampling import Sampling

METHODS: list[Sampling] = ["monte_carlo", "sobol", "latin_hypercube"]


@pytest.mark.parametrize("method", METHODS)
def test_runs_are_crossed(method: Sampling) -> None:
    design = sampling.draw(method, [1, 3, 0], 8, seed=5)
    assert design.runs == 8 * 5
    assert design.base.shape == (16, 4)
    assert [design.uniforms(place).shape[1] for place in range(3)] == [1, 3, 0]
    a, b, *mixed = design.source.reshape(5, 8, 3)
    assert (b == a + 8).all()
    for place, block in enumerate(mixed):
        assert (block[:, place] == b[:, place]).all()
        others = [other for other in range(3) if other != place]
        assert (block[:, others] == a[:, others]).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_seed_gives_its_numbers(method: Sampling) -> None:
    first, again, other = (sampling.draw(method, [4], 50, seed).base for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).any()
    assert ((first >= 0) & (first < 1)).all()


def test_latin_hypercube_has_one_number_in_each_bin() -> None:
    base = sampling.draw("latin_hypercube", [3], 20, seed=0).base
    for half in (base[:20], base[20:]):
        assert (np.sort((half * 20).astype(int), axis=0) == np.arange(20)[:, None]).all()


def test_any_number_of_a_sobol_sequence_is_its_beginning() -> None:
    few, many = (sampling.draw("sobol", [2], n, seed=3).base for n in (100, 128))
    assert (few[:100] == many[:100]).all()


def test_without_indices_there_is_one_block() -> None:
    design = sampling.draw("sobol", [2, 1], 10, seed=1, crossed=False)
    assert (design.runs, design.crossed) == (10, False)


def test_too_many_columns_for_a_sobol_sequence() -> None:
    with pytest.raises(UsageError, match=r"20000 uncertain numbers a run.*latin_hypercube"):
        sampling.draw("sobol", [20_000], 2, seed=1)


def test_bins_divide_the_unit() -> None:
    assert sampling.options(np.array([0.0, 0.19, 0.2, 0.99, 1.0]), 5).tolist() == [0, 0, 1, 4, 4]


def test_bins_over_the_sample_are_those_of_cut() -> None:
    """R: as.integer(cut(c(.1, .2, .4, .5, .7), 3)) gives 1 1 2 2 3, its bins being closed on the right."""
    uniform = np.array([0.1, 0.2, 0.4, 0.5, 0.7])
    assert sampling.options(uniform, 3, over_sample=True).tolist() == [0, 0, 1, 1, 2]
    assert sampling.options(uniform, 3).tolist() == [0, 0, 1, 1, 2]
    assert sampling.options(uniform, 2, over_sample=True).tolist() == [0, 0, 0, 1, 1]
    assert sampling.options(np.full(3, 0.4), 3, over_sample=True).tolist() == [0, 0, 0]


def test_a_sample_of_ones_own_shows_its_blocks() -> None:
    drawn = sampling.draw("monte_carlo", [1, 1], 6, seed=9)
    sample = np.take_along_axis(drawn.base, drawn.source, axis=0)
    found = sampling.given(sample)
    assert found.crossed
    assert found.draws == 6
    assert (np.take_along_axis(found.base, found.source, axis=0) == sample).all()
    sample[0, 0] += 1e-9
    assert not sampling.given(sample).crossed


@pytest.mark.parametrize(
    "sample", [np.array([0.5]), np.array([[0.5, 1.5]]), np.empty((0, 2)), np.array([[np.nan]])]
)
def test_a_sample_must_be_uniform_numbers(sample: np.ndarray) -> None:
    with pytest.raises(UsageError, match="from 0 to 1"):
        sampling.given(np.array(sample))
