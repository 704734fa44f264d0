"""Shares of figures: the spread of each group once, then each row beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.inputs import MARK
from gaoxin.engines.sql.terms import (
    all_of,
    call,
    case,
    cast,
    column,
    double,
    equal,
    known,
    named,
    number,
    paren,
    text,
)
from gaoxin.plan.points import Counted, PointsPlan, ShareItem

SHARES = "shares"
_SPREAD = ("minmax", "share_of_max")


def worse_column(item: ShareItem) -> str:
    """The column that counts the known rows of the group that are worse."""
    return f"w_{item.name}"


def known_column(item: ShareItem) -> str:
    """The column that counts the known rows of the group."""
    return f"n_{item.name}"


def share_ctes(
    plan: PointsPlan, source: str, counted: tuple[Counted, ...] = (), bare: Collection[str] = ()
) -> list[Cte]:
    """The steps from figures to `SHARES`: all columns of the figures, and the share of each item.

    Parameters
    ----------
    source : relation of the figures
    counted : percentile ranks that stand in it already
    bare : figures that nobody has looked at: one that is not finite is an error
    """
    outside = {name for found in counted for name in found.items}
    spreads = {by: f"spread_{n}" for n, by in enumerate(_sets(plan, outside), start=1)}
    ctes = [_spread(plan, by, name, source, outside, bare) for by, name in spreads.items()]
    picked: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier("f"))]
    for item in plan.shares:
        if item.name in outside:
            relation = next(found.relation for found in counted if item.name in found.items)
            picked.append(named(column(known_column(item), relation), known_column(item)))
            picked.append(named(_counted(item, relation), f"s_{item.name}"))
            continue
        if item.method == "percentile_rank":
            picked.append(named(_window(item, "rank"), worse_column(item)))
            picked.append(named(_window(item, "count"), known_column(item)))
        if needs_spread(item):
            spread = spreads[item.by]
            picked += [
                named(column(f"{end}_{item.name}", spread), f"{end}_{item.name}") for end in ("lo", "hi")
            ]
        picked.append(named(_share(item, spreads.get(item.by, "")), f"s_{item.name}"))
    query = exp.Select(expressions=picked).from_(exp.to_table(source, alias="f"), copy=False)
    for by, spread in spreads.items():
        same = (exp.NullSafeEQ(this=column(name, "f"), expression=column(name, spread)) for name in by)
        on = all_of(equal(column("period", "f"), column("period", spread)), *same)
        query = query.join(exp.to_table(spread), on=on, copy=False)  # every row has a group there
    for found in counted:
        on = equal(column(found.group, "f"), column("group", found.relation))
        query = query.join(exp.to_table(found.relation), on=on, join_type="left", copy=False)
    return [*ctes, Cte(SHARES, "the share of each item that is set beside other rows, 0 to 1", query)]


def needs_spread(item: ShareItem) -> bool:
    """Whether the least and the greatest figure of the group are needed."""
    return item.method in _SPREAD or item.constant is not None


def _sets(plan: PointsPlan, outside: set[str]) -> Iterator[tuple[str, ...]]:
    yield from dict.fromkeys(i.by for i in plan.shares if needs_spread(i) and i.name not in outside)


def _spread(
    plan: PointsPlan, by: tuple[str, ...], name: str, source: str, outside: set[str], bare: Collection[str]
) -> Cte:
    """The least and the greatest figure of each group, and how far they lie apart.

    Rows of which a category is unknown make groups too, in which all of this is unknown.
    """
    keys = ["period", *by]
    items = [i for i in plan.shares if i.by == by and needs_spread(i) and i.name not in outside]
    inner: list[exp.Expr] = [column(key) for key in keys]
    outer: list[exp.Expr] = [column(key) for key in keys]
    for item in items:
        low, high = column(f"lo_{item.name}"), column(f"hi_{item.name}")
        for end, least_or_most in ((low, exp.Min), (high, exp.Max)):
            inner.append(named(least_or_most(this=column(item.column)), end.name))
            there = [known(column(key)) for key in by]
            outer.append(named(case((all_of(*there), end.copy())), end.name) if there else end.copy())
        apart = cast(paren(exp.Sub(this=high, expression=low)), "DOUBLE")
        there = [known(column(key)) for key in by]
        spread_out = all_of(
            *there, exp.GT(this=high.copy(), expression=low.copy()), call("isfinite", apart.copy())
        )
        ways: list[tuple[exp.Expr, exp.Expr]] = [(spread_out, apart)]
        if item.column in bare:  # NaN is the greatest of all
            finite = all_of(call("isfinite", low.copy()), call("isfinite", high.copy()))
            ways.insert(0, (exp.Not(this=paren(finite)), call("error", text(f"{MARK}: {item.column}"))))
        outer.append(named(case(*ways), f"apart_{item.name}"))
    grouped = exp.Select(expressions=inner).from_(exp.to_table(source), copy=False)
    grouped = grouped.group_by(*(column(key) for key in keys), copy=False)
    query = exp.Select(expressions=outer).from_(grouped.subquery("grouped", copy=False), copy=False)
    return Cte(name, f"least and greatest figures by {', '.join(keys)}", query, kept=True)


def _share(item: ShareItem, spread: str) -> exp.Expr:
    """The share of a row; unknown where the figure, the group or its spread is."""
    match item.method:
        case "minmax":
            found = _between(item, spread)
        case "percentile_rank":
            found = _placed(_window(item, "rank"), _window(item, "count"))
        case "share_of_max":
            found = _of_most(item, spread)
        case _:
            found = _goal(item)
    if item.constant is None:
        return found
    alone = equal(column(f"lo_{item.name}", spread), column(f"hi_{item.name}", spread))
    known_here = known(column(item.column, "f"))
    return case((all_of(alone, known_here), double(item.constant)), otherwise=found)


def _between(item: ShareItem, spread: str) -> exp.Expr:
    figure = column(item.column, "f")
    if item.down:
        gone = exp.Sub(this=column(f"hi_{item.name}", spread), expression=figure)
    else:
        gone = exp.Sub(this=figure, expression=column(f"lo_{item.name}", spread))
    above = cast(paren(gone), "DOUBLE") if item.whole else paren(gone)
    return exp.Div(this=above, expression=column(f"apart_{item.name}", spread))


def _of_most(item: ShareItem, spread: str) -> exp.Expr:
    figure, zero = column(item.column, "f"), number(0)
    ends = [figure, column(f"{'lo' if item.down else 'hi'}_{item.name}", spread)]
    over, under = (ends[1], ends[0]) if item.down else (ends[0], ends[1])
    above = exp.GT(this=under.copy(), expression=zero)
    cut = case((exp.LT(this=over.copy(), expression=number(0)), double(0)), otherwise=cast(over, "DOUBLE"))
    return case((above, exp.Div(this=cut, expression=cast(under, "DOUBLE"))))


def _goal(item: ShareItem) -> exp.Expr:
    low, high = item.posts or (0, 1)
    figure = cast(column(item.column, "f"), "DOUBLE")
    gone = (
        exp.Sub(this=double(high), expression=figure)
        if item.down
        else exp.Sub(this=figure, expression=double(low))
    )
    share = exp.Div(this=paren(gone), expression=double(high - low))
    zero = exp.LTE(this=share, expression=double(0))
    one = exp.GTE(this=share.copy(), expression=double(1))
    return case((zero, double(0)), (one, double(1)), otherwise=share.copy())


def _window(item: ShareItem, what: str) -> exp.Expr:
    """The known rows of the group that are worse, or all known rows; unknown where the figure or group is."""
    groups = [column("period", "f"), *(column(name, "f") for name in item.by)]
    figure = column(item.column, "f")
    if what == "rank":
        order = exp.Order(expressions=[exp.Ordered(this=figure, desc=item.down, nulls_first=False)])
        rank = exp.Window(this=call("rank"), partition_by=groups, order=order)
        found: exp.Expr = exp.Sub(this=rank, expression=number(1))
    else:
        found = exp.Window(this=exp.Count(this=figure), partition_by=groups)
    there = all_of(known(figure.copy()), *(known(column(name, "f")) for name in item.by))
    return case((there, found))


def _placed(worse: exp.Expr, rows: exp.Expr) -> exp.Expr:
    others = exp.Sub(this=rows, expression=number(1))
    return exp.Div(this=cast(paren(worse), "DOUBLE"), expression=call("nullif", others, number(0)))


def _counted(item: ShareItem, relation: str) -> exp.Expr:
    """The share of what was counted outside."""
    worse, rows = column(worse_column(item), "f"), column(known_column(item), relation)
    return _placed(worse, rows)
