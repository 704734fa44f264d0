"""From shares to points, totals, ranks and lists: one wide row for each subject and period."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.points.shares import (
    SHARES,
    share_ctes,
)
from gaoxin.engines.sql.terms import (
    all_of,
    any_of,
    call,
    case,
    cast,
    column,
    double,
    equal,
    is_null,
    known,
    named,
    null,
    number,
    paren,
    select,
    text,
)
from gaoxin.formula.sheets import ALL
from gaoxin.plan.points import Counted, ExactItem, PlannedCap, PlannedItem, PointsPlan, ShareItem

SCORED, RANKED = "scored", "ranked"
End = Literal["low", "high"]
ENDS: tuple[End, End] = ("low", "high")


def points_ctes(
    plan: PointsPlan, source: str, counted: tuple[Counted, ...] = (), bare: Collection[str] = ()
) -> list[Cte]:
    """The steps from figures to `SCORED`: all columns of the result but ranks and lists.

    Parameters
    ----------
    source : relation of the figures
    counted : percentile ranks that stand in it already
    bare : figures that nobody has looked at
    """
    totals = [found.total for found in counted if found.total is not None]
    made = _Points(plan, totals[0] if totals else None)
    return [
        *share_ctes(plan, source, counted, bare),
        Cte("items", "points of each item, at both ends", made.items()),
        Cte("sums", "points of each group, at both ends", made.sums()),
        Cte("totals", "the total, at both ends; a veto may take it", made.totals()),
        Cte("decided", "the total that is ranked, where enough is known", made.decided()),
        Cte(SCORED, "the columns of the result but ranks and lists", made.scored()),
    ]


def ranked_cte(plan: PointsPlan) -> Cte:
    """Ranks as a window function, on the doubles: for audit."""
    return Cte(RANKED, "the rank of the total", _ranked(plan))


def result_query(plan: PointsPlan, source: str, names: Sequence[str]) -> exp.Select:
    """The result: chosen columns of scored rows that have a `rank`, and lists.

    Parameters
    ----------
    source : relation of the rows
    names : of the columns that come out, behind subject and period
    """
    picked: list[exp.Expr] = [named(cast(column("subject"), "VARCHAR"), "subject"), column("period")]
    for name in names:
        if name == "list":
            picked.append(named(_list(plan), "list"))
        elif name == "of":
            picked.append(named(_ranked_rows(plan), "of"))
        elif name == "rank":
            picked.append(named(cast(column("rank"), "BIGINT"), "rank"))
        else:
            picked.append(column(name))
    return select(picked, source)


@dataclass(frozen=True, slots=True)
class _Points:
    """The steps of one sheet.

    Points are doubles where an item is a share; else integers, each times 1/`unit`, up to the end.

    Parameters
    ----------
    plan : the sheet
    total : column that holds the exact total as an integer, where there is one
    """

    plan: PointsPlan
    total: str | None = None

    @property
    def whole(self) -> bool:
        """Whether all points are integers."""
        return not self.plan.shares

    @property
    def unit(self) -> int:
        """What the integers are divided by in the end."""
        caps = [value for cap in self.plan.caps for value in cap.values.values() if value is not None]
        exact = [item.divisor for item in self.plan.items if isinstance(item, ExactItem)]
        return math.lcm(*exact, *(value.denominator for value in caps))

    def number(self, value: Fraction) -> exp.Expr:
        """Points as a literal."""
        return number(int(value * self.unit)) if self.whole else double(value)

    def none(self) -> exp.Expr:
        """Unknown points."""
        return null("HUGEINT" if self.whole else "DOUBLE")

    def cap(self, cap: PlannedCap, otherwise: Fraction | None) -> exp.Expr:
        """The cap of the row; where its category is unknown, another number, or unknown."""
        if cap.column is None:
            value = cap.values.get(ALL)
            return self.none() if value is None else self.number(value)
        ways = [
            exp.If(this=text(label), true=self.none() if value is None else self.number(value))
            for label, value in cap.values.items()
        ]
        rest = self.none() if otherwise is None else self.number(otherwise)
        return exp.Case(this=column(cap.column), ifs=ways, default=rest)

    # Items

    def items(self) -> exp.Select:
        """The points of each item at both ends, beside all columns of the step before."""
        picked: list[exp.Expr] = [exp.Star()]
        for item in self.plan.items:
            if isinstance(item, ShareItem):
                points = exp.Mul(this=self.cap(item.cap, None), expression=column(f"s_{item.name}"))
                picked.append(named(points, f"i_{item.name}"))
            else:
                picked += [named(self.exact(item, end), f"i_{item.name}.{end}") for end in ENDS]
        return select(picked, SHARES)

    def exact(self, item: ExactItem, end: End) -> exp.Expr:
        """The points of an exact item at one end."""
        name = item.low if end == "low" else item.high
        if not name:
            return self.none()
        if not self.whole:
            return exp.Div(this=cast(column(name), "DOUBLE"), expression=double(item.divisor))
        return exp.Mul(this=cast(column(name), "HUGEINT"), expression=number(self.unit // item.divisor))

    def end(self, item: PlannedItem, end: End) -> exp.Expr:
        """The points of an item at one end; of an unknown share, none or all of them."""
        if isinstance(item, ExactItem):
            return column(f"i_{item.name}.{end}")
        if None in item.cap.values.values():
            return self.none()
        rest = double(0) if end == "low" else self.cap(item.cap, item.cap.most)
        return call("coalesce", column(f"i_{item.name}"), rest)

    def value(self, item: PlannedItem) -> exp.Expr:
        """The points of an item where they are decided."""
        if isinstance(item, ShareItem):
            return column(f"i_{item.name}")
        low, high = column(f"i_{item.name}.low"), column(f"i_{item.name}.high")
        return case((equal(low, high), low.copy()))

    # Sums

    def sums(self) -> exp.Select:
        """The points of each group at both ends."""
        picked: list[exp.Expr] = [exp.Star()]
        for group in self.plan.groups:
            for end in ENDS:
                total = _added([self.end(item, end) for item in group.items])
                picked.append(named(self.cut(total, group.cap, end), f"t_{group.name}.{end}"))
        return select(picked, "items")

    def cut(self, total: exp.Expr, cap: PlannedCap, end: End) -> exp.Expr:
        """A sum cut at its cap; where the category is unknown, at the least or the greatest."""
        if not cap.values:
            return total
        known_ones = [value for value in cap.values.values() if value is not None]
        most = self.cap(cap, min(known_ones) if end == "low" else max(known_ones))
        return case((exp.GT(this=paren(total), expression=most), most.copy()), otherwise=total.copy())

    def totals(self) -> exp.Select:
        """The total at both ends, and how many items are known."""
        picked: list[exp.Expr] = [exp.Star()]
        for end in ENDS:
            regular = [column(f"t_{g.name}.{end}") for g in self.plan.groups if not g.bonus]
            bonus = [column(f"t_{g.name}.{end}") for g in self.plan.groups if g.bonus]
            total = _added([self.cut(_added(regular), self.plan.cap, end), *bonus])
            picked.append(named(self.taken(total, end), f"total.{end}"))
        counted = [cast(known(self.value(item)), "INTEGER") for item in self.plan.items]
        picked.append(named(_added(counted), "known"))
        if self.plain:
            picked.append(named(_added([self.value(item) for item in self.plan.items]), "plain"))
        return select(picked, "sums")

    @property
    def plain(self) -> bool:
        """Whether the total is the bare sum of its items, each of which can give more than nothing."""
        caps = [self.plan.cap, *(group.cap for group in self.plan.groups)]
        least = [value for item in self.plan.shares for value in item.cap.values.values()]
        plain = not any(cap.values for cap in caps) and not self.plan.vetoes and not self.whole
        return plain and all(least) and len(self.plan.shares) == len(self.plan.items)

    def taken(self, total: exp.Expr, end: End) -> exp.Expr:
        """The total as vetoes leave it: 0 where one takes it, at least 0 where that is unknown."""
        zeros = [veto for veto in self.plan.vetoes if not veto.excludes]
        if not zeros:
            return total
        ways = [(column(veto.column), self.number(Fraction(0))) for veto in zeros]
        if end == "low":
            ways += [(is_null(column(veto.column)), self.number(Fraction(0))) for veto in zeros]
        return case(*ways, otherwise=total)

    # Ranks

    def decided(self) -> exp.Select:
        """The total where it is decided or enough items are known, and what is ranked."""
        low, high = column("total.low"), column("total.high")
        enough = exp.GTE(this=column("known"), expression=number(self.plan.least))
        partial = self.plan.least < len(self.plan.items)
        if self.plain and not partial:
            total: exp.Expr = column("plain")
        else:
            total = case((any_of(equal(low, high), enough) if partial else equal(low, high), low.copy()))
        query = select([exp.Star(), named(total, "total")], "totals")
        eligible: list[exp.Expr] = [known(column(name)) for name in self.plan.ranked_by]
        for veto in self.plan.vetoes:
            held = exp.Not(this=column(veto.column)) if veto.excludes else known(column(veto.column))
            eligible.append(paren(held))
        if self.total is not None:
            eligible.append(known(column("total")))
        place = self.double(column("total")) if self.total is None else cast(column(self.total), "DOUBLE")
        ranked = case((all_of(*eligible), place)) if eligible else place
        return exp.Select(expressions=[exp.Star(), named(ranked, "place by")]).from_(
            query.subquery("decided", copy=False), copy=False
        )

    def scored(self) -> exp.Select:
        """The columns of the result, doubles at last, and what is ranked within what."""
        plan = self.plan
        picked: list[exp.Expr] = [column("subject"), column("period")]
        picked += [named(cast(column(kept), "VARCHAR"), name) for name, kept in plan.columns.items()]
        picked += [named(column(kept), f"g.{n}") for n, kept in enumerate(plan.ranked_by)]
        picked.append(named(self.double(column("total")), "points"))
        picked += [named(self.double(column(f"total.{end}")), end) for end in ENDS]
        picked.append(named(self.status(), "status"))
        for group in plan.groups:
            low, high = column(f"t_{group.name}.low"), column(f"t_{group.name}.high")
            value = case((equal(low, high), self.double(low.copy())))
            picked.append(named(value, f"{plan.sheet}.{group.name}"))
            picked += [self.shown(item) for item in group.items]
        picked.append(column("place by"))
        return select(picked, "decided")

    def shown(self, item: PlannedItem) -> exp.Expr:
        """The points of an item under the name that users see."""
        return named(self.double(self.value(item)), f"{self.plan.sheet}.{item.name}")

    def double(self, value: exp.Expr) -> exp.Expr:
        """Points as a double."""
        if not self.whole:
            return value
        return exp.Div(this=cast(value, "DOUBLE"), expression=double(self.unit))

    def status(self) -> exp.Expr:
        """The words of a row."""
        plan = self.plan
        told: list[tuple[str, exp.Expr]] = []
        total = column("total")
        if plan.published:
            told.append(("unknown", is_null(total)))
            short = exp.LT(this=column("known"), expression=number(len(plan.items)))
            told.append(("incomplete", all_of(known(total.copy()), short)))
        for veto in plan.vetoes:
            word = "excluded" if veto.excludes else "zero"
            told += [(word, column(veto.column)), ("veto unknown", is_null(column(veto.column)))]
        if plan.ranked_by:
            told.append(("group unknown", any_of(*(is_null(column(name)) for name in plan.ranked_by))))
        words: dict[str, list[exp.Expr]] = {}
        for word, when in told:
            words.setdefault(word, []).append(when)
        made: list[exp.Expr] = [case((any_of(*whens), text(word))) for word, whens in words.items()]
        made += [text(word) for word in plan.marks]
        return call("concat_ws", text(";"), *made)


def _added(parts: Sequence[exp.Expr]) -> exp.Expr:
    total = parts[0]
    for part in parts[1:]:
        total = exp.Add(this=total, expression=part)
    return total


def group_columns(plan: PointsPlan) -> list[str]:
    """The columns of `SCORED` that name what a row is ranked within, beside its period."""
    return [f"g.{n}" for n, _ in enumerate(plan.ranked_by)]


def place_column(plan: PointsPlan, counted: tuple[Counted, ...] = ()) -> str:
    """The column of `SCORED` by which rows of known groups are ranked: the points, unless more has a say."""
    return "place by" if plan.vetoes or any(found.total for found in counted) else "points"


def _ranked(plan: PointsPlan) -> exp.Select:
    ordered = exp.Ordered(this=column("place by"), desc=True, nulls_first=False)
    order = exp.Order(expressions=[ordered])
    rank = exp.Window(this=call("rank"), partition_by=_together(plan), order=order)
    return select([exp.Star(), named(case((known(column("place by")), rank)), "rank")], SCORED)


def _together(plan: PointsPlan, *more: str) -> list[exp.Expr]:
    return [column(name) for name in ("period", *group_columns(plan), *more)]


def _ranked_rows(plan: PointsPlan) -> exp.Expr:
    """How many rows are ranked together."""
    count = exp.Window(this=exp.Count(this=column("rank")), partition_by=_together(plan))
    return case((known(column("rank")), count))


def _list(plan: PointsPlan) -> exp.Expr:
    """The list that a row stands in: by its rank, or by the last place of those that tie with it."""
    if not plan.ranking.lists:
        return null("VARCHAR")
    last: exp.Expr = column("rank")
    if plan.ranking.ties == "out":
        tied = exp.Window(this=exp.Count(this=exp.Star()), partition_by=_together(plan, "rank"))
        last = exp.Sub(this=exp.Add(this=column("rank"), expression=tied), expression=number(1))
    ways = [
        (exp.LTE(this=paren(last.copy()), expression=paren(_places(plan, found.to))), text(found.id))
        for found in plan.ranking.lists
    ]
    return case((is_null(column("rank")), null("VARCHAR")), *ways)


def _places(plan: PointsPlan, to: Fraction) -> exp.Expr:
    """The places up to the end of a list, in integers."""
    rows = exp.Mul(this=_ranked_rows(plan), expression=number(to.numerator))
    match plan.ranking.places:
        case "half_up":
            over: exp.Expr = exp.Mul(this=number(2), expression=rows)
            more, under = to.denominator, 2 * to.denominator
        case "up":
            over, more, under = rows, to.denominator - 1, to.denominator
        case _:
            over, more, under = rows, 0, to.denominator
    return exp.IntDiv(this=paren(exp.Add(this=over, expression=number(more))), expression=number(under))
