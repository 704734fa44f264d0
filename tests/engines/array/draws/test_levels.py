"""Levels over draws: each mean by hand, missing children, weights of nought, chunks."""

import numpy as np
import pytest

from gaoxin.engines.array.draws.levels import Joint, climb, leaf, needed

RNG = np.random.default_rng(4)
LEAVES = RNG.uniform(1, 10, (5, 7))  # leaves, units
WEIGHTS = RNG.uniform(0.5, 2, (6, 5))  # runs, leaves


def top(method: str, values=LEAVES, weights=WEIGHTS, **more) -> np.ndarray:
    ids = tuple(f"c{n}" for n in range(len(values)))
    joint = Joint("t", ids, weights[0], method, **more)
    below = {i: leaf(v[None, :]) for i, v in zip(ids, values, strict=True)}
    return climb(below, [joint], lambda *_: weights.copy(), "t").values


SHARES = WEIGHTS / WEIGHTS.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("method", "known"),
    [
        ("arithmetic", SHARES @ LEAVES),
        ("geometric", np.exp(SHARES @ np.log(LEAVES))),
        ("harmonic", 1 / (SHARES @ (1 / LEAVES))),
        ("minimum", np.repeat(LEAVES.min(axis=0)[None], 6, axis=0)),
        ("median", np.repeat(np.median(LEAVES, axis=0)[None], 6, axis=0)),
    ],
)
def test_means(method: str, known: np.ndarray) -> None:
    assert top(method) == pytest.approx(known, rel=1e-13)


def test_power_mean() -> None:
    assert top("power_mean", power=2.0) == pytest.approx(np.sqrt(SHARES @ LEAVES**2), rel=1e-13)
    assert top("power_mean", power=0.0) == pytest.approx(np.exp(SHARES @ np.log(LEAVES)), rel=1e-13)


def test_a_method_of_one_run() -> None:
    found = top("its own", whole=lambda values, weights: np.median(values, axis=-1) + 0 * weights[..., 0])
    assert found == pytest.approx(np.repeat(np.median(LEAVES, axis=0)[None], 6, axis=0))


def test_missing_children_are_reweighted_or_make_it_unknown() -> None:
    values = LEAVES.copy()
    values[0, 2] = np.nan
    strict, loose = top("arithmetic", values), top("arithmetic", values, least=0.5)
    assert np.isnan(strict[:, 2]).all()
    rest = WEIGHTS[:, 1:] @ LEAVES[1:, 2] / WEIGHTS[:, 1:].sum(axis=1)
    assert loose[:, 2] == pytest.approx(rest)
    others = [0, 1, 3, 4, 5, 6]
    assert (strict[:, others] == top("arithmetic")[:, others]).all()
    assert np.isnan(top("minimum", values)[:, 2]).all()
    assert top("minimum", values, least=0.5)[:, 2] == pytest.approx(np.full(6, LEAVES[1:, 2].min()))


def test_a_share_of_the_children() -> None:
    values, weights = LEAVES.copy(), np.tile([10.0, 1, 1, 1, 1], (6, 1))
    values[0, 2] = np.nan
    assert np.isnan(top("arithmetic", values, weights, least=0.8)[:, 2]).all()
    assert not np.isnan(top("arithmetic", values, weights, least=0.8, by_count=True)).any()


def test_a_weight_of_nought_does_not_count() -> None:
    values, weights = LEAVES.copy(), WEIGHTS.copy()
    values[0, :3] = np.nan, -1, 0
    weights[:, 0] = 0
    for method in ("arithmetic", "geometric", "minimum", "median"):
        assert top(method, values, weights) == pytest.approx(top(method, LEAVES[1:], WEIGHTS[:, 1:]))
    weights[:] = 0
    assert np.isnan(top("arithmetic", LEAVES, weights)).all()


def test_no_geometric_mean_of_what_is_not_positive() -> None:
    values = LEAVES.copy()
    values[1, 4] = 0
    values[2, 5] = -3
    for method, power in (("geometric", 1), ("harmonic", 1), ("power_mean", -1), ("power_mean", 2)):
        found = top(method, values, power=power)
        known = [False, False, False, False, power < 2, True, False]
        assert np.isnan(found).all(axis=0).tolist() == known


def test_levels_and_what_a_node_rests_on() -> None:
    low = Joint("a", ("c0", "c1"), np.ones(2))
    idle = Joint("b", ("c2",), np.ones(1))
    high = Joint("t", ("a", "c3"), np.ones(2))
    assert [joint.node for joint in needed([low, idle, high], "t")] == ["a", "t"]
    leaves = {f"c{n}": leaf(LEAVES[n][None]) for n in range(4)}
    weights = {"a": WEIGHTS[:, :2], "t": WEIGHTS[:, 2:4]}
    both = climb(leaves, [low, high], lambda joint, _: weights[joint.node], "t").values
    inner = (WEIGHTS[:, :2] @ LEAVES[:2]) / WEIGHTS[:, :2].sum(axis=1, keepdims=True)
    known = (WEIGHTS[:, 2:3] * inner + WEIGHTS[:, 3:4] * LEAVES[3]) / WEIGHTS[:, 2:4].sum(
        axis=1, keepdims=True
    )
    assert both == pytest.approx(known)
    only = climb(leaves, [low, high], lambda joint, _: weights[joint.node], "a")
    assert only.values == pytest.approx(inner)


def test_a_run_is_the_same_in_any_chunk() -> None:
    for method in ("arithmetic", "geometric", "harmonic"):
        whole = top(method)
        for run in range(6):
            assert (top(method, weights=WEIGHTS[run : run + 1]) == whole[run]).all()


def test_a_node_without_children_left_is_left_out() -> None:
    low, high = Joint("a", ("c0", "c1"), np.ones(2)), Joint("t", ("a", "c2"), np.ones(2))
    leaves = {f"c{n}": leaf(LEAVES[n][None]) for n in range(3)}
    weights = {"a": np.array([[1.0, 1], [0, 0]]), "t": np.array([[1.0, 1], [1, 1]])}
    found = climb(leaves, [low, high], lambda joint, _: weights[joint.node], "t").values
    assert found[0] == pytest.approx((LEAVES[0] / 2 + LEAVES[1] / 2) / 2 + LEAVES[2] / 2)
    assert (found[1] == LEAVES[2]).all()


def test_weights_from_the_data() -> None:
    def spread(scores: np.ndarray) -> np.ndarray:
        return scores.std(axis=1)

    joint = Joint("t", ("c0", "c1"), np.ones(2), weigh=spread)
    leaves = {f"c{n}": leaf(LEAVES[n][None]) for n in range(2)}
    found = climb(leaves, [joint], lambda _, nominal: np.repeat(nominal, 3, axis=0), "t").values
    share = LEAVES[0].std() / (LEAVES[0].std() + LEAVES[1].std())
    assert found == pytest.approx(np.repeat((share * LEAVES[0] + (1 - share) * LEAVES[1])[None], 3, axis=0))
    joint = Joint("t", ("c0", "c1"), np.ones(2), weigh=lambda scores: np.full((1, 2), np.nan))
    none = climb(leaves, [joint], lambda _, nominal: np.repeat(nominal, 3, axis=0), "t").values
    assert np.isnan(none).all()
