"""Steps say in words what they do."""

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derive, Derived, Frame, Output, Rollup, RowPlan, Sum

A = e.Column("a", "int")
FRAME = Frame("firm", (("a", "int", 0), ("b", "int", 2), ("a", "int", 1)))
ROLLUP = Rollup(
    "r", Frame("firm", (("a", "int", 0),)), "zone", 0, (Sum("r.1", "sum", A, e.TRUE, wide=False),)
)


def test_a_frame_joins_each_year_once():
    assert FRAME.shifts == (1, 2)
    assert str(FRAME) == "frame firm: a, b@-2, a@-1"
    assert str(Frame("firm", ())) == "frame firm: no variables"


def test_a_plan_is_printed_step_by_step():
    level = Derive(1, (Derived("f", A, "int", "题"), Derived("g", A, "int")))
    plan = RowPlan("p", (ROLLUP,), FRAME, (level,), (Output("f", A, "int"), Output("g", A, "int")))
    assert str(plan) == (
        "roll up firm by zone: r.1 (sum)\nframe firm: a, b@-2, a@-1\nderive 1: f, g\noutput: f, g"
    )


def test_plans_are_values():
    assert RowPlan("p", (), FRAME, (), ()) == RowPlan("p", (), FRAME, (), ())
    assert hash(RowPlan("p", (ROLLUP,), FRAME, (), ())) != hash(RowPlan("p", (), FRAME, (), ()))
