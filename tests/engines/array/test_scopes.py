"""Statistics within scopes."""

import numpy as np

from gaoxin.engines.array import scopes

NAN = np.nan


def test_members() -> None:
    def rows(scope: list[int] | None, units: int) -> list[list[int]]:
        codes = None if scope is None else np.array(scope)
        return [np.arange(units)[part].tolist() for part in scopes.members(codes, units)]

    assert rows(None, 3) == [[0, 1, 2]]
    assert rows([4, 4], 2) == [[0, 1]]
    assert rows([1, -1, 0, 1], 4) == [[2], [0, 3]]
    assert rows([-1, -1], 2) == []
    assert rows([], 0) == []


def test_by_scope() -> None:
    x = np.arange(8.0).reshape(2, 4, 1)
    found = scopes.by_scope(x, np.array([0, 1, 0, -1]), lambda part: part * 0 + scopes.mean(part))
    np.testing.assert_array_equal(found[..., 0], [[1, 1, 1, NAN], [5, 5, 5, NAN]])


def test_known_figures_only() -> None:
    x = np.array([[1.0, NAN], [3.0, NAN]])
    np.testing.assert_array_equal(scopes.count(x), [[2, 0]])
    np.testing.assert_array_equal(scopes.total(x), [[4, 0]])
    np.testing.assert_array_equal(scopes.mean(x), [[2, NAN]])
