"""Linear programmes of mixes, solved by hand."""

import numpy as np
import pytest

from gaoxin.measure.targets.programme import Table, solve


def table(*points: tuple[float, ...]) -> Table:
    costs, *gains = zip(*points, strict=True)
    return Table(np.array(costs, float), np.array(gains, float).T)


def test_the_cheaper_points_come_first():
    """a gives 2 points for each of cost, up to 10; b one. 15 points: all of a for 5, and b for 5."""
    found = solve([table((0, 0), (5, 10)), table((0, 0), (20, 20))], np.array([15.0]))
    assert found is not None
    assert found.cost == pytest.approx(10)
    assert [weights[-1] for weights in found.weights] == pytest.approx([1, 0.25])


def test_a_step_that_pays_late_is_seen():
    """a gives nothing before its end, 10 for 5; 8 points cost 4 with half of it (a piece), 8 with b."""
    found = solve([table((0, 0), (4, 0), (5, 10)), table((0, 0), (20, 20))], np.array([8.0]))
    assert found is not None
    assert found.cost == pytest.approx(4.8)


def test_rivals_may_be_given_up():
    """The lead over the first rival costs 10, over the second 2: one may stay ahead."""
    levers = [table((0, 0, 0), (10, 5, 0)), table((0, 0, 0), (2, 0, 5))]
    both, one = (solve(levers, np.array([5.0, 5.0]), spared) for spared in (0, 1))
    assert both is not None
    assert one is not None
    assert (both.cost, one.cost) == (pytest.approx(12), pytest.approx(2))


def test_what_no_mix_reaches():
    assert solve([table((0, 0), (5, 10))], np.array([11.0])) is None
