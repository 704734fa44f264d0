"""Operations: kinds and units of what they join, and exact comparisons of compound growth."""

from fractions import Fraction

import pytest

from gaoxin.formula import tree as t
from gaoxin.formula.types import Type

YUAN, PER_HEAD = (("元", 1),), (("人", -1), ("元", 1))


@pytest.mark.parametrize(
    ("formula", "scalar", "dimension"),
    [
        ("revenue + profit", "number", YUAN),
        ("revenue / staff", "number", PER_HEAD),
        ("revenue / profit", "number", ()),
        ("revenue * revenue / profit", "number", YUAN),
        ("300 万元/人 * staff", "number", YUAN),
        ("revenue * 5%", "number", YUAN),
        ("-revenue", "number", YUAN),
        ("revenue + 0", "number", YUAN),
        ("patents + 1", "number", (("件", 1),)),
        ("heat * staff", "real", (("人", 1),)),
        ("heat + 1", "real", ()),
        ("mark + second - 1", "interval", ()),
        ("2 * mark", "interval", ()),
        ("mark * (1 + 1)", "interval", ()),
        ("revenue > 0", "flag", ()),
        ("revenue > profit AND listed", "flag", ()),
        ("field IN ('新材料')", "flag", ()),
        ("licence IS NULL", "flag", ()),
        ("patents / staff >= 1", "flag", ()),
        ("ratio >= 5%", "flag", ()),
        ("ratio >= 0.05", "flag", ()),
    ],
)
def test_kinds_and_units(firm, formula: str, scalar: t.Scalar, dimension: tuple[tuple[str, int], ...]):
    found = firm.meaning(formula).type
    assert (found.scalar, found.dimension) == (scalar, dimension)


@pytest.mark.parametrize(
    ("formula", "column", "words"),
    [
        ("revenue + staff", 9, "元 and 人; a sum needs one unit"),
        ("revenue - 5000", 9, "元 and a pure number; a sum needs one unit; try: give the number its unit"),
        ("revenue > 5000", 9, "元 and a pure number; a comparison needs one unit"),
        ("5000 < revenue", 6, "a pure number and 元"),
        ("revenue / staff > 1", 17, "元/人 and a pure number"),
        ("revenue BETWEEN 1 AND 2", 9, "元 and a pure number"),
        ("revenue > 1 - 1", 9, "元 and a pure number"),
        ("staff > patents", 7, "人 and 件"),
        ("listed > TRUE", 8, "> between two flags; they are equal or not"),
        ("field >= '新材料'", 7, ">= between two texts"),
        ("field = '新材'", 9, "'新材'; the categories are 电子信息, 新材料"),
        ("'新材' = field", 1, "the categories are"),
        ("field IN ('新材料', '别的')", 18, "'别的'; the categories are"),
        ("field = 1", 7, "text and a pure number; a comparison needs two values of one kind"),
        ("listed = 1", 8, "flag and a pure number"),
        ("opened > '2024-01-01'", 8, "date and text"),
        ("revenue / 0", 9, "a division by 0"),
        ("revenue / (5% - 0.05)", 9, "a division by 0"),
        ("mark / 2", 6, "points of a jury in a product; they are multiplied by a literal only"),
        ("mark * patents", 6, "points of a jury in a product"),
        ("1 / mark", 3, "points of a jury in a product"),
        ("mark + heat", 6, "points of a jury and a double"),
        ("heat > 1", 6, "a double compared without rounding"),
        ("log(staff) = 1", 12, "a double compared without rounding"),
        ("sqrt(4) > 1", 9, "a double compared without rounding"),
        ("cagr(revenue, 2) > ratio", 18, "a double compared without rounding"),
        ("cagr(revenue, 2) + 1 > 5%", 22, "a double compared without rounding"),
        ("least(heat, 1) > 0.5", 16, "a double compared without rounding"),
        ("CASE WHEN listed THEN heat ELSE 1 END > 0", 39, "a double compared without rounding"),
        ("revenue IS NULL", 9, "IS NULL needs a variable whose empty cell is a fact"),
        ("prior(licence) IS NULL", 16, "IS NULL needs a variable"),
        ("revenue + 1 元 IS NULL", 15, "IS NULL needs a variable"),
        ("grants IS NULL", 8, "IS NULL needs a variable"),
        ("cagr(revenue, 2) > 0 - 200%", 18, "a growth rate of -200 %; no rate is below -100 %"),
    ],
)
def test_faults(firm, formula: str, column: int, words: str):
    error = firm.fault(formula)
    assert words in str(error)
    assert error.column == column


def test_a_huge_rate_is_told_in_full(firm):
    assert "-" + "9" * 400 + "00 %" in firm.fault("cagr(revenue, 2) > -" + "9" * 400).seen


@pytest.mark.parametrize(
    "formula",
    [
        "cagr(revenue, 3) >= 5%",
        "5% <= cagr(revenue, 3)",
        "growing >= 5%",
        "cagr(revenue, 3) >= 1/20",
    ],
)
def test_compound_growth_is_compared_exactly(firm, formula: str):
    growing = {"title": {"zh": "例", "en": "x"}, "formula": "cagr(revenue, 3)", "unit": "%"}
    found = firm.meaning(formula, indicators={"growing": growing})
    assert found.type == Type("flag")
    assert not [n for n in t.walk(found.node) if isinstance(n, t.Call)]
    assert found.node == firm.meaning(
        "CASE WHEN prior(revenue, 3) > 0 AND revenue >= 0 THEN revenue >= 9261/8000 * prior(revenue, 3) END"
        .replace("9261/8000", "1.157625")
    ).node  # fmt: skip


def test_a_list_is_one_condition_with_many_ways(firm):
    node = firm.meaning("field IN ('电子信息', '新材料', '电子信息')").node
    assert isinstance(node, t.Op)
    assert (node.op, len(node.args)) == ("or", 3)
    assert firm.meaning("field IN ('新材料')") == firm.meaning("field = '新材料'")


def test_the_longest_list_can_be_judged(firm):
    assert firm.value("motto IN (" + ", ".join(["'甲'"] * 240) + ")", {"motto": "甲"}) is True


def test_the_longest_chains_can_be_judged(firm):
    """Deep enough for a hundred terms, and far from Python's own limit."""
    assert firm.value(" + ".join(["revenue"] * 100), {"revenue": Fraction(2)}) == 200
    assert firm.value(" AND ".join(["listed"] * 100), {"listed": True}) is True
