"""The resolver: quantities in base units, choices of one kind, bounds, and the same answer twice."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.builder import Builder
from gaoxin.formula.parser import FUNCTIONS, parse
from gaoxin.formula.resolve import Scope, resolve
from gaoxin.spec import Pack


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("5000 万元", 50_000_000),
        ("3 千元", 3000),
        ("5%", Fraction(1, 20)),
        ("2 百分点", Fraction(1, 50)),
        ("300 万元/亩", 3_000_000),
        ("5 件/万人", Fraction(5, 10_000)),
        ("183 天", 183),
        ("0.01 元", Fraction(1, 100)),
    ],
)
def test_quantities_are_in_base_units(firm, formula: str, value: Fraction):
    assert firm.meaning(formula).node == t.Number(1, Fraction(value))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("CASE WHEN listed THEN 1 元 ELSE 1 人 END", "元 and 人; a CASE needs one unit"),
        ("CASE WHEN listed THEN 1 元 ELSE 5 END", "元 and a pure number"),
        (
            "CASE WHEN listed THEN 1 ELSE '甲' END",
            "a pure number and text; a CASE needs two values of one kind",
        ),
        ("CASE WHEN listed THEN mark ELSE second END", "points of a jury in CASE"),
        ("nothing", "'nothing'; no variable, indicator, verdict or points"),
        ("revnue", "try: did you mean revenue?"),
    ],
)
def test_faults(firm, formula: str, words: str):
    assert words in str(firm.fault(formula))


def test_a_choice_takes_the_unit_of_its_ways(firm):
    assert firm.meaning("CASE WHEN listed THEN 0 ELSE revenue END").type.dimension == (("元", 1),)
    assert firm.meaning("CASE WHEN listed THEN 1 ELSE patents END").type.dimension == (("件", 1),)


@pytest.mark.slow
def test_lists_in_lists_do_not_swell(firm):
    formula = "listed"
    for _ in range(18):
        formula = f"({formula} IN (TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE))"
    assert "more than 20000 parts" in str(firm.fault(formula))


def test_a_resolved_tree_is_not_resolved_again(firm):
    program = firm.program()
    node = resolve(parse("revenue"), program.scopes["example"]).node
    with pytest.raises(FormulaError, match="parse the formula first"):
        resolve(node, program.scopes["example"])


WORDS = [
    "revenue",
    "profit",
    "staff",
    "patents",
    "listed",
    "field",
    "mark",
    "heat",
    "opened",
    "licence",
    "as_of",
]
WORDS += ["'新材料'", "1", "0", "5%", "3 万元", "TRUE", "NULL", "2 天"]
JOINS = ["+", "-", "*", "/", "=", "<>", "<", ">=", "AND", "OR"]


def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas around formulas, of any kinds."""
    calls = [
        st.tuples(*[inner] * least).map(lambda parts, name=name: f"{name}({', '.join(parts)})")
        for name, (least, _) in sorted(FUNCTIONS.items())
    ]
    return st.one_of(
        st.tuples(inner, st.sampled_from(JOINS), inner).map(lambda p: f"({' '.join(p)})"),
        st.tuples(inner, inner, inner).map(lambda p: f"CASE WHEN {p[0]} THEN {p[1]} ELSE {p[2]} END"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} IN ({p[1]}, {p[0]}))"),
        inner.map(lambda p: f"(NOT {p})"),
        inner.map(lambda p: f"({p} IS NULL)"),
        *calls,
    )


@pytest.fixture(scope="module")
def scope() -> Scope:
    """The names of a small pack, built once for all examples."""
    names = {"revenue": {"unit": "万元"}, "profit": {"unit": "千元"}, "staff": {"unit": "人"}}
    names |= {"patents": {"unit": "件"}, "listed": {"type": "flag"}, "heat": {"type": "real"}}
    names |= {"field": {"type": "category", "categories": ["新材料"]}, "opened": {"type": "date"}}
    names |= {"mark": {"type": "grade", "grades": {"A": [7, 8]}}}
    names |= {"licence": {"type": "date", "missing": "absent", "missing_source": "x"}}
    title = {"zh": "例", "en": "example"}
    head = {"pack": "example-1", "family": "example", "title": title, "subject": "firm"}
    firm = {"title": title, "id": ["企业"], "founded": "opened"}
    words = {name: {"title": title, **spec} for name, spec in names.items()}
    pack = Pack.model_validate({**head, "subjects": {"firm": firm}, "variables": words})
    return Builder(pack, {}).build().scopes["example"]


@pytest.mark.slow
@settings(max_examples=300)
@given(formula=st.recursive(st.sampled_from(WORDS), wider, max_leaves=8))
def test_any_formula_is_resolved_or_told_and_always_alike(scope: Scope, formula: str):
    answers: list[object] = []
    for _ in range(2):
        try:
            answers.append(resolve(parse(formula), scope))
        except FormulaError as error:
            answers.append(str(error))
    assert answers[0] == answers[1]
