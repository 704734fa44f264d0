"""Tokens -> tree: what binds how, and what is no formula."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.lexer import KEYWORDS
from gaoxin.formula.parser import FUNCTIONS, MAX_DEPTH, MAX_TOKENS, ROLLUPS, parse
from gaoxin.formula.size import MAX_LEVELS


def shown(node: t.Node) -> str:
    """A tree with all its brackets."""
    match node:
        case t.Number(value=value, unit=unit):
            return f"{value}{unit}"
        case t.Text(value=value):
            return f"'{value}'"
        case t.Flag(value=value):
            return str(value)
        case t.Name(name=name):
            return name
        case t.Op(op=op, args=args):
            return f"({op} {' '.join(map(shown, args))})"
        case t.Call(function=function, args=args):
            return f"{function}[{' '.join(map(shown, args))}]"
        case t.Case(branches=branches, default=default):
            ways = " ".join(f"{shown(g)}:{shown(v)}" for g, v in branches)
            return f"case[{ways}{'' if default is None else ' else ' + shown(default)}]"
        case t.Rollup(function=function, value=value, where=where):
            parts = [shown(value)] if value is not None else []
            return f"{function}[{' where '.join([*parts, *([shown(where)] if where is not None else [])])}]"
        case _:
            raise TypeError(node)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", "(+ 1 (* 2 3))"),
        ("1 * 2 + 3", "(+ (* 1 2) 3)"),
        ("1 - 2 - 3", "(- (- 1 2) 3)"),
        ("1 / 2 / 3", "(/ (/ 1 2) 3)"),
        ("1 / 2 * 3", "(* (/ 1 2) 3)"),
        ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
        ("-a * b", "(* (neg a) b)"),
        ("- - a", "(neg (neg a))"),
        ("a - -b", "(- a (neg b))"),
        ("a + 1 > b * 2", "(> (+ a 1) (* b 2))"),
        ("a = 1 AND b = 2 OR c", "(or (and (= a 1) (= b 2)) c)"),
        ("a OR b AND c", "(or a (and b c))"),
        ("a AND b OR c AND d", "(or (and a b) (and c d))"),
        ("NOT a AND b", "(and (not a) b)"),
        ("NOT a = 1", "(not (= a 1))"),
        ("NOT NOT a", "(not (not a))"),
        ("a BETWEEN 1 AND 2 AND b", "(and (and (>= a 1) (<= a 2)) b)"),
        ("a BETWEEN 1 + 1 AND 2 * 2", "(and (>= a (+ 1 1)) (<= a (* 2 2)))"),
        ("a IN ('x', 'y')", "(in a 'x' 'y')"),
        ("a IS NULL", "(isnull a)"),
        ("a IS NOT NULL OR b", "(or (not (isnull a)) b)"),
        ("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "case[a:1 b:2 else 3]"),
        ("CASE WHEN a THEN 1 END + 1", "(+ case[a:1] 1)"),
        ("5000 万元", "5000万元"),
        ("5%", "5%"),
        ("0.5", "1/2"),
        ("TRUE", "True"),
        ("null", "None"),
        ("total(a, 3) / 2", "(/ total[a 3] 2)"),
        ("growth(a)", "growth[a]"),
        ("sum(e.x where e.y > 1)", "sum[e.x where (> e.y 1)]"),
        ("count(e)", "count[e]"),
        ("min(e.x * 2)", "min[(* e.x 2)]"),
        ("a.b.c-1", "a.b.c-1"),
    ],
)
def test_trees(text: str, tree: str):
    assert shown(parse(text)) == tree


def test_numbers_are_exact():
    assert parse("0.1") == t.Number(1, Fraction(1, 10))
    assert parse("1_000.25 万元") == t.Number(1, Fraction(4001, 4), "万元")


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "saw the end; a value must stand here"),
        ("1 +", 4, "saw the end"),
        ("1 2", 3, "two values must be joined by an operator"),
        ("a b", 3, "two values must be joined"),
        ("(1", 3, ") must follow here"),
        ("1)", 2, "two values must be joined"),
        ("* 1", 1, "a value must stand here"),
        ("1 < 2 < 3", 7, "comparisons do not chain"),
        ("a = b IS NULL", 7, "comparisons do not chain"),
        ("a BETWEEN 1", 12, "AND must follow here"),
        ("a BETWEEN 1 OR 2", 13, "AND must follow here"),
        ("a IS 5", 6, "NULL must follow here"),
        ("a IN 5", 6, "( must follow here"),
        ("a IN ()", 7, "a value must stand here"),
        ("CASE ELSE 1 END", 6, "CASE needs at least one WHEN"),
        ("CASE WHEN a 1 END", 13, "THEN must follow here"),
        ("CASE WHEN a THEN 1", 19, "END must follow here"),
        ("eval(1)", 1, "unknown function 'eval'; the functions are abs, age_days"),
        ("TOTAL(a, 3)", 1, "unknown function 'TOTAL'"),
        ("a.b(1)", 1, "unknown function 'a.b'"),
        ("__import__('os')", 1, "unexpected '_'"),
        ("total(a)", 1, "total with 1 argument(s); total takes 2"),
        ("growth(a, 1, 2)", 1, "growth takes 1 to 2"),
        ("abs()", 5, "a value must stand here"),
        ("sum(a, b)", 6, ") must follow here"),
        ("where", 1, "saw 'where'"),
        ("(" * 60 + "1" + ")" * 60, 42, f"nests at most {MAX_DEPTH} deep"),
        ("-" * 60 + "1", 42, f"nests at most {MAX_DEPTH} deep"),
        ("1+" * 300 + "1", 1, f"a formula has at most {MAX_TOKENS} words"),
        ("+".join("1" * 200), 398, f"more than {MAX_LEVELS} levels"),
    ],
)
def test_faults(text: str, column: int, words: str):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert words in str(caught.value)
    assert caught.value.column == column


@pytest.mark.parametrize("join", [" + ", " - ", " * ", " / ", " AND ", " OR "])
def test_the_longest_chain_is_read(join: str):
    parsed = parse(join.join(["a"] * MAX_LEVELS))
    assert len(list(t.walk(parsed))) == 2 * MAX_LEVELS - 1


@pytest.mark.parametrize(
    "begin", ["(", "-", "NOT ", "abs(", "CASE WHEN ", "1 IN (", "sum(", "least(1,", "x BETWEEN "]
)
@pytest.mark.parametrize("times", [39, 45, 450, 4000])
def test_deep_brackets_are_told_and_do_not_break_python(begin: str, times: int):
    with pytest.raises(FormulaError):
        parse((begin * times)[:4000])


WORDS = [
    *sorted(KEYWORDS),
    *FUNCTIONS,
    *ROLLUPS,
    "a",
    "b.c",
    "'x'",
    "1",
    "2.5",
    "5%",
    "3 万元",
    *"+-*/(),=<>",
    "<=",
]


@pytest.mark.slow
@settings(max_examples=400)
@given(st.text(max_size=80) | st.lists(st.sampled_from([*WORDS, "(", ")"]), max_size=60).map(" ".join))
def test_any_text_is_a_formula_or_told(text: str):
    try:
        tree = parse(text)
    except FormulaError as error:
        told = (error.seen, error.rule, error.next_step)
    else:
        told = tuple(t.walk(tree))
        assert parse(text) == tree
    assert all(told)


INNER = st.sampled_from(["1", "a", "5%", "'x'", "TRUE"])
JOINS = st.sampled_from(["+", "-", "*", "/", "AND", "OR", "="])


def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas around formulas."""
    return st.one_of(
        st.tuples(inner, JOINS, inner).map(lambda p: f"({' '.join(p)})"),
        inner.map(lambda p: f"(NOT {p})"),
        inner.map(lambda p: f"(-{p})"),
        st.tuples(inner, inner).map(lambda p: f"CASE WHEN {p[0]} THEN {p[1]} END"),
    )


@pytest.mark.slow
@given(st.recursive(INNER, wider, max_leaves=12))
def test_every_well_formed_text_is_read(text: str):
    assert parse(text) == parse(f"( {text} )")
