"""Normalising: one step for each method in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.plan.index import IndexPlan, Normalise

NORMALISED = "index_normalised"
"""The relation behind the last normalising: the columns of a cell, ``normalised`` and ``fault``."""
COLUMNS = (*terms.CELL, "normalised", "fault")


def normalise_ctes(plan: IndexPlan) -> list[Cte]:
    """Give the steps from `terms.IMPUTED` to `NORMALISED`."""
    found = [step for step in plan.steps if isinstance(step, Normalise)]
    if len(found) == 1:
        return _METHODS[found[0].method](_Frame(found[0], NORMALISED, whole=True))
    frames = [
        _Frame(step, f"index_normalised_{place}", whole=False) for place, step in enumerate(found, start=1)
    ]
    parts = [_METHODS[frame.step.method](frame) for frame in frames]
    selects = [exp.select(*terms.columns(COLUMNS)).from_(frame.name) for frame in frames]
    joined = exp.union(*selects, distinct=False)
    return [*(cte for part in parts for cte in part), Cte(NORMALISED, "all normalised indicators", joined)]


@dataclass(frozen=True)
class _Frame:
    """A step of normalising and the relations around it."""

    step: Normalise
    name: str
    whole: bool

    @property
    def scope(self) -> list[str]:
        """Columns within which means and extremes are taken."""
        return ["node", "period"] if self.step.within == "period" else ["node"]

    def cells(self, *shown: exp.Expr, source: str = terms.IMPUTED) -> exp.Select:
        """Select from the cells of this step's leaves."""
        query = exp.select(*shown).from_(exp.to_table(source).as_("c"))
        if self.whole:
            return query
        nodes = [terms.text(leaf.node) for leaf in self.step.leaves]
        return query.where(exp.In(this=_c("node"), expressions=nodes))

    def statistics(self, *shown: exp.Expr) -> exp.Select:
        """Select one row for each leaf (and period) over its known figures."""
        keys = terms.columns(self.scope, "c")
        return (
            self.cells(*keys, *shown)
            .where(terms.known(_c("imputed")))
            .group_by(*terms.columns(self.scope, "c"))
        )

    def result(
        self, value: exp.Expr, fault: exp.Expr, other: str | None = None, keys: list[str] | None = None
    ) -> Cte:
        """Select the cells with their normalised value and, where there is none, the reason."""
        query = self.cells(*terms.columns(terms.CELL, "c"), value.as_("normalised"), fault.as_("fault"))
        if other is not None:
            on = exp.and_(*(_c(key).eq(_s(key)) for key in keys or self.scope))
            query = query.join(exp.to_table(other).as_("s"), on=on, join_type="left")
        return Cte(self.name, str(self.step), query)

    def turned(self, up: exp.Expr, down: exp.Expr) -> exp.Expr:
        """Take one expression where more is better, the other where less is."""
        nodes = [leaf.node for leaf in self.step.leaves if leaf.down]
        if not nodes:
            return up
        if len(nodes) == len(self.step.leaves):
            return down
        less = exp.In(this=_c("node"), expressions=[terms.text(node) for node in nodes])
        return terms.case((less, down), otherwise=up)


def _c(name: str) -> exp.Column:
    """A column of the cells."""
    return exp.column(name, table="c")


def _s(name: str) -> exp.Column:
    """A column of the statistics beside them."""
    return exp.column(name, table="s")


def _no_fault() -> exp.Expr:
    return exp.cast(exp.null(), "VARCHAR")


def _none(frame: _Frame) -> list[Cte]:
    return [frame.result(_c("imputed"), _no_fault())]


def _extremes() -> list[exp.Expr]:
    """Least and greatest figure, and whether they differ by more than the noise of doubles."""
    least, most = exp.Min(this=_c("imputed")), exp.Max(this=_c("imputed"))
    largest = terms.call("GREATEST", exp.Abs(this=least), exp.Abs(this=most))
    noise = exp.Mul(this=terms.double(terms.NEGLIGIBLE), expression=largest)
    varies = exp.GT(this=exp.Sub(this=most, expression=least), expression=noise)
    return [least.as_("least"), most.as_("most"), varies.as_("varies")]


