"""A step of normalising and the relations around it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.index import terms
from gaoxin.engines.sql.index.treat import TREATED
from gaoxin.plan.index import IndexPlan, Normalise


@dataclass(frozen=True)
class Frame:
    """A step of normalising and the relations around it.

    Parameters
    ----------
    step : the step
    name : relation that it makes: the columns of a cell, ``normalised`` and ``fault``
    plan : the plan that it is of
    whole : whether its leaves are all there are
    """

    step: Normalise
    name: str
    plan: IndexPlan
    whole: bool

    @property
    def cell(self) -> list[str]:
        """The columns of a cell, with its categories."""
        return [*terms.CELL, *(group.column for group in self.plan.groups)]

    @property
    def scope(self) -> list[str]:
        """Columns within which means and extremes are taken."""
        period = ["period"] if self.step.within == "period" else []
        return ["node", *period, *(group.column for group in self.step.by)]

    def cells(self, *shown: exp.Expr, source: str = TREATED) -> exp.Select:
        """Select from the cells of this step's leaves."""
        query = exp.select(*shown).from_(exp.to_table(source).as_("c"))
        if self.whole:
            return query
        return query.where(terms.one_of([leaf.node for leaf in self.step.leaves], "c"))

    def known(self, *shown: exp.Expr) -> exp.Select:
        """Select from the cells that statistics are of: known ones, of the one year if there is one."""
        query = self.cells(*shown).where(terms.known(figure()))
        year = self.step.within
        return query.where(c("period").eq(exp.Literal.number(year))) if isinstance(year, int) else query

    def statistics(self, *shown: exp.Expr) -> exp.Select:
        """Select one row for each leaf (and period, and group) over its known figures."""
        keys = terms.columns(self.scope, "c")
        return self.known(*keys, *shown).group_by(*terms.columns(self.scope, "c"))

    def result(
        self, value: exp.Expr, fault: exp.Expr, other: str | None = None, keys: list[str] | None = None
    ) -> Cte:
        """Select the cells with their normalised value and, where there is none, the reason."""
        query = self.cells(
            *terms.columns(self.cell, "c"), value.as_("normalised"), self._reason(fault).as_("fault")
        )
        if other is not None:
            on = terms.same(keys or self.scope, "c", "s")
            query = query.join(exp.to_table(other).as_("s"), on=on, join_type="left")
        return Cte(self.name, str(self.step), query)

    def _reason(self, fault: exp.Expr) -> exp.Expr:
        """The reason, or that the row has no group, or its group no figure in the one year."""
        before: list[tuple[exp.Expr, exp.Expr]] = []
        if self.step.by:
            before.append((self.apart(), terms.text("no group")))
        if isinstance(self.step.within, int):
            lacking = exp.and_(terms.known(figure()), s("node").is_(exp.null()))
            before.append((lacking, terms.text("base unknown")))
        return terms.case(*before, otherwise=fault) if before else fault

    def apart(self) -> exp.Expr:
        """Tell whether a known figure belongs to no group."""
        lacking = exp.or_(*(c(group.column).is_(exp.null()) for group in self.step.by))
        return exp.and_(terms.known(figure()), lacking)

    def grouped(self, value: exp.Expr) -> exp.Expr:
        """Keep a value only where the row belongs to a group, if there are groups."""
        known = [terms.known(figure()), *(terms.known(c(group.column)) for group in self.step.by)]
        return terms.case((exp.and_(*known), value))

    def turned(self, up: exp.Expr, down: exp.Expr) -> exp.Expr:
        """Take one expression where more is better, the other where less is."""
        nodes = [leaf.node for leaf in self.step.leaves if leaf.down]
        if not nodes:
            return up
        if len(nodes) == len(self.step.leaves):
            return down
        return terms.case((terms.one_of(nodes, "c"), down), otherwise=up)

    def extremes(self, *more: exp.Expr) -> exp.Select:
        """Select number, least and greatest figure, and whether they differ by more than noise."""
        least, most = exp.Min(this=figure()), exp.Max(this=figure())
        largest = terms.call("GREATEST", exp.Abs(this=least), exp.Abs(this=most))
        noise = exp.Mul(this=terms.double(terms.NEGLIGIBLE), expression=largest)
        varies = exp.GT(this=exp.Sub(this=most, expression=least), expression=noise)
        number = exp.Count(this=figure())
        return self.statistics(
            number.as_("number"), least.as_("least"), most.as_("most"), varies.as_("varies"), *more
        )


def figure() -> exp.Column:
    """The figure that is normalised."""
    return c("treated")


def c(name: str) -> exp.Column:
    """A column of the cells."""
    return exp.column(name, table="c")


def s(name: str) -> exp.Column:
    """A column of the statistics beside them."""
    return exp.column(name, table="s")


def no_fault() -> exp.Expr:
    """No reason."""
    return exp.cast(exp.null(), "VARCHAR")


def flat() -> exp.Expr:
    """Say that the figures have no scale: one is alone, or all are the same."""
    without = exp.and_(terms.known(figure()), exp.Not(this=s("varies")))
    alone = exp.and_(terms.known(figure()), s("number").eq(exp.Literal.number(1)))
    return terms.case((alone, terms.text("group of one")), (without, terms.text("constant")))


def unless_known(value: exp.Expr, word: str) -> exp.Expr:
    """Say a word where the figure is known and a value is not."""
    lacking = exp.and_(terms.known(figure()), value.copy().is_(exp.null()))
    return terms.case((lacking, terms.text(word)))
