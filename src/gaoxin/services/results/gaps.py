"""How far a subject is from a condition, in words: 距4%还差37.42万元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from gaoxin.base import units
from gaoxin.decide import Change
from gaoxin.decide.nearly import with_value
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.explain import show
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Figure, Judgement, Program, Test
from gaoxin.formula.resolve import resolve
from gaoxin.spec import Variable

_ORDER = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class _Line:
    """A comparison of a condition, resolved: what is compared, and the threshold with the unit to show it."""

    whole: t.Node
    threshold: t.Node
    unit: str


@dataclass(slots=True)
class Gaps:
    """Says gaps for the conditions of a program."""

    program: Program
    _known: dict[str, tuple[_Line, ...]] = field(default_factory=dict[str, tuple[_Line, ...]])

    def words(self, evaluator: Evaluator, made: Judgement, test: Test, change: Change) -> tuple[str, str]:
        """The gap in Chinese and English, with the threshold that applies to the subject, where there is one.

        The amount is what is missing or too much; see `amount`.
        """
        gap = amount(change, self.program.variables[change.variable])
        line = self.threshold(evaluator, made, test, change)
        near = line.replace(" ", "")
        if change.grows:
            zh, en = f"还差{gap.replace(' ', '')}", f"{gap} short of {line}" if line else f"{gap} short"
            return (f"距{near}{zh}" if line else zh), en
        zh = f"需减少{gap.replace(' ', '')}"
        return (f"距{near}{zh}" if line else zh), f"lower by {gap}" + (f" to meet {line}" if line else "")

    def threshold(self, evaluator: Evaluator, made: Judgement, test: Test, change: Change) -> str:
        """The threshold of the comparison that turns with a change, as it then is; empty where none does."""
        after = with_value(evaluator, change.variable, change.then)
        for line in self._lines(made, test):
            if evaluator.value(line.whole) is False and after.value(line.whole) is True:
                return show(after.value(line.threshold), line.unit)
        return ""

    def _lines(self, made: Judgement, test: Test) -> tuple[_Line, ...]:
        """The comparisons of a condition with stated thresholds, the outermost first."""
        if test.name not in self._known:
            nodes = [node for node in t.walk(parse(test.spec.require)) if isinstance(node, t.Op)]
            sides = [(node, side) for node in nodes if node.op in _ORDER for side in node.args[::-1]]
            scope = self.program.scopes[made.pack.family]
            found: list[_Line] = []
            for node, side in sides:
                constants = list(_constants(side))
                if constants:
                    other = node.args[0] if side is node.args[1] else node.args[1]
                    unit = next((number.unit for number in constants if number.unit), self._unit(other))
                    found.append(_Line(resolve(node, scope).node, resolve(side, scope).node, unit))
            self._known[test.name] = tuple(found)
        return self._known[test.name]

    def _unit(self, node: t.Node) -> str:
        """The unit of an indicator or a variable; a pure number where it is neither."""
        if not isinstance(node, t.Name):
            return "1"
        if node.name in self.program.variables:
            return self.program.variables[node.name].unit
        made = self.program.find(node.name)
        return made.spec.unit if isinstance(made, Figure) else "1"


def _constants(node: t.Node) -> Iterator[t.Number]:
    """The numbers that a side of a comparison may stand for, where it stands for numbers."""
    match node:
        case t.Number():
            yield node
        case t.Case(branches=branches, default=default):
            for value in [value for _, value in branches] + ([] if default is None else [default]):
                yield from _constants(value)
        case _:
            return


def amount(change: Change, spec: Variable) -> str:
    """How much is missing or too much.

    All digits where they end by the second decimal of the unit; else, of one unit and more, rounded up to
    that decimal, so that what is said is enough; of less money, in 元 to the last 分.
    """
    assert isinstance(change.now, Fraction)
    assert isinstance(change.then, Fraction)
    gap, unit = abs(change.then - change.now), units.parse(spec.unit)
    factor = unit.factor if unit else Fraction(1)
    hundredths = gap / factor * 100
    if hundredths.denominator == 1 or gap < factor:
        small = hundredths.denominator != 1 and unit is not None and unit.dimension == (("元", 1),)
        return show(gap, "元" if small else spec.unit)
    return show(Fraction(ceil(hundredths), 100) * factor, spec.unit)
