"""Screening, filling and treatment in the order of the plan."""

import numpy as np

from gaoxin.engines.array.index.cells import cells, outcomes
from gaoxin.engines.array.index.frame import frame
from gaoxin.plan.index import Treat

NAN = np.nan


def test_screening_before_and_behind_filling(plan, figures) -> None:
    """C reports nothing: before filling it is left out and no mean looks at it; behind, it is full."""
    table = figures([1, 3, None], [2, None, None])
    ways = {"impute": {"method": "mean"}, "screen": {"min_share": "1/2"}}
    early = plan(**ways)
    found = cells(frame(table, early), early)
    np.testing.assert_array_equal(found.screened, [False, False, True])
    np.testing.assert_array_equal(found.imputed, [[1, 2], [3, 2], [NAN, NAN]])
    np.testing.assert_array_equal(found.filled, [[0, 0], [0, 1], [0, 0]])
    late = plan(**ways | {"screen": {"min_share": "1/2", "counts": "imputed"}})
    found = cells(frame(table, late), late)
    assert not found.screened.any()
    np.testing.assert_array_equal(found.imputed, [[1, 2], [3, 2], [2, 2]])
    np.testing.assert_array_equal(found.raw, [[1, 2], [3, NAN], [NAN, NAN]])


def test_peers_are_those_that_are_alike_in_what_was_reported(plan, figures) -> None:
    peers = plan(impute={"method": "peer_mean", "peers": 1})
    found = cells(frame(figures([1, 2, 9], [10, None, 90]), peers), peers)
    np.testing.assert_array_equal(found.imputed[:, 1], [10, 10, 90])


def test_treatment_says_what_it_changed(plan, figures) -> None:
    """Nine ones and 100: winsorising would leave nothing to tell apart; of 1 to 9 and 100 it changes one."""
    treated = plan(treat={"methods": ["winsorise"]})
    found = cells(frame(figures([1.0] * 9 + [100], [*range(1, 10), 100]), treated), treated)
    np.testing.assert_array_equal(found.treated[:, 0], [1] * 9 + [100])
    np.testing.assert_array_equal(found.treated[:, 1], [*range(1, 10), 9])
    np.testing.assert_array_equal(found.changed, [[0, 0]] * 9 + [[0, 1]])
    np.testing.assert_array_equal(found.skewed, [[1, 0]] * 10)


def test_outcomes_of_each_scope(plan) -> None:
    treated = plan(treat={"methods": ["log"], "rule": "always"})
    step = next(step for step in treated.steps if isinstance(step, Treat))
    scope = np.array([0, 0, 1, 1])
    found = list(outcomes(step, np.array([1.0, 2.0, 5.0, 5.0]), scope))
    assert [result.method for _, result, _ in found] == ["log", None]
    np.testing.assert_array_equal(found[0][2], [True, True])
    np.testing.assert_array_equal(found[1][2], [False, False])
