"""Random packs and random rows: what the reference and every engine must agree on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from gaoxin.spec import Pack

T = {"zh": "题", "en": "title"}
BREAK = {"why": T, "source": "document"}
VARIABLES = {
    "a": {"unit": "元", "decimals": 2, "digits": 15},
    "b": {"unit": "元", "decimals": 2, "digits": 15},
    "c": {"unit": "万元", "decimals": 2, "digits": 9},
    "n": {"unit": "人", "min": 0, "digits": 6},
    "m": {"unit": "件", "min": 0, "digits": 6},
    "z": {"unit": "元", "digits": 12, "missing": "zero", "missing_source": "test"},
    "q": {"unit": "%", "decimals": 4, "digits": 8},
    "w": {"unit": "元", "decimals": 2, "digits": 18},
    "d": {"unit": "元", "decimals": 2, "digits": 15, "breaks": [{"from": 2023, **BREAK}]},
    "g": {
        "unit": "元",
        "decimals": 2,
        "digits": 15,
        "breaks": [
            {"from": 2023, "comparable": "a", **BREAK},
            {"from": 2024, "comparable": "b", **BREAK},
        ],
    },
    "flag": {"type": "flag"},
    "kind": {"type": "category", "categories": ["甲", "乙", "丙"]},
    "born": {"type": "date", "constant": True},
    "mark": {"type": "grade", "grades": {"A": [7, 8], "B": [5, 6]}, "max": 8},
}
MONEY, COUNT = ("a", "b", "c", "z", "w", "d", "g"), ("n", "m")


def program(items: dict[str, object]) -> Program:
    """A resolved program with the test variables and the given sections."""
    pack = Pack.model_validate(
        {
            "pack": "test-1",
            "family": "test",
            "title": T,
            "subject": "firm",
            "subjects": {"firm": {"title": T, "id": ["firm"], "founded": "born"}},
            "variables": {name: {"title": T, **spec} for name, spec in VARIABLES.items()},
            **items,
        }
    )
    builder = Builder(pack, {})
    built = builder.build()
    assert not builder.faults, builder.faults
    return built


MONEY_NAMES = frozenset(MONEY)


def is_money(formula: str) -> bool:
    """Whether a formula was drawn as money."""
    from gaoxin.formula.parser import parse
    from gaoxin.formula.resolve import resolve

    built = program({})
    return resolve(parse(formula), built.scopes[built.pack.family]).type.dimension == (("元", 1),)


def texts(*parts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(parts)


amounts = st.sampled_from(["0 元", "1 元", "5000 万元", "0.01 元", "3 千元", "2 亿元"])
ratios = st.sampled_from(["5%", "35%", "0", "1", "1/3", "2.7", "-10%", "100%"])


def money(depth: int) -> st.SearchStrategy[str]:
    """Formulas whose value is money."""
    leaf = st.one_of(texts(*MONEY), amounts)
    if depth == 0:
        return leaf
    inner, share, test = money(depth - 1), ratio(depth - 1), condition(depth - 1)
    return st.one_of(
        leaf,
        st.builds("({} {} {})".format, inner, texts("+", "-"), inner),
        st.builds("({} * {})".format, inner, share),
        st.builds("{}({}, {})".format, texts("least", "greatest"), inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, test, inner, inner),
        st.builds("CASE WHEN {} THEN {} WHEN {} THEN {} END".format, test, inner, test, inner),
        st.builds("{}({}, {})".format, texts("total", "mean_of"), texts(*MONEY), texts("1", "2", "3")),
        st.builds("prior({}, {})".format, texts(*MONEY), texts("1", "2")),
        st.builds("round({}, {})".format, inner, texts("0", "1", "2")),
    )


def ratio(depth: int) -> st.SearchStrategy[str]:
    """Formulas whose value is a pure number."""
    leaf = st.one_of(ratios, st.just("q"))
    if depth == 0:
        return leaf
    amount, inner, test = money(depth - 1), ratio(depth - 1), condition(depth - 1)
    return st.one_of(
        leaf,
        st.builds("({} / {})".format, amount, amount),
        st.builds("({} / {})".format, texts("n", "m"), st.just("n")).map(
            lambda s: "n / n" if "m" in s else s
        ),
        st.builds("({} {} {})".format, inner, texts("+", "-", "*"), inner),
        st.builds("growth({}, {})".format, texts("a", "b", "c"), texts("1", "2")),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, test, inner, inner),
        st.builds("round({}, {})".format, inner, texts("2", "4")),
    )


def condition(depth: int) -> st.SearchStrategy[str]:
    """Formulas that are true, false or unknown."""
    compare = texts("=", "<>", "<", "<=", ">", ">=")
    leaf = st.one_of(
        texts(
            "flag",
            "kind = '甲'",
            "kind IN ('乙', '丙')",
            "kind <> '甲'",
            "existed(1)",
            "age_days(born) >= 365 天",
        ),
        texts(
            "age_years(born) < 3",
            "TRUE",
            "FALSE",
            "mark > 6",
            "mark <= 5",
            "mark + mark >= 15",
            "mark = 7",
            "n >= 10",
        ),
        st.builds("{} {} {}".format, texts(*MONEY), compare, st.one_of(amounts, texts(*MONEY))),
    )
    if depth == 0:
        return leaf
    amount, share, inner = money(depth - 1), ratio(depth - 1), condition(depth - 1)
    return st.one_of(
        leaf,
        st.builds("({} {} {})".format, amount, compare, amount),
        st.builds("({} {} {})".format, share, compare, share),
        st.builds("({} {} {})".format, inner, texts("AND", "OR"), inner),
        st.builds("(NOT {})".format, inner),
        st.builds("{} BETWEEN {} AND {}".format, amount, amount, amount),
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, inner, inner, inner),
        st.builds("each_of({} {} {}, {})".format, texts("a", "b"), compare, amounts, texts("1", "2", "3")),
        st.builds(
            "cagr({}, {}) {} {}".format, texts("a", "b"), texts("1", "2"), compare, texts("5%", "0%", "35%")
        ),
    )


def _cents(digits: int) -> st.SearchStrategy[Fraction]:
    most = 10**digits - 1
    near = st.sampled_from(
        [0, 1, -1, 100, 5, 35, 270, 500000000, 500000001, 499999999, 135, 160, 110, 1000, 27]
    )
    return st.one_of(near, near, st.integers(-most, most)).map(Fraction)


@st.composite
def rows(draw: st.DrawFn) -> dict[tuple[str, int], dict[str, Value]]:
    """A few firms in three years, with missing values and many ties."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for firm in ("甲公司", "乙公司"):
        born = draw(st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2022, 12, 31))))
        for year in (2022, 2023, 2024):
            if year < 2024 and draw(st.booleans()) and draw(st.booleans()):
                continue
            found[(firm, year)] = draw(_row(born))
    return found


