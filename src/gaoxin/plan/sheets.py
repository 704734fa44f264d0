"""Score sheets as columns: points at both ends, as exact integers where they are exact, else as doubles.

Points are exact where every item below is: bands, grades, formulas, and shares of a figure that are rounded.
A share that is not rounded is a quotient over other rows: its item, and what adds it up, are doubles. Without
a published cap there are no points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction

from gaoxin.base.errors import UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.formula.sheets import Cap, Row, Sheet
from gaoxin.formula.values import Interval, rounded
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile import Compiler, once, quotient
from gaoxin.plan.outside import Add
from gaoxin.plan.rational import Atom

ENDS = ("lo", "hi")
_ZERO = e.Constant(0.0, "real")


@dataclass(slots=True)
class Sheets:
    """Makes the columns of score sheets; those of exact points become figures of the compiler.

    Parameters
    ----------
    compiler : of the rows
    add : adds a derived column: name, expression, kind, note
    formula : bounds the work of one formula, and makes a fault of what cannot be computed
    reals : columns of points that are doubles, by full name and end
    """

    compiler: Compiler
    add: Add
    formula: Callable[[str], AbstractContextManager[None]]
    reals: dict[str, e.Column] = field(default_factory=dict[str, e.Column])

    def sheet(self, made: Sheet) -> None:
        """All columns of a sheet: its items, its groups, its total."""
        sums: dict[bool, list[str]] = {False: [], True: []}
        for spec, (group, cap, rows) in zip(made.spec.groups, made.groups, strict=True):
            for row in rows:
                with self.formula(row.name):
                    self.row(row)
            self.total(group, [row.name for row in rows], cap, spec.title.zh)
            sums[spec.bonus].append(group)
        vetoes = [self.veto(name, when) for name, when in _takers(made)]
        title = made.spec.title.zh
        if sums[True]:
            self.total(f"{made.name}#regular", sums[False], made.cap, title)
            self.total(made.name, [f"{made.name}#regular", *sums[True]], Cap({}), title, vetoes)
        else:
            self.total(made.name, sums[False], made.cap, title, vetoes)

    def veto(self, name: str, when: t.Node) -> e.Column:
        """The column of a veto."""
        with self.formula(name):
            return self.add(name, self.compiler.flag(when), "flag", "veto")

    def exact(self, name: str) -> bool:
        """Whether the points of a part are exact integers."""
        return f"{name}#lo" in self.compiler.figures

    def double(self, name: str, end: str) -> e.Expr:
        """The points of a part as a double."""
        key = f"{name}#{end}"
        return quotient(r.atom(self.compiler.figures[key])) if self.exact(name) else self.reals[key]

    def total(
        self, name: str, parts: Sequence[str], cap: Cap, title: str, vetoes: Sequence[e.Column] = ()
    ) -> None:
        """The capped sum of parts, at both ends; 0 where a veto takes it."""
        if not all(map(self.exact, parts)) or not cap.published:
            self.real_total(name, parts, cap, title, vetoes)
            return
        for end in ENDS:
            whole = r.number(Fraction(0))
            for part in parts:
                whole = r.add(whole, r.atom(self.compiler.figures[f"{part}#{end}"]))
            self.points(f"{name}#{end}", whole, cap, title, vetoes)

    def real_total(
        self, name: str, parts: Sequence[str], cap: Cap, title: str, vetoes: Sequence[e.Column]
    ) -> None:
        """The capped sum of parts as doubles; unknown where a cap is not published."""
        for end in ENDS:
            found = self.double(parts[0], end)
            for part in parts[1:]:
                found = e.Real("+", (found, self.double(part, end)))
            if not cap.published:
                found = e.Constant(None, "real")
            elif cap.values:
                found = once(self.compiler.keep, found)
                most = self.cap(cap, end, lambda value: e.Constant(float(value), "real"))
                found = e.When(((e.Compare(">", found, most), most),), found)
            if vetoes:
                found = e.When(_taken(vetoes, end, _ZERO), found)
            self.reals[f"{name}#{end}"] = self.add(f"{name}#{end}", found, "real", title)

    def points(
        self, name: str, value: r.Rational, cap: Cap, note: str, vetoes: Sequence[e.Column] = ()
    ) -> None:
        """A column of exact points, cut at 0 and at the cap."""
        divisor = math.lcm(r.integers(value.over)[1], *(most.denominator for most in cap.known))
        terms = {m: int(c * divisor) for m, c in value.over.items()}
        digits = r.digits(terms.items())
        expr = r.polynomial(terms, r.bits(digits) or 128)
        if cap.values:
            end = name.rpartition("#")[2]
            most = self.cap(cap, end, lambda found: e.Constant(int(found * divisor), "int"))
            expr = e.When(((e.Compare("<", expr, e.ZERO), e.ZERO), (e.Compare(">", expr, most), most)), expr)
            digits = math.log10(int(cap.most * divisor) + 1)
        if vetoes:
            expr = e.When(_taken(vetoes, end=name.rpartition("#")[2], zero=e.ZERO), expr)
        column = self.add(name, expr, "int", note)
        self.compiler.figures[name] = Atom(name, column, divisor, digits, positive=True)

    def cap(self, cap: Cap, end: str, constant: Callable[[Fraction], e.Expr]) -> e.Expr:
        """The cap of the row; where its category is unknown the least or the greatest of them."""
        if cap.by is None:
            return constant(cap.most)
        category = self.compiler.plain(cap.by)
        ways = [
            (e.Compare("=", category, e.Constant(label, "text")), constant(value))
            for label, value in cap.values.items()
            if value is not None
        ]
        return e.When(tuple(ways), constant(cap.least if end == "lo" else cap.most))

    def row(self, row: Row) -> None:
        """The columns of one item."""
        if not row.cap.published:
            for end in ENDS:
                null = self.add(f"{row.name}#{end}", e.Constant(None, "real"), "real", _note(row))
                self.reals[f"{row.name}#{end}"] = null
        elif row.share is not None and row.step is None:
            self.shared(row)
        elif row.tree is not None:
            tree, cap = (row.tree, row.cap) if row.step is None else _rounded(row, row.step)
            for end in ENDS:
                found = self.compiler.rational(tree, high=end == "hi")
                missing = Fraction(0) if end == "lo" else row.cap.most
                self.points(f"{row.name}#{end}", self.or_else(found, missing, row.cap), cap, _note(row))
        else:
            self.banded(row)

    def shared(self, row: Row) -> None:
        """An item whose points are a quotient over other rows, as doubles."""
        assert row.tree is not None
        share = self.add(f"{row.name}#share", self.compiler.real(row.tree), "real", _note(row))
        one = e.Constant(1.0, "real")
        cut = e.When(((e.Compare("<", share, _ZERO), _ZERO), (e.Compare(">", share, one), one)), share)
        known: tuple[e.Expr, ...] = (e.Known(share),)
        if row.cap.by is not None:
            known = (*known, e.Known(self.compiler.plain(row.cap.by)))
        for end in ENDS:
            cap = self.cap(row.cap, end, lambda value: e.Constant(float(value), "real"))
            most = e.Constant(float(row.cap.most), "real")
            rest = _ZERO if end == "lo" else cap if row.cap.by is None else self.most(row, cap, most)
            found = e.When(((e.all_of(known), e.Real("*", (cap, cut))),), rest)
            self.reals[f"{row.name}#{end}"] = self.add(f"{row.name}#{end}", found, "real", _note(row))

    def most(self, row: Row, cap: e.Expr, most: e.Expr) -> e.Expr:
        """The most that an item of an unknown share may have: its cap, or the greatest of them."""
        assert row.cap.by is not None
        return e.When(((e.Known(self.compiler.plain(row.cap.by)), cap),), most)

    def banded(self, row: Row) -> None:
        """An item of bands, the best of its alternatives."""
        note = _note(row)
        guards: list[list[e.Expr]] = []
        for n, (bands, _) in enumerate(row.alternatives):
            names = [f"{row.name}#{n}.{k}" for k in range(len(bands))]
            pairs = zip(names, bands, strict=True)
            guards.append([self.add(name, self.compiler.flag(g), "flag", note) for name, (g, _) in pairs])
        for end in ENDS:
            options = [
                _bands(g, bands, other, end)
                for g, (bands, other) in zip(guards, row.alternatives, strict=True)
            ]
            divisor = math.lcm(*(d for _, d in options))
            exprs = [_scaled(x, divisor // d) for x, d in options]
            best = exprs[0]
            for other in exprs[1:]:
                best = once(self.compiler.keep, best)
                best = e.When(((e.Compare(">=", best, other), best),), other)
            atom = self.compiler.computed(
                best, divisor, math.log10(int(row.cap.most * divisor) + 1), positive=True
            )
            missing = Fraction(0) if end == "lo" else row.cap.most
            value = r.atom(atom) if row.cap.by is None else self.or_else(r.atom(atom), missing, row.cap)
            self.points(f"{row.name}#{end}", value, row.cap, note)

    def or_else(self, found: r.Rational, missing: Fraction, cap: Cap) -> r.Rational:
        """An exact value, or a literal where it, or the category of its cap, is unknown."""
        if not found.whole:
            message = "points by a formula are exact; try: round(…, 2) around the quotient"
            raise UnsupportedError(message)
        divisor = math.lcm(r.integers(found.over)[1], missing.denominator)
        terms = {m: int(c * divisor) for m, c in found.over.items()}
        digits = r.digits(terms.items())
        value = r.polynomial(terms, r.bits(digits) or 128)
        guards: tuple[e.Expr, ...] = (e.Known(value),)
        if cap.by is not None:
            guards = (*guards, e.Known(self.compiler.plain(cap.by)))
        expr = e.When(((e.all_of(guards), value),), e.Constant(int(missing * divisor), "int"))
        return r.atom(self.compiler.computed(expr, divisor, digits))


def _takers(made: Sheet) -> list[tuple[str, t.Node]]:
    return [(veto.name, veto.when) for veto in made.vetoes if veto.spec.then == "zero"]


def _taken(vetoes: Sequence[e.Column], end: str, zero: e.Expr) -> tuple[tuple[e.Expr, e.Expr], ...]:
    """Ways in which vetoes take all points; where one is unknown, the least is 0."""
    ways: list[tuple[e.Expr, e.Expr]] = []
    for veto in vetoes:
        ways.append((veto, zero))
        if end == "lo":
            ways.append((e.Not(e.Known(veto)), zero))
    return tuple(ways)


def _rounded(row: Row, step: Fraction) -> tuple[t.Node, Cap]:
    """The rounded points of a share as a formula, and the cap as the rounding leaves it."""
    assert row.tree is not None
    assert row.spec.round is not None
    mode = row.spec.round.mode
    cap: t.Node = t.Number(1, row.cap.most)
    if row.cap.by is not None:
        ways = [
            (t.Op(1, "=", (row.cap.by, t.Text(1, label))), t.Number(1, value))
            for label, value in row.cap.values.items()
            if value is not None
        ]
        cap = t.Case(1, tuple(ways), None)

    def times(share: t.Node) -> t.Node:
        return t.Call(1, f"round_{mode}", (t.Op(1, "*", (cap, share)), t.Number(1, step)))

    left: dict[str, Fraction | None] = {}
    for label, value in row.cap.values.items():
        most = Fraction(0) if value is None else value
        nearest = rounded(most, step, mode)
        left[label] = min(most, nearest) if isinstance(nearest, Fraction) else most
    match row.tree:
        case t.Case(branches=branches, default=default):
            pairs = tuple((guard, times(value)) for guard, value in branches)
            tree: t.Node = t.Case(1, pairs, None if default is None else times(default))
        case share:
            tree = times(share)
    return tree, Cap(left, row.cap.by)


def _bands(
    guards: list[e.Expr], bands: tuple[tuple[t.Node, Interval], ...], other: Interval, end: str
) -> tuple[e.Expr, int]:
    """Points of the first band that holds; an unknown guard leaves all from there on possible."""
    awards = [a.low if end == "lo" else a.high for a in (*(x for _, x in bands), other)]
    divisor = math.lcm(*(a.denominator for a in awards))
    pick = min if end == "lo" else max
    ways: list[tuple[e.Expr, e.Expr]] = []
    for n, guard in enumerate(guards):
        ways.append((guard, e.Constant(int(awards[n] * divisor), "int")))
        ways.append((e.Not(e.Known(guard)), e.Constant(int(pick(awards[n:]) * divisor), "int")))
    return e.When(tuple(ways), e.Constant(int(awards[-1] * divisor), "int")), divisor


def _scaled(expr: e.Expr, factor: int) -> e.Expr:
    return expr if factor == 1 else e.Poly(((factor, (expr,)),), 64)


def _note(row: Row) -> str:
    return f"{row.spec.title.zh} {row.spec.clause}" if row.spec.clause else row.spec.title.zh
