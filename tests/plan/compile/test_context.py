"""The columns that trees of a subject have needed."""

import pytest

from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile import Compiler, shifted_name
from gaoxin.plan.compile.context import AS_OF
from tests.agreement import language as lang


@pytest.fixture
def compiler() -> Compiler:
    return Compiler(dict(lang.program({}).variables), "born")


def test_columns_of_earlier_years_have_names_of_their_own(compiler: Compiler):
    assert shifted_name("a", 0) == "a"
    assert compiler.column(t.Ref(1, "a", "number", 2)) == e.Column("a@-2", "int")
    assert compiler.column(t.Ref(1, "mark", "interval"), high=True) == e.Column("mark__hi", "int")
    assert compiler.column(t.Ref(1, "as_of", "date")) == AS_OF
    assert compiler.stored() == (("mark__lo", "int", 0), ("mark__hi", "int", 0), ("a", "int", 2))


def test_empty_reads_as_zero_where_declared(compiler: Compiler):
    z = e.Column("z", "int")
    assert compiler.column(t.Ref(1, "z", "number")) == e.When(((e.Known(z), z),), e.ZERO)


def test_an_atom_knows_its_scale_and_its_digits(compiler: Compiler):
    amount, staff = (compiler.atom(t.Ref(1, name, "number"), high=False) for name in ("a", "n"))
    assert (amount.divisor, amount.digits, amount.positive) == (100, 15, False)
    assert (staff.divisor, staff.digits, staff.positive) == (1, 6, True)


def test_a_computed_integer_is_one_atom(compiler: Compiler):
    expr = e.Days(AS_OF, AS_OF)
    assert compiler.computed(expr, 1, 7).key == compiler.computed(expr, 1, 7).key
    assert compiler.computed(expr, 1, 7).key != compiler.computed(e.Years(AS_OF, AS_OF), 1, 7).key


def test_founded_after_the_year_is_not_yet_founded(compiler: Compiler):
    made = compiler.unfounded(1)
    year = e.Poly(((1, (e.Column("year", "int"),)), (-1, ())), 64)
    assert made == e.Compare(">", e.YearOf(e.Column("born", "date")), year)
