"""Plans made ready: constants are put where they are read, what nobody reads goes, levels follow."""

from gaoxin.plan import expr as e
from gaoxin.plan.prepared import levels, needed, prepared
from gaoxin.plan.steps import Derived, Frame, Output, Reason, RowPlan

A, B, P = e.Column("a", "int"), e.Column("b", "int"), e.Column("p", "flag")
FRAME = Frame("s", (("a", "int", 0), ("b", "int", 0), ("p", "flag", 0)))


def plan(columns: list[Derived], *outputs: Output) -> RowPlan:
    return RowPlan("p", (), FRAME, levels(columns), outputs)


def test_a_constant_goes_where_it_is_read_and_its_column_goes() -> None:
    columns = [
        Derived("never", e.Not(e.Known(A)), "flag"),
        Derived("x", e.When(((e.Column("never", "flag"), B),), A), "int"),
    ]
    made = prepared(plan(columns, Output("x", e.Column("x", "int"), "int")), {"a"})
    assert [column for step in made.levels for column in step.columns] == [Derived("x", A, "int")]
    kept = prepared(plan(columns, Output("x", e.Column("x", "int"), "int")), ())
    assert [column.name for step in kept.levels for column in step.columns] == ["never", "x"]


def test_what_is_shared_is_found_after_needless_tests_are_gone() -> None:
    product = e.Poly(((2, (A, B)), (3, (A,)), (5, (B,))), 64)
    test = e.Compare(">", product, e.ZERO)
    columns = [
        Derived("x", e.When(((e.Not(e.Known(A)), e.Not(test)), (P, test))), "flag"),
        Derived("y", e.When(((e.Not(e.Known(A)), e.Not(test)), (e.Not(P), test))), "flag"),
    ]
    outputs = [Output(name, e.Column(name, "flag"), "flag") for name in "xy"]
    known = prepared(plan(columns, *outputs), {"a", "b", "p"})
    assert [column.name for step in known.levels for column in step.columns] == ["x", "y"]
    unknown = prepared(plan(columns, *outputs), ())
    assert "shared.1" in [column.name for step in unknown.levels for column in step.columns]


def test_reasons_need_their_flags() -> None:
    derived = {name: Derived(name, A, "int") for name in ("x", "applies", "mark", "founded", "other")}
    derived["x"] = Derived("x", e.Column("below", "int"), "int")
    derived["below"] = Derived("below", B, "int")
    reason = Reason("x", (("a", "words", "founded"),), "otherwise", "applies", (("mark", "mark"),))
    outputs = [Output("x", e.Column("x", "int"), "int")]
    assert needed(derived, outputs, [reason]) == {"x", "below", "applies", "mark", "founded"}


def test_levels_follow_what_columns_read() -> None:
    columns = [Derived("x", A, "int"), Derived("y", e.Column("x", "int"), "int"), Derived("z", B, "int")]
    assert [[column.name for column in step.columns] for step in levels(columns)] == [["x", "z"], ["y"]]


def test_a_size_that_one_branch_reads_has_no_column_and_an_output_keeps_its_own() -> None:
    size = Derived("size", e.Poly(((1, (A,)), (1, (B,))), 64), "int", "the size")
    columns = [size, Derived("x", e.When(((P, e.Column("size", "int")),)), "int")]
    outputs = [Output(name, e.Column(name, "int"), "int") for name in ("x", "size")]
    one = prepared(plan(columns, outputs[0]), ())
    assert [[column.name for column in step.columns] for step in one.levels] == [["x"]]
    both = prepared(plan(columns, *outputs), ())
    assert [[column.name for column in step.columns] for step in both.levels] == [["size"], ["x"]]