@st.composite
def _row(draw: st.DrawFn, born: date | None) -> dict[str, Value]:
    def maybe(values: st.SearchStrategy[Value]) -> Value:
        return draw(st.one_of(st.none(), values, values, values, values))

    grades = st.sampled_from([(7, 8), (5, 6), (6, 6), (0, 0), (7, 7)]).map(
        lambda p: Interval(Fraction(p[0]), Fraction(p[1]))
    )
    return {
        "a": maybe(_cents(15).map(lambda v: v / 100)),
        "b": maybe(_cents(15).map(lambda v: v / 100)),
        "c": maybe(_cents(9).map(lambda v: v / 100)),
        "w": maybe(_cents(18).map(lambda v: v / 100)),
        "d": maybe(_cents(15).map(lambda v: v / 100)),
        "g": maybe(_cents(15).map(lambda v: v / 100)),
        "z": maybe(_cents(10).map(lambda v: v / 100)),
        "n": maybe(st.integers(0, 20).map(Fraction)),
        "m": maybe(st.integers(0, 20).map(Fraction)),
        "q": maybe(st.integers(-20000, 20000).map(lambda v: Fraction(v, 10000))),
        "flag": maybe(st.booleans()),
        "kind": maybe(st.sampled_from(["甲", "乙", "丙"])),
        "born": born,
        "mark": maybe(grades),
    }