def _constant() -> exp.Expr:
    flat = exp.and_(terms.known(_c("imputed")), exp.Not(this=_s("varies")))
    return terms.case((flat, terms.text("constant")))


def _share(frame: _Frame) -> exp.Expr:
    """Position between the least and the most, from 0 (worst) to 1 (best)."""
    above = frame.turned(_c("imputed") - _s("least"), _s("most") - _c("imputed"))
    return exp.Div(this=exp.paren(above), expression=exp.paren(_s("most") - _s("least")))


def _scaled(frame: _Frame, share: exp.Expr) -> exp.Expr:
    low, width = terms.double(frame.step.low), terms.double(frame.step.high - frame.step.low)
    return exp.Add(this=low, expression=exp.Mul(this=share, expression=width))


def _minmax(frame: _Frame) -> list[Cte]:
    scale = f"{frame.name}_extremes"
    value = terms.case((_s("varies"), _scaled(frame, _share(frame))))
    return [
        Cte(scale, f"least and greatest figure for {frame.step.name}", frame.statistics(*_extremes())),
        frame.result(value, _constant(), scale),
    ]


def _goalposts(frame: _Frame) -> list[Cte]:
    scale = f"{frame.name}_posts"
    heads = [("node", "VARCHAR"), ("least", "DOUBLE"), ("most", "DOUBLE")]
    rows = [
        [terms.text(leaf.node), terms.double(leaf.posts[0]), terms.double(leaf.posts[1])]
        for leaf in frame.step.leaves
        if leaf.posts is not None
    ]
    share = _share(frame)
    if frame.step.clip:
        share = terms.call("LEAST", terms.call("GREATEST", share, terms.double(0)), terms.double(1))
    value = terms.case((terms.known(_c("imputed")), _scaled(frame, share)))  # GREATEST(NULL, 0) is 0
    return [
        Cte(scale, "the posts, each in its indicator's unit", terms.table("posts", heads, rows)),
        frame.result(value, _no_fault(), scale, ["node"]),
    ]


def _zscore(frame: _Frame) -> list[Cte]:
    means, scale = f"{frame.name}_means", f"{frame.name}_deviations"
    number = exp.Count(this=_c("imputed"))
    mean = exp.Div(this=terms.ordered_sum(_c("imputed")), expression=number)
    keys = terms.columns([*frame.scope, "mean", "varies"], "s")
    gap = exp.paren(_c("imputed") - _s("mean"))
    squares = terms.ordered_sum(exp.Mul(this=gap, expression=gap.copy()))
    freedom = terms.call("NULLIF", exp.Count(this=_c("imputed")) - 1, exp.Literal.number(0))
    deviation = exp.Sqrt(this=exp.Div(this=squares, expression=freedom))
    spread = (
        frame.cells(*keys, deviation.as_("deviation"))
        .join(exp.to_table(means).as_("s"), on=exp.and_(*(_c(k).eq(_s(k)) for k in frame.scope)))
        .where(terms.known(_c("imputed")))
        .group_by(*terms.columns([*frame.scope, "mean", "varies"], "s"))
    )
    distance = exp.paren(frame.turned(_c("imputed") - _s("mean"), _s("mean") - _c("imputed")))
    standard = exp.Div(this=distance, expression=_s("deviation"))
    scaled = exp.Add(
        this=terms.double(frame.step.mean),
        expression=exp.Mul(this=standard, expression=terms.double(frame.step.sd)),
    )
    return [
        Cte(means, f"means for {frame.step.name}", frame.statistics(mean.as_("mean"), *_extremes())),
        Cte(scale, f"sample standard deviations (n-1) for {frame.step.name}", spread),
        frame.result(terms.case((_s("varies"), scaled)), _constant(), scale),
    ]


