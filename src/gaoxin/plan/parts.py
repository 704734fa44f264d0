"""A roll-up figure as the sum of its members' parts: the plan of contributions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import UsageError
from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Program
from gaoxin.formula.resolve import joined
from gaoxin.plan import expr as e
from gaoxin.plan.compile import Compiler
from gaoxin.plan.outside import Outside
from gaoxin.plan.rational import Rational
from gaoxin.plan.steps import Frame, Rollup, RowPlan, Sum


@dataclass(frozen=True, slots=True)
class PartsPlan:
    """What each member adds to a figure: its `over`, divided by the total of `under`, times `scale`.

    Parameters
    ----------
    rows : the plan of the rows that the members belong to, with one roll-up
    over, under : the sums; without `under` the figure is a sum
    known : whether the figure is known
    scale : figure in its declared unit of one stored unit of the quotient
    steps : base units of one stored unit of each sum
    """

    rows: RowPlan
    over: Sum
    under: Sum | None
    known: e.Expr
    scale: Fraction
    steps: tuple[Fraction, ...] = ()

    @property
    def rollup(self) -> Rollup:
        """The one roll-up."""
        return self.rows.rollups[0]


def parts_plan(program: Program, name: str, *, one_calibre: bool = False) -> PartsPlan:
    """The plan of the parts of a figure.

    Parameters
    ----------
    one_calibre : earlier years read comparable series, where the calibre of a variable changed

    Raises
    ------
    UsageError : no such indicator, or it is not a sum, or a sum divided by a sum, over members of its year
    """
    made = program.find(name)
    sums = _sums(joined(made.tree) if one_calibre else made.tree) if isinstance(made, Figure) else []
    if not isinstance(made, Figure) or not has_parts(made):
        figures = [m for m in program.items.values() if isinstance(m, Figure) and _sums(m.tree)]
        listed = ", ".join(program.own(figure.name) for figure in figures) or "none"
        rule = "is not a sum, or a sum divided by a sum, over members"
        message = f"{name} {rule}; such figures are: {listed}; try: one of these"
        raise UsageError(message)
    seen: dict[str, e.Expr] = {}

    def add(column: str, expr: e.Expr, kind: e.Kind, note: str) -> e.Column:  # noqa: ARG001 - as Outside calls it
        seen[column] = expr
        return e.Column(column, kind)

    compiler = Compiler(dict(program.variables), program.founded)
    outside = Outside(program, compiler, add)
    steps = [_coefficient(outside.column(node)) for node in sums]
    (rollup,) = outside.rollups()
    over, *rest = rollup.sums
    totals = list(seen.values())
    known: list[e.Expr] = [e.Known(total) for total in totals]
    if rest:
        known.append(e.Compare("<>", totals[1], e.ZERO))
    unit = units.parse(made.spec.unit)
    scale = steps[0] / (steps[1] if rest else 1) / (unit.factor if unit else 1)
    rows = RowPlan(program.pack.pack, (rollup,), Frame(program.subject or "", ()), (), ())
    return PartsPlan(rows, over, rest[0] if rest else None, e.all_of(tuple(known)), scale, tuple(steps))


def has_parts(made: Figure) -> bool:
    """Whether a figure is a sum, or a sum divided by a sum, over members of its year."""
    return len({node.subject for node in _sums(made.tree)}) == 1


def _sums(tree: t.Node) -> list[t.Rollup]:
    """The numerator and, of a quotient, the denominator; nothing where the tree is anything else."""
    nodes = tree.args if isinstance(tree, t.Op) and tree.op == "/" else (tree,)
    found = [
        node
        for node in nodes
        if isinstance(node, t.Rollup) and node.function in ("sum", "count") and not node.shift
    ]
    return found if len(found) == len(nodes) else []


def _coefficient(total: Rational) -> Fraction:
    """Base units of one stored unit of a total."""
    ((_, coefficient),) = total.over.items()
    return coefficient
