"""Exact totals of a few rows, and the ranks that follow."""

from fractions import Fraction

import pytest

from gaoxin.plan.points import exact_totals, points_plan, settled_ranks
from tests.services.points.conftest import Sheets, T

Q = Fraction


def plan(*items: dict[str, object], **more: object):
    return points_plan(Sheets.program([Sheets.group(*items)], **more))[1]


def totals(made, **columns: list[object]) -> list[Fraction]:
    rows = len(next(iter(columns.values())))
    return [Fraction(*pair) for pair in exact_totals(made, columns, rows)]


@pytest.mark.parametrize(
    ("normalise", "columns", "share"),
    [
        ({"method": "minmax"}, {"f_i": [3], "lo_i": [1], "hi_i": [8]}, Q(2, 7)),
        ({"method": "minmax", "constant": "1/4"}, {"f_i": [3], "lo_i": [3], "hi_i": [3]}, Q(1, 4)),
        ({"method": "share_of_max"}, {"f_i": [3], "lo_i": [1], "hi_i": [8]}, Q(3, 8)),
        ({"method": "share_of_max"}, {"f_i": [-3], "lo_i": [-3], "hi_i": [8]}, Q(0)),
        ({"method": "percentile_rank"}, {"w_i": [3], "n_i": [8]}, Q(3, 7)),
        ({"method": "percentile_rank"}, {"w_i": [0], "n_i": [1]}, Q(0)),
        ({"method": "goalposts", "posts": [1, 4]}, {"f_i": [2]}, Q(1, 3)),
        ({"method": "goalposts", "posts": [1, 4]}, {"f_i": [9]}, Q(1)),
        ({"method": "minmax"}, {"f_i": [None], "lo_i": [1], "hi_i": [8]}, Q(0)),
    ],
)
def test_shares(normalise: dict[str, object], columns: dict[str, list[object]], share: Fraction):
    assert totals(plan({"id": "i", "max": "3/2", "score": "a", "normalise": normalise}), **columns) == [
        share * Q(3, 2)
    ]


def test_doubles_count_as_what_they_are():
    made = plan({"id": "i", "max": 1, "score": "x"})
    assert totals(made, f_i=[0.1], lo_i=[0.0], hi_i=[0.5]) == [Q(0.1) / Q(0.5)]


def test_caps_and_vetoes():
    veto = [{"id": "v", "title": T, "when": "fines > 0", "then": "zero"}]
    items = [{"id": "p", "max": 9, "formula": "a / 2"}, {"id": "i", "max": 4, "score": "a"}]
    made = plan(*items, max=10, veto=veto)
    columns = {"p_p.low": [17, 17, None], "f_i": [1, 2, 1], "lo_i": [0] * 3, "hi_i": [2] * 3}
    assert totals(made, **columns, v_v=[False, True, None]) == [10, 0, 2]


def test_ranks_are_settled_cluster_by_cluster():
    made = plan({"id": "i", "max": 1, "score": "a"}, {"id": "k", "max": 1, "score": "b"})
    spread = {"lo_i": [0] * 5, "hi_i": [10] * 5, "lo_k": [0] * 5, "hi_k": [10] * 5}
    columns = {"f_i": [3, 1, 2, 4, 4], "f_k": [0, 2, 1, 4, 4], **spread}
    values = [0.30000000000000004, 0.3, 0.3, 0.8, 0.8]
    assert settled_ranks(made, [0, 0, 0, 1, 1], values, [5, 6, 6, 1, 1], columns) == [5, 5, 5, 1, 1]


def test_a_true_difference_stays_one():
    made = plan({"id": "i", "max": 1, "score": "x"})
    columns = {"f_i": [0.5 + 2**-53, 0.5], "lo_i": [0.0] * 2, "hi_i": [1.0] * 2}
    assert settled_ranks(made, [0, 0], [0.5, 0.5], [1, 1], columns) == [1, 2]