def _rank(frame: _Frame) -> list[Cte]:
    scale = f"{frame.name}_largest"
    largest = exp.Max(this=exp.Abs(this=_c("imputed")))
    rounded = terms.to_digits(_c("imputed"), _s("largest"), frame.step.digits)
    place = exp.Window(
        this=terms.call("RANK"),
        partition_by=[*terms.columns(frame.scope, "c"), _c("imputed").is_(exp.null())],
        order=exp.Order(
            expressions=[exp.Ordered(this=frame.turned(rounded, exp.Neg(this=exp.paren(rounded.copy()))))]
        ),
    )
    value = terms.case((terms.known(_c("imputed")), exp.cast(place, "DOUBLE")))
    return [
        Cte(
            scale,
            "the largest figure, whose digits decide what a tie is",
            frame.statistics(largest.as_("largest")),
        ),
        frame.result(value, _no_fault(), scale),
    ]


def _base_period(frame: _Frame) -> list[Cte]:
    chain = f"{frame.name}_chain"
    base = exp.Literal.number(frame.step.base)
    at_base = terms.case((_c("period").eq(base), _c("imputed")))
    query = frame.cells(
        *terms.columns(terms.CELL, "c"),
        exp.Window(this=exp.Max(this=at_base), partition_by=_series()).as_("base"),
        _links(frame, after=True).as_("links_after"),
        _links(frame, after=False).as_("links_before"),
    )
    later = _c("period") >= base
    years = exp.Abs(this=_c("period") - base)
    linked = terms.case((later, _c("links_after")), otherwise=_c("links_before")).eq(years)
    zero = terms.double(0)
    negative = frame.turned(_c("imputed") < zero, _c("imputed") <= zero)
    reasons = [
        (_c("imputed").is_(exp.null()), exp.null()),
        *((between, terms.text("calibre changed")) for between in _walls(frame)),
        (_c("base").is_(exp.null()), terms.text("base unknown")),
        (exp.or_(_c("base") <= zero, negative), terms.text("not positive")),
    ]
    if frame.step.chained:
        reasons.append((exp.Not(this=exp.paren(linked)), terms.text("chain broken")))
    ratio = frame.turned(_c("imputed") / _c("base"), _c("base") / _c("imputed"))
    whole = exp.cast(terms.case(*reasons), "VARCHAR")
    fault = _Frame(frame.step, f"{frame.name}_checked", whole=True)
    checked = fault.cells(
        exp.Column(this=exp.Star(), table=exp.to_identifier("c")), whole.as_("fault"), source=chain
    )
    sound = exp.and_(terms.known(_c("imputed")), _c("fault").is_(exp.null()))
    value = terms.case((sound, exp.Mul(this=ratio, expression=terms.double(100))))
    result = fault.cells(
        *terms.columns(terms.CELL, "c"), value.as_("normalised"), _c("fault"), source=fault.name
    )
    return [
        Cte(chain, f"the figure of {frame.step.base}, and how many years between are above zero", query),
        Cte(fault.name, "where the ratio to the base has no meaning, and why", checked),
        Cte(frame.name, str(frame.step), result),
    ]


def _walls(frame: _Frame) -> list[exp.Expr]:
    """For each break of a leaf, whether it lies between a cell's period and the base."""
    return [
        exp.and_(
            _c("node").eq(terms.text(leaf.node)),
            _c("period") < exp.Literal.number(wall)
            if frame.step.base >= wall
            else _c("period") >= exp.Literal.number(wall),
        )
        for leaf in frame.step.leaves
        for wall in leaf.walls
    ]


def _series() -> list[exp.Expr]:
    return terms.columns(["subject", "node"], "c")


def _links(frame: _Frame, *, after: bool) -> exp.Expr:
    """Count the years above zero from the base period (included) to the row's own (excluded)."""
    base = exp.Literal.number(frame.step.base)
    side = _c("period") >= base if after else _c("period") <= base
    link = terms.case((exp.and_(side, _c("imputed") > terms.double(0)), exp.Literal.number(1)))
    return exp.Window(
        this=exp.Count(this=link),
        partition_by=_series(),
        order=exp.Order(expressions=[exp.Ordered(this=_c("period"), desc=not after)]),
        spec=exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end=exp.Literal.number(1),
            end_side="PRECEDING",
        ),
    )


_METHODS: dict[str, Callable[[_Frame], list[Cte]]] = {
    "none": _none,
    "minmax": _minmax,
    "goalposts": _goalposts,
    "zscore": _zscore,
    "rank": _rank,
    "base_period": _base_period,
}
