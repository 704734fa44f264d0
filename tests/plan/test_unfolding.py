"""Nested calculations with doubles: their text grows with their depth, not with its power."""

from gaoxin.engines.sql.cte import text
from gaoxin.engines.sql.rows import Relation, row_ctes
from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derived, Frame, Output, RowPlan
from gaoxin.plan.unfolding import unfolded

X = e.Column("x", "real")


def nested(depth: int) -> e.Expr:
    found: e.Expr = X
    for _ in range(depth):
        found = e.Real("power", (found, e.Constant(0.5, "real")))
    return found


def script(depth: int) -> str:
    frame = Frame("s", (("x", "real", 0),))
    plan = RowPlan("p", (), frame, (), (Output("y", nested(depth), "real"),))
    ctes, final = row_ctes(plan, Relation("t", frozenset({"x"})), {})
    return "\n".join(text(part.query) for part in ctes) + text(final)


def test_the_script_grows_with_the_depth() -> None:
    lengths = [len(script(depth)) for depth in (4, 8, 12)]
    assert lengths[2] - lengths[1] < 1.5 * (lengths[1] - lengths[0])


def test_small_ones_stay_where_they_are() -> None:
    output = Output("y", nested(2), "real")
    assert unfolded([], [output]) == ([], (output,))


def test_what_is_read_by_several_is_one_column() -> None:
    large = nested(4)
    root, other = e.Real("sqrt", (large,)), e.Real("log", (large,))
    columns, outputs = unfolded([Derived("d", root, "real")], [Output("y", other, "real")])
    assert [column.name for column in columns] == ["double.1", "d"]
    apart = e.Column("double.1", "real")
    assert columns[1].expr == e.Real("sqrt", (apart,))
    assert outputs[0].expr == e.Real("log", (apart,))
