"""Treating outliers: the methods that a statement can run, each followed by the test of its result.

A step becomes, for each round, the moments of the figures of a scope and the figures after one method more;
round 0 has the untreated figures. `winsorise` and a searched power are steps of arrays only.
"""

from __future__ import annotations

from fractions import Fraction

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.impute import IMPUTED
from gaoxin.plan.index import CUTS, IndexPlan, Treat

TREATED = "index_treated"
"""The relation behind the treatment: the columns of a cell, and the categories."""
_KEYS = ("subject", "period", "node")


def treat_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from `IMPUTED` to `TREATED`."""
    steps = [step for step in plan.steps if isinstance(step, Treat)]
    parts = [part for n, step in enumerate(steps, start=1) for part in _step(step, f"index_treat_{n}")]
    names = [f"index_treat_{n}" for n in range(1, len(steps) + 1)]
    if not steps:
        query = exp.select(
            "*",
            exp.column("imputed").as_("treated"),
            exp.false().as_("changed"),
            exp.false().as_("skewed"),
        ).from_(IMPUTED)
        return [Cte(TREATED, "treat       none: figures stay as they are", query)]
    joined = exp.select(
        exp.Column(this=exp.Star(), table=exp.to_identifier("c")),
        terms.case((terms.known(_t("node")), _t("value")), otherwise=_c("imputed")).as_("treated"),
        terms.call("COALESCE", _t("changed"), exp.false()).as_("changed"),
        terms.call("COALESCE", _t("skewed"), exp.false()).as_("skewed"),
    ).from_(exp.to_table(IMPUTED).as_("c"))
    every = [exp.select("*").from_(name) for name in names]
    both = (exp.union(*every, distinct=False) if len(every) > 1 else every[0]).subquery("t")
    query = joined.join(both, on=terms.same(_KEYS, "c", "t"), join_type="left")
    return [*parts, Cte(TREATED, "treat       all cells, treated and others", query)]


def _step(step: Treat, name: str) -> list[Cte]:
    """The rounds of a step, and its cells: the keys, value, changed, skewed."""
    rounds = range(len(step.methods) + 1)
    start = (
        exp.select(*terms.columns(_KEYS), exp.column("imputed").as_("value_0"))
        .from_(IMPUTED)
        .where(terms.one_of(step.leaves))
    )
    found = [Cte(f"{name}_0", f"{step.name}: the untreated figures", start)]
    for n in rounds:
        found += _tested(step, name, n)
        if n < len(step.methods):
            found += _round(step, name, n)
    return [*found, _chosen(step, name)]


def _scope(step: Treat) -> list[str]:
    return ["node", "period"] if step.within == "period" else ["node"]


def _tested(step: Treat, name: str, n: int) -> list[Cte]:
    """Mean, extremes, and then skew, kurtosis and whether the figures of a round pass."""
    scope, value = _scope(step), exp.column(f"value_{n}")
    known, least, most = exp.Count(this=value), exp.Min(this=value.copy()), exp.Max(this=value.copy())
    mean = exp.Div(this=terms.ordered_sum(value.copy()), expression=known)
    largest = terms.call("GREATEST", exp.Abs(this=least.copy()), exp.Abs(this=most.copy()))
    noise = exp.Mul(this=terms.double(terms.NEGLIGIBLE), expression=largest)
    varies = exp.GT(this=exp.paren(most.copy() - least.copy()), expression=noise)
    means = (
        exp.select(
            *terms.columns(scope),
            exp.cast(known.copy(), "DOUBLE").as_("n"),
            mean.as_("mean"),
            least.as_("least"),
            most.as_("most"),
            varies.as_("varies"),
        )
        .from_(f"{name}_{n}")
        .where(terms.known(exp.column(f"value_{n}")))
        .group_by(*terms.columns(scope))
    )
    gap = exp.paren(exp.column(f"value_{n}", table="c") - _m("mean"))
    keys = [*terms.columns([*scope, "n", "mean", "least", "most", "varies"], "m")]
    powers = [terms.ordered_sum(_power(gap, order)).as_(f"s{order}") for order in (2, 3, 4)]
    moments = (
        exp.select(*keys, *powers)
        .from_(exp.to_table(f"{name}_{n}").as_("c"))
        .join(exp.to_table(f"{name}_{n}_means").as_("m"), on=terms.same(scope, "c", "m"))
        .group_by(*(key.copy() for key in keys))
        .subquery("s")
    )
    shape = exp.select("*", _skew().as_("skew"), _kurtosis().as_("kurtosis")).from_(moments).subquery("k")
    query = exp.select("*", _passes(step).as_("passes")).from_(shape)
    return [
        Cte(f"{name}_{n}_means", f"{step.name}, round {n}: means and extremes", means),
        Cte(f"{name}_{n}_test", f"{step.name}, round {n}: skew, kurtosis, and whether they pass", query),
    ]


def _power(value: exp.Expr, order: int) -> exp.Expr:
    found = value.copy()
    for _ in range(order - 1):
        found = exp.Mul(this=found, expression=value.copy())
    return found


def _skew() -> exp.Expr:
    """G1 of Joanes and Gill; unknown for fewer than three figures and for constant ones."""
    n = exp.column("n")
    freedom = exp.Sqrt(this=n * exp.paren(n.copy() - terms.double(1)))
    spread = exp.Pow(this=exp.column("s2"), expression=terms.double(1.5))
    raw = exp.Sqrt(this=n.copy()) * exp.column("s3") / spread
    return terms.case((_enough(3), freedom / exp.paren(n.copy() - terms.double(2)) * raw))


def _kurtosis() -> exp.Expr:
    """G2 of Joanes and Gill; unknown for fewer than four figures and for constant ones."""
    n = exp.column("n")

    def less(number: int) -> exp.Expr:
        return exp.paren(exp.column("n") - terms.double(number))

    ratio = n * exp.column("s4") / exp.paren(exp.column("s2") * exp.column("s2")) - terms.double(3)
    inner = exp.paren(n.copy() + terms.double(1)) * exp.paren(ratio) + terms.double(6)
    factor = less(1) / exp.paren(less(2) * less(3))
    return terms.case((_enough(4), factor * exp.paren(inner)))


def _enough(least: int) -> exp.Expr:
    return exp.and_(exp.column("n") >= terms.double(least), exp.column("varies"))


def _passes(step: Treat) -> exp.Expr:
    """Whether the figures pass; where one of the measures is unknown they do."""
    low = exp.Abs(this=exp.column("skew")) < terms.double(step.skew)
    flat = exp.column("kurtosis") < terms.double(step.kurtosis)
    held = exp.and_(low, flat) if step.both else exp.or_(low, flat)
    unknown = exp.or_(*(exp.column(name).is_(exp.null()) for name in ("skew", "kurtosis")))
    return exp.or_(unknown, held)


def _round(step: Treat, name: str, n: int) -> list[Cte]:
    """The figures after one method more: of the untreated, or of the round before."""
    origin, method, here = n if step.combine else 0, step.methods[n], f"{name}_{n + 1}"
    figure = exp.column(f"value_{origin}", table="c")
    cells = exp.to_table(f"{name}_{n}").as_("c")
    tests, on = exp.to_table(f"{name}_{origin}_test").as_("m"), terms.same(_scope(step), "c", "m")
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("c"))
    comment = f"{step.name}, round {n + 1}: {method}"
    if method not in CUTS:
        value = _method(step, method, figure).as_(f"value_{n + 1}")
        return [Cte(here, comment, exp.select(star, value).from_(cells).join(tests, on=on, join_type="left"))]
    known = exp.select(*terms.columns(_scope(step), "c"), *_ends(step, method, figure)).from_(cells)
    known = known.join(tests, on=on).where(terms.known(figure.copy()))
    value = terms.call("LEAST", terms.call("GREATEST", figure.copy(), _e("low")), _e("high"))
    value = terms.case((terms.known(figure.copy()), value)).as_(f"value_{n + 1}")
    ends, on = exp.to_table(f"{here}_ends").as_("e"), terms.same(_scope(step), "c", "e")
    return [
        Cte(f"{here}_ends", f"{comment}: the ends", known.group_by(*terms.columns(_scope(step), "c"))),
        Cte(here, comment, exp.select(star, value).from_(cells.copy()).join(ends, on=on, join_type="left")),
    ]


def _ends(step: Treat, method: str, figure: exp.Expr) -> list[exp.Expr]:
    """Where a method cuts the figures of a scope."""
    if method == "percentiles":
        ends = [terms.call("QUANTILE_CONT", figure.copy(), terms.double(share)) for share in step.between]
        return [end.as_(name) for end, name in zip(ends, ("low", "high"), strict=True)]
    freedom = terms.call("NULLIF", _m("n") - terms.double(1), terms.double(0))
    deviation = exp.Sqrt(this=exp.Div(this=_m("s2"), expression=freedom))
    reach = terms.double(float(step.sds) * (1 + terms.NEGLIGIBLE)) * deviation
    inside = terms.case((exp.Abs(this=figure - _m("mean")) <= reach, figure.copy()))
    return [exp.Min(this=inside).as_("low"), exp.Max(this=inside.copy()).as_("high")]


def _method(step: Treat, method: str, value: exp.Expr) -> exp.Expr:
    """One method on the figures of a scope, whose extremes and skew stand beside them in ``m``."""
    above = exp.paren(value - _m("least"))
    if method == "log":
        return exp.Ln(this=exp.Add(this=above, expression=terms.double(step.offset)))
    if method == "boxcox":
        return _boxcox(exp.paren(exp.Add(this=above, expression=terms.double(1))), step.power or Fraction(0))
    part = exp.Mul(this=terms.double(step.shift), expression=exp.paren(_m("most") - _m("least")))
    up = _safe(exp.Add(this=above, expression=part))
    if not step.mirror:
        return up
    below = exp.paren(_m("most") - value.copy())
    down = exp.Neg(this=_safe(exp.Add(this=below, expression=part.copy())))
    return terms.case((_m("skew") > terms.double(0), up), otherwise=down)


def _safe(value: exp.Expr) -> exp.Expr:
    """A logarithm, unknown where figures do not vary and the range is nothing."""
    return terms.case((_m("varies"), exp.Ln(this=value)))


def _boxcox(moved: exp.Expr, power: Fraction) -> exp.Expr:
    if power == 0:
        return exp.Ln(this=moved)
    raised = exp.Pow(this=moved, expression=terms.double(power))
    return exp.Div(this=exp.paren(raised - terms.double(1)), expression=terms.double(power))


def _chosen(step: Treat, name: str) -> Cte:
    """The figures of the first round that passes, else of the last; the untreated where a round is flat."""
    last = len(step.methods)
    tests = [exp.to_table(f"{name}_{n}_test").as_(f"m{n}") for n in range(last + 1)]
    ladder = _always() if step.rule == "always" else _ladder(last)
    known = terms.known(_c("value_0"))
    flags = [
        terms.case(*rungs)
        for rungs in (
            [(condition, _changed(step, n)) for condition, n, _ in ladder],
            [(condition, exp.true() if skewed else exp.false()) for condition, _, skewed in ladder],
        )
    ]
    query = exp.select(
        *terms.columns(_KEYS, "c"),
        terms.case(*((condition, _c(f"value_{n}")) for condition, n, _ in ladder)).as_("value"),
        *(
            terms.call("COALESCE", exp.and_(known.copy(), flag), exp.false()).as_(head)
            for flag, head in zip(flags, ("changed", "skewed"), strict=True)
        ),
    ).from_(exp.to_table(f"{name}_{last}").as_("c"))
    for n, test in enumerate(tests):
        query = query.join(test, on=terms.same(_scope(step), "c", f"m{n}"), join_type="left")
    return Cte(name, str(step), query)


def _changed(step: Treat, n: int) -> exp.Expr:
    """Whether a figure of a round is another than the untreated one; all are, behind a method of all."""
    if n == 0:
        return exp.false()
    return _c(f"value_{n}").neq(_c("value_0")) if step.methods[n - 1] in CUTS else exp.true()


def _ladder(last: int) -> list[tuple[exp.Expr, int, bool]]:
    """Conditions in order: the round whose figures count then, and whether they still fail the rule."""
    found: list[tuple[exp.Expr, int, bool]] = [(exp.column("passes", table="m0"), 0, False)]
    for n in range(1, last + 1):
        found.append((exp.Not(this=exp.column("varies", table=f"m{n}")), 0, True))
        found.append((exp.column("passes", table=f"m{n}"), n, False))
    return [*found, (exp.true(), last, True)]


def _always() -> list[tuple[exp.Expr, int, bool]]:
    return [(exp.column("varies", table="m0"), 1, False), (exp.true(), 0, False)]


def _c(name: str) -> exp.Column:
    return exp.column(name, table="c")


def _m(name: str) -> exp.Column:
    return exp.column(name, table="m")


def _e(name: str) -> exp.Column:
    return exp.column(name, table="e")


def _t(name: str) -> exp.Column:
    return exp.column(name, table="t")
