"""Plans without needless tests: the known answers, and the same value as before on every row."""

from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.rows import Relation, row_ctes
from gaoxin.plan import expr as e
from gaoxin.plan.known import with_known
from gaoxin.plan.steps import Derive, Derived, Frame, Output, RowPlan

A, B, P, Q = e.Column("a", "int"), e.Column("b", "int"), e.Column("p", "flag"), e.Column("q", "flag")
FRAME = Frame("s", (("a", "int", 0), ("b", "int", 0), ("p", "flag", 0), ("q", "flag", 0)))


def plan(expr: e.Expr) -> RowPlan:
    level = Derive(1, (Derived("x", expr, e.kind_of(expr)),))
    return RowPlan("p", (), FRAME, (level,), (Output("x", e.Column("x", e.kind_of(expr)), "int"),))


def simple(expr: e.Expr, *known: str) -> e.Expr:
    return with_known(plan(expr), known).levels[0].columns[0].expr


def test_nothing_known_changes_nothing() -> None:
    given_ = plan(e.When(((P, A), (e.Not(P), B))))
    assert with_known(given_, ()) == given_


def test_a_guard_that_is_known_and_fails_leaves_its_opposite() -> None:
    choice = e.When(((P, A), (e.Not(P), B), (e.Compare("=", A, B), A)))
    assert simple(choice, "p") == e.When(((P, A),), B)
    assert simple(choice, "a", "b") == choice


def test_comparisons_that_leave_no_third() -> None:
    least = e.When(((e.Compare("<=", A, B), A), (e.Compare(">=", A, B), B)))
    assert simple(least, "a", "b") == e.When(((e.Compare("<=", A, B), A),), B)
    assert simple(least, "a") == least


def test_a_choice_within_the_default_joins() -> None:
    inner = e.When(((e.Not(Q), e.ONE),))
    outer = e.When(((P, e.ZERO), (e.Not(e.Known(P)), e.Constant(None, "int")), (Q, A)), inner)
    assert simple(outer, "p", "q") == e.When(((P, e.ZERO), (Q, A)), e.ONE)


def test_what_and_has_tested() -> None:
    test = e.Compare(">", A, e.ZERO)
    assert simple(e.And((test, e.When(((test, P),)))), "a") == e.And((test, P))
    assert simple(e.And((test, e.When(((test, P),))))) == e.And((test, e.When(((test, P),))))


def test_an_empty_cell_that_means_zero_is_known() -> None:
    zero = e.When(((e.Known(A), A),), e.ZERO)
    assert simple(
        e.When(((e.Compare(">", zero, e.ZERO), P), (e.Compare("<=", zero, e.ZERO), Q))), "p"
    ) == e.When(((e.Compare(">", zero, e.ZERO), P),), Q)


NUMBERS = st.sampled_from([A, B, e.ZERO, e.ONE, e.Constant(None, "int")])
FLAGS = st.sampled_from([P, Q, e.TRUE, e.FALSE, e.Constant(None, "flag")])


def choices(flags: st.SearchStrategy[e.Expr], values: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Expr]:
    branches = st.lists(st.tuples(flags, values), min_size=1, max_size=4).map(tuple)
    return st.builds(e.When, branches, st.none() | values)


def larger(flags: st.SearchStrategy[e.Expr]) -> st.SearchStrategy[e.Expr]:
    some = st.lists(flags, min_size=2, max_size=3).map(tuple)
    numbers = NUMBERS | choices(flags, NUMBERS)
    return st.one_of(
        st.builds(e.And, some),
        st.builds(e.Or, some),
        st.builds(e.Not, flags),
        st.builds(e.Known, flags | numbers),
        st.builds(e.Compare, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), numbers, numbers),
        choices(flags, flags),
    )


CELLS = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-1, 1),
        "b": st.none() | st.integers(-1, 1),
        "p": st.none() | st.booleans(),
        "q": st.none() | st.booleans(),
    }
)


@pytest.mark.slow
@given(st.recursive(FLAGS, larger, max_leaves=12), st.lists(CELLS, min_size=1, max_size=8))
def test_values_stay(expr: e.Expr, rows: list[dict[str, object]]) -> None:
    known = [name for name in "abpq" if all(row[name] is not None for row in rows)]
    types = {"a": pa.int64(), "b": pa.int64(), "p": pa.bool_(), "q": pa.bool_()}
    cells = {name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()}
    keys = {"subject": [str(n) for n in range(len(rows))], "period": [2024] * len(rows)}
    with duckdb.connect() as connection:
        connection.register("input", pa.table({**keys, **cells}))
        relation = Relation("input", frozenset(types))
        found = []
        for full in (frozenset[str](), frozenset(known)):
            ctes, final = row_ctes(plan(expr), replace(relation, full=full), {})
            found.append(connection.execute(f"{text(script(ctes, final))} ORDER BY subject").fetchall())
    assert found[0] == found[1]
