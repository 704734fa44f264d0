"""Zones and the firms in them: random roll-ups, ranks and shares."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from gaoxin.formula.builder import Builder
from gaoxin.formula.program import Program
from gaoxin.formula.values import Value
from gaoxin.spec import Pack
from tests.agreement import language as lang
from tests.agreement.run import Rows

ZONES, YEARS = ("东区", "西区", "新区"), (2023, 2024)
_MONEY = {"unit": "元", "decimals": 2, "digits": 12}
VARIABLES: dict[str, dict[str, Any]] = {
    "revenue": _MONEY,
    "cost": {**_MONEY, "breaks": [{"from": 2024, "comparable": "revenue", **lang.BREAK}]},
    "staff": {"unit": "人", "min": 0, "digits": 6, "breaks": [{"from": 2024, **lang.BREAK}]},
    "aid": {**_MONEY, "missing": "zero", "missing_source": "test"},
    "hightech": {"type": "flag"},
    "zone": {"type": "text"},
    "area": {"unit": "亩", "decimals": 2, "digits": 9},
    "kind": {"type": "category", "categories": ["甲", "乙"]},
    "income": _MONEY,
}


def program(**items: Any) -> Program:
    """A program about zones, to which firms belong; `formula` and `unit` alone make an indicator `f`."""
    if "formula" in items:
        items = {"indicators": {"f": {"title": lang.T, "unit": "1", **items}}}
    subjects = {
        "zone": {"title": lang.T, "id": ["zone"]},
        "firm": {"title": lang.T, "id": ["firm"], "belongs_to": {"zone": "zone"}},
    }
    variables = {name: {"title": lang.T, **spec} for name, spec in VARIABLES.items()}
    head = {"pack": "test-1", "family": "test", "title": lang.T, "subject": "zone", "subjects": subjects}
    builder = Builder(Pack.model_validate({**head, "variables": variables, **items}), {})
    built = builder.build()
    assert not builder.faults, builder.faults
    return built


_SUMMED = st.sampled_from(
    ["firm.revenue", "firm.cost", "firm.aid", "firm.revenue - firm.cost", "least(firm.revenue, firm.cost)"]
)
_WHERE = st.sampled_from(
    [
        "",
        " where firm.hightech",
        " where firm.staff >= 10",
        " where firm.cost >= firm.revenue * 5%",
        " where firm.cost / firm.revenue >= 5%",
        " where NOT firm.hightech OR firm.staff < 5",
    ]
)
_MONEY_TERM = st.one_of(
    st.builds("{}({}{})".format, st.sampled_from(["sum", "min", "max", "mean"]), _SUMMED, _WHERE),
    st.builds("prior(sum({}{}))".format, _SUMMED, _WHERE),
    st.just("income"),
)
_COUNT = st.builds("count(firm{})".format, _WHERE)


def shares() -> st.SearchStrategy[str]:
    """Formulas of a pure number over members."""
    return st.one_of(
        st.builds("{} / {}".format, _MONEY_TERM, _MONEY_TERM),
        st.builds("{} / {}".format, _COUNT, _COUNT),
        st.builds("round({} / {}, 2)".format, _MONEY_TERM, _MONEY_TERM),
        st.builds("sum(firm.staff{}) / {}".format, _WHERE, st.just("sum(firm.staff)")),
    )


def tests() -> st.SearchStrategy[str]:
    """Conditions over members."""
    op = st.sampled_from([">=", ">", "<", "<=", "=", "<>"])
    amount = st.sampled_from(["0 元", "10 元", "1 万元"])
    return st.one_of(
        st.builds("{} {} {}".format, _MONEY_TERM, op, amount),
        st.builds("{} {} {}".format, _COUNT, op, st.sampled_from(["0", "1", "2"])),
        st.builds("{} / {} {} {}".format, _MONEY_TERM, _MONEY_TERM, op, st.sampled_from(["5%", "1", "-10%"])),
    )


def places() -> st.SearchStrategy[str]:
    """Formulas of ranks and shares within a year; ties are common."""
    value = st.sampled_from(
        ["income", "area", "income / area", "income - 5 元", "sum(firm.revenue)", "count(firm)"]
    )
    return st.one_of(
        st.builds("rank({})".format, value),
        st.builds("rank({}, 'asc')".format, value),
        st.builds("top_share({})".format, value),
        st.builds("share_of({})".format, st.sampled_from(["income", "area", "sum(firm.revenue)"])),
        st.builds("area / mean_over({})".format, st.just("area")),
        st.builds("rank({}, 'asc', kind)".format, value),
        st.builds("percentile_rank({}, {}kind)".format, value, st.sampled_from(["", "'asc', ", "'desc', "])),
        st.builds("percentile_rank({})".format, value),
        st.builds("share_of(income, {})".format, st.sampled_from(["kind", "kind, kind"])),
        st.builds(
            "(income - {}(income{})) / (max_over(income{}) - min_over(income))".format,
            st.sampled_from(["min_over", "mean_over", "max_over"]),
            st.sampled_from(["", ", kind"]),
            st.sampled_from(["", ", kind"]),
        ),
        st.just("(income / area - min_over(income / area, kind)) / max_over(income / area, kind)"),
    )


def _maybe(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(st.none(), values, values, values, values)


_CENTS = st.one_of(st.sampled_from([0, 5, 100, 500, 1000, 10000]), st.integers(-(10**6), 10**11)).map(
    lambda v: Fraction(v, 100)
)
_FIRM = st.fixed_dictionaries(
    {
        "revenue": _maybe(_CENTS),
        "cost": _maybe(_CENTS),
        "aid": _maybe(_CENTS),
        "staff": _maybe(st.integers(0, 20).map(Fraction)),
        "hightech": _maybe(st.booleans()),
        "zone": st.one_of(st.none(), st.sampled_from([*ZONES, "别处"])),
    }
)
_ZONE = st.fixed_dictionaries(
    {
        "income": _maybe(st.sampled_from([0, 1, 1, 2, 7]).map(Fraction)),
        "area": _maybe(st.sampled_from([0, 1, 2, 4]).map(Fraction)),
        "kind": _maybe(st.sampled_from(["甲", "甲", "乙"])),
    }
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Rows, dict[str, Rows]]:
    """Rows of the zones, and of their firms."""
    zones = {(zone, year): draw(_ZONE) for zone in ZONES for year in YEARS}
    firms = {(f"firm {n}", year): draw(_FIRM) for n in range(draw(st.integers(0, 6))) for year in YEARS}
    return zones, {"firm": firms}
