"""Where the answer of a condition may turn while one number of its row moves.

The edges of a condition are the differences whose sign it rests on: left minus right of each comparison
behind it, through indicators, bands of points and guards of CASE, and what ``least``, ``greatest`` and
``abs`` choose by. Between two turning points of its edges a condition keeps its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.inputs import inputs, trees
from gaoxin.formula.program import Judgement, Program, Sheet, Test
from gaoxin.formula.values import Interval, Value

Known = dict[int, frozenset[str]]
_ORDER = ("=", "<>", "<", "<=", ">", ">=")
_SMOOTH = ("+", "-", "*", "/", "neg", "and", "or", "not")


class IrregularError(Exception):
    """The turning points cannot be computed; they have to be searched."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A difference whose sign counts; `plain` where it is one quotient of straight lines everywhere."""

    node: t.Node
    plain: bool


@dataclass(slots=True)
class Edges:
    """The edges of the conditions of a program; what a tree rests on is worked out once."""

    program: Program
    _direct: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    _whole: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    _plain: dict[tuple[int, str], bool] = field(default_factory=dict[tuple[int, str], bool])

    def of(self, evaluator: Evaluator, test: Test, variable: str) -> list[Edge]:
        """The edges of a condition that move with a variable of the row's own year.

        Branches that the rest of the row closes have none.

        Raises
        ------
        IrregularError : the variable stands in what is rounded, ranked, rolled up, or a double
        """
        nodes = [test.require, *([test.applies] if test.applies is not None else [])]
        return self.along(evaluator, nodes, variable)

    def along(self, evaluator: Evaluator, nodes: Iterable[t.Node], variable: str) -> list[Edge]:
        """The edges of some trees; see `of`."""
        return [edge for node in nodes for edge in self._edges(evaluator, node, variable)]

    def _edges(self, evaluator: Evaluator, node: t.Node, variable: str) -> Iterator[Edge]:
        if variable not in self._reached(node):
            return
        if variable in self._held(node):
            yield from (Edge(edge, self._is_plain(node, variable)) for edge in _own(node))
        for child in self._open(evaluator, node, variable):
            yield from self._edges(evaluator, child, variable)
        for tree in self._behind(node, variable):
            yield from self._edges(evaluator, tree, variable)

    def _open(self, evaluator: Evaluator, node: t.Node, variable: str) -> Iterator[t.Node]:
        """The parts of a node that can count while the variable moves."""
        match node:
            case t.Op(op="and" | "or", args=args):
                closing = node.op == "or"
                still = [arg for arg in args if variable not in self._reached(arg)]
                if not any(evaluator.value(arg) is closing for arg in still):
                    yield from args
            case t.Case(branches=branches, default=default):
                for guard, value in branches:
                    holds = None if variable in self._reached(guard) else evaluator.value(guard)
                    yield from [guard] if holds is False else [guard, value]
                    if holds is True:
                        return
                yield from [] if default is None else [default]
            case _:
                yield from t.children(node)

    def _behind(self, node: t.Node, variable: str) -> Iterator[t.Node]:
        """The trees of a sheet, a verdict or a condition that a tree names without holding it."""
        if not isinstance(node, t.Item) or node.tree is not None:
            return
        family, short, *part = node.name.split(".", 2)
        made = self.program.items[f"{family}.{short}"]
        if isinstance(made, Judgement) and part:
            test = made.tests[part[0]]
            yield from (tree for tree in (test.require, test.applies) if tree is not None)
            return
        if isinstance(made, Sheet):
            formulas = [row.tree for row in made.rows if row.tree is not None]
            if any(variable in self._reached(tree) for tree in formulas):
                raise IrregularError
        yield from trees(made)

    def _is_plain(self, node: t.Node, variable: str) -> bool:
        """Whether nothing that a node rests on steps or bends while the variable moves."""
        key = (id(node), variable)
        if key not in self._plain:
            parts = [part for part in t.walk(node) if variable in self._reached(part)]
            self._plain[key] = not any(_bends(part) for part in parts)
        return self._plain[key]

    def _reached(self, node: t.Node) -> frozenset[str]:
        """The variables of the row's own year that a node rests on."""
        return _once(self._whole, node, lambda: inputs(self.program, node))

    def _held(self, node: t.Node) -> frozenset[str]:
        """Those that move its value: guards, sheets and verdicts only step from one value to another."""
        return _once(self._direct, node, lambda: (n for n in _moving(node) if isinstance(n, t.Ref)))


def _bends(node: t.Node) -> bool:
    """Whether a node may step or bend: it chooses, or stands for a sheet or a verdict."""
    return isinstance(node, (t.Case, t.Call)) or (isinstance(node, t.Item) and node.tree is None)


def _moving(node: t.Node) -> Iterator[t.Node]:
    """A node and those below it, without the guards of CASE."""
    yield node
    parts = t.children(node)
    if isinstance(node, t.Case):
        parts = (*(value for _, value in node.branches), *([] if node.default is None else [node.default]))
    for part in parts:
        yield from _moving(part)


def _once(
    known: dict[int, frozenset[str]], node: t.Node, refs: Callable[[], Iterable[t.Ref]]
) -> frozenset[str]:
    """What was worked out of a node before: the program keeps its nodes, so that ids stay theirs."""
    if id(node) not in known:
        known[id(node)] = frozenset(ref.name for ref in refs() if not ref.shift)
    return known[id(node)]


def _own(node: t.Node) -> Iterator[t.Node]:
    """What a node itself turns on."""
    match node:
        case t.Op(op=op, args=args) if op in _ORDER:
            yield t.Op(1, "-", args)
        case t.Op(op=op) if op not in _SMOOTH:
            raise IrregularError
        case t.Call(function="abs", args=args):
            yield args[0]
        case t.Call(function=function, args=args) if function in ("least", "greatest"):
            yield from (t.Op(1, "-", (a, b)) for n, a in enumerate(args) for b in args[n + 1 :])
        case t.Call() | t.Over() | t.Rollup():
            raise IrregularError
        case _:
            return


def ends(value: Value) -> tuple[Fraction, ...] | None:
    """A value as what is fitted: one number, both ends of points that a jury still gives, or None."""
    match value:
        case None:
            return None
        case Interval(low=low, high=high):
            return (low, high)
        case Fraction():
            return (value, value)
        case _:
            raise IrregularError


def turns(values: Sequence[Fraction]) -> list[Fraction]:
    """The zero and the pole of a quotient of two straight lines through four values, at 0, 1, 2 and 3.

    Values that stay the same have none.

    Raises
    ------
    IrregularError : the four do not lie on one such curve
    """
    a, f1, f2, f3 = values
    if a == f1 == f2 == f3:
        return []
    if f1 == f2:
        raise IrregularError
    under = (2 * f1 - f2 - a) / (2 * (f2 - f1))
    over = f1 * (1 + under) - a
    if f3 * (1 + 3 * under) != a + 3 * over:
        raise IrregularError
    return [-top / low for top, low in ((a, over), (Fraction(1), under)) if low]
