"""Strengths and weaknesses by hand."""

from collections.abc import Callable

from gaoxin.measure.analyses.frame import Frame
from gaoxin.measure.analyses.strengths import strengths

from .conftest import table

NAN = float("nan")


def test_best_and_worst_ranks(framed: Callable[..., Frame]):
    rows = table(strengths(framed([[9, 1, 5], [5, 5, 4], [1, 9, 6]]), top=1))
    told = {(r["subject"], r["kind"]): (r["node"], r["rank"]) for r in rows}
    assert told["u0", "strength"] == ("a", 1)
    assert told["u0", "weakness"] == ("b", 3)
    assert told["u1", "weakness"] == ("c", 3)
    first = rows[0]
    assert (first["group"], first["of"], first["mean"], first["gap"], first["raw"]) == ("g", 3, 5, 4, 9)


def test_the_last_place_is_no_strength_and_the_first_no_weakness(framed: Callable[..., Frame]):
    rows = table(strengths(framed([[9, 9, 9], [1, 1, NAN], [5, 1, 1]]), subjects=("u0", "u1")))
    assert [(r["subject"], r["kind"], r["node"]) for r in rows] == [
        ("u0", "strength", "b"),
        ("u1", "weakness", "a"),
    ]
