"""The smallest single change that makes a condition hold, found on the exact reference and proved by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from gaoxin.base import units
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Judgement, Test
from gaoxin.formula.values import Value
from gaoxin.spec import Variable


@dataclass(frozen=True, slots=True)
class Change:
    """One variable at a value at which a condition holds.

    Parameters
    ----------
    variable : its name
    now, then : its value in base units, and the nearest one at which the condition holds
    settles : whether the whole verdict then passes
    """

    variable: str
    now: Value
    then: Value
    settles: bool

    @property
    def grows(self) -> bool:
        """Whether the value has to become larger."""
        return isinstance(self.now, Fraction) and isinstance(self.then, Fraction) and self.then > self.now

    @property
    def size(self) -> Fraction:
        """How large the change is, relative to the value; a flag is as large as the value itself."""
        if isinstance(self.now, Fraction) and isinstance(self.then, Fraction):
            return abs(self.then - self.now) / (abs(self.now) or 1)
        return Fraction(1)


def changes(evaluator: Evaluator, made: Judgement, test: Test) -> list[Change]:
    """Single changes of the row's own period that make a failed condition hold.

    What settles the verdict comes first, then what has to grow, then the smallest. Each is the nearest value
    of its variable at which the condition holds, proved by evaluating it there; the condition is taken to
    turn once on the way. Conditions that are unknown or hold already give nothing.
    """
    if evaluator.test(test) is not False:
        return []
    found: list[Change] = []
    for ref in item_inputs(evaluator.program, test.name):
        if ref.shift:
            continue
        then = _nearest(evaluator, test, ref.name)
        if then is not None:
            settles = _with(evaluator, ref.name, then).judge(made) == "pass"
            found.append(Change(ref.name, evaluator.variable(ref.name, 0), then, settles))
    return sorted(
        found, key=lambda change: (not change.settles, not change.grows, change.size, change.variable)
    )


def missing(evaluator: Evaluator, name: str) -> list[tuple[str, int]]:
    """The variables behind an item that are not known, with the years back.

    Years before founding are not missing.
    """
    program = evaluator.program
    return [
        (ref.name, ref.shift)
        for ref in item_inputs(program, name)
        if evaluator.variable(ref.name, ref.shift) is None
        and program.variables[ref.name].missing == "unknown"
        and not (ref.shift and evaluator.existed(ref.shift) is False)
    ]


def _with(evaluator: Evaluator, variable: str, value: Value) -> Evaluator:
    """The same subject with one value changed."""
    key = (evaluator.subject, evaluator.period)
    row = {**evaluator.world.rows.get(key, {}), variable: value}
    world = World({**evaluator.world.rows, key: row}, evaluator.world.as_of, evaluator.world.members)
    return replace(evaluator, world=world, memo={})


def _nearest(evaluator: Evaluator, test: Test, variable: str) -> Value:
    spec = evaluator.program.variables[variable]
    now = evaluator.variable(variable, 0)
    if isinstance(now, bool):
        return (not now) if _with(evaluator, variable, not now).test(test) else None
    if spec.type != "number" or not isinstance(now, Fraction):
        return None
    unit = Fraction(1, 10**spec.scale)
    least, most = _bounds(spec)

    def holds(steps: int) -> bool:
        return _with(evaluator, variable, now + steps * unit).test(test) is True

    ways = (_first(holds, 1, floor((most - now) / unit)), _first(holds, -1, floor((now - least) / unit)))
    steps = min((way for way in ways if way is not None), key=abs, default=None)
    return None if steps is None else now + steps * unit


def _bounds(spec: Variable) -> tuple[Fraction, Fraction]:
    """The least and the greatest value of a variable that intake takes, in base units."""
    unit = units.parse(spec.unit)
    factor = unit.factor if unit else Fraction(1)
    widest = Fraction(10**spec.width - 1, 10**spec.scale)
    least = -widest if spec.min is None else max(spec.min * factor, -widest)
    return least, widest if spec.max is None else min(spec.max * factor, widest)


def _first(holds: Callable[[int], bool], sign: int, most: int) -> int | None:
    """The least number of steps, at most so many, in one direction at which a condition holds."""
    near, far = 0, 1
    while far <= most and not holds(sign * far):
        near, far = far, most if far < most < 4 * far else 4 * far
    if far > most:
        return None
    while far - near > 1:
        middle = (near + far) // 2
        if holds(sign * middle):
            far = middle
        else:
            near = middle
    return sign * far
