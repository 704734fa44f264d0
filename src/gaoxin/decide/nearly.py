"""The smallest single change that makes a condition hold, found on the exact reference and proved by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType

from gaoxin.base import units
from gaoxin.decide.edges import Edge, Edges, IrregularError, ends, turns
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator, Key
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Judgement, Program, Test
from gaoxin.formula.values import Value
from gaoxin.spec import Condition, Variable

_FEW = 50
PIECES = 60
"""So many turning points are looked at in one direction, then the change is searched."""


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
    """Single changes of the row's own period that make a failed condition hold; see `Finder.changes`."""
    return Finder(evaluator.program).changes(evaluator, made, test)


@dataclass(slots=True)
class Finder:
    """Finds changes for the subjects of one program, and keeps what it learns of the conditions."""

    program: Program
    edges: Edges = field(init=False)
    _inputs: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def __post_init__(self) -> None:
        self.edges = Edges(self.program)

    def changes(self, evaluator: Evaluator, made: Judgement, test: Test) -> list[Change]:
        """Single changes of the row's own period that make a failed condition hold.

        What settles the verdict comes first, then what has to grow, then the smallest. Each is the nearest
        value of its variable at which the condition holds, proved by evaluating it there and one stored unit
        before. Where the turning points of a condition cannot be computed (`gaoxin.decide.edges`), it is
        taken to turn once on the way. Conditions that are unknown or hold already give nothing.
        """
        if evaluator.test(test) is not False:
            return []
        found: list[Change] = []
        for name in sorted(self.inputs(test.name)):
            then = self._nearest(evaluator, test, name)
            if then is not None:
                settles = not self._blocked(evaluator, made, test, name) and (
                    with_value(evaluator, name, then, self._untouched(evaluator, name)).judge(made) == "pass"
                )
                found.append(Change(name, evaluator.variable(name, 0), then, settles))
        return sorted(
            found, key=lambda change: (not change.settles, not change.grows, change.size, change.variable)
        )

    def inputs(self, name: str) -> frozenset[str]:
        """The variables of the row's own period behind an item."""
        if name not in self._inputs:
            refs = item_inputs(self.program, name)
            self._inputs[name] = frozenset(ref.name for ref in refs if not ref.shift)
        return self._inputs[name]

    def _untouched(self, evaluator: Evaluator, variable: str) -> dict[str, Value]:
        """What is known of the subject already and does not rest on a variable."""
        return {name: v for name, v in evaluator.memo.items() if variable not in self.inputs(name)}

    def _blocked(self, evaluator: Evaluator, made: Judgement, test: Test, variable: str) -> bool:
        """Whether another condition, which the variable does not touch, keeps the verdict from passing."""
        others = [c for c in made.spec.all if isinstance(c, Condition) and c.id != test.spec.id]
        names = [made.tests[other.id].name for other in others if other.applies is None]
        return any(evaluator.item(n) is not True and variable not in self.inputs(n) for n in names)

    def _nearest(self, evaluator: Evaluator, test: Test, variable: str) -> Value:
        spec, now = self.program.variables[variable], evaluator.variable(variable, 0)
        if isinstance(now, bool):
            return (not now) if with_value(evaluator, variable, not now).test(test) else None
        if spec.type != "number" or not isinstance(now, Fraction):
            return None
        kept = self._untouched(evaluator, variable)
        way = Way(
            evaluator,
            lambda there: there.test(test) is True,
            variable,
            now,
            Fraction(1, 10**spec.scale),
            kept,
        )
        least, most = bounds(spec)
        room = floor((most - now) / way.unit), floor((now - least) / way.unit)
        try:
            steps = _computed(way, self.edges.of(evaluator, test, variable), room)
        except IrregularError:
            steps = searched(way.holds, room)
        return None if steps is None else now + steps * way.unit


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


def with_value(
    evaluator: Evaluator, variable: str, value: Value, kept: Mapping[str, Value] = MappingProxyType({})
) -> Evaluator:
    """The same subject with one value changed; `kept` is what stays as it is known to be."""
    key, world = (evaluator.subject, evaluator.period), evaluator.world
    row, rows = world.rows.get(key, {}), world.rows
    if isinstance(rows, dict) and len(rows) < _FEW:
        changed: Mapping[Key, Mapping[str, Value]] = {**rows, key: {**row, variable: value}}
    else:
        changed = _Changed(rows, key, _Row(row, variable, value))
    return replace(evaluator, world=replace(world, rows=changed), memo={**kept})


@dataclass(frozen=True, slots=True)
class _Row(Mapping[str, Value]):
    """A row with one value changed."""

    row: Mapping[str, Value]
    variable: str
    value: Value

    def __getitem__(self, name: str) -> Value:
        return self.value if name == self.variable else self.row[name]

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self.row if name != self.variable)
        yield self.variable

    def __len__(self) -> int:
        return len(self.row) + (self.variable not in self.row)


@dataclass(frozen=True, slots=True)
class _Changed(Mapping[Key, Mapping[str, Value]]):
    """Rows of which one is changed; nothing is copied."""

    rows: Mapping[Key, Mapping[str, Value]]
    key: Key
    row: Mapping[str, Value]

    def __getitem__(self, key: Key) -> Mapping[str, Value]:
        return self.row if key == self.key else self.rows[key]

    def __iter__(self) -> Iterator[Key]:
        yield from (key for key in self.rows if key != self.key)
        yield self.key

    def __len__(self) -> int:
        return len(self.rows) + (self.key not in self.rows)


@dataclass(slots=True)
class Way:
    """A subject on its way along one variable, in stored units from where it is.

    Parameters
    ----------
    evaluator : the subject as it is
    answer : what is looked for, such as whether a condition holds
    variable, now, unit : what moves, from where, by how much a step
    kept : what is known of the subject and does not rest on the variable
    """

    evaluator: Evaluator
    answer: Callable[[Evaluator], bool]
    variable: str
    now: Fraction
    unit: Fraction
    kept: Mapping[str, Value]
    _there: dict[int, Evaluator] = field(default_factory=dict[int, Evaluator])
    _held: dict[int, bool] = field(default_factory=dict[int, bool])
    _turns: dict[int, list[Fraction]] = field(default_factory=dict[int, list[Fraction]])

    def at(self, steps: int) -> Evaluator:
        """The subject so many units on."""
        if steps not in self._there:
            value = self.now + steps * self.unit
            self._there[steps] = with_value(self.evaluator, self.variable, value, self.kept)
        return self._there[steps]

    def holds(self, steps: int) -> bool:
        """Whether what is looked for is there."""
        if steps not in self._held:
            self._held[steps] = self.answer(self.at(steps))
        return self._held[steps]

    def turns(self, edges: list[Edge], steps: int, sign: int) -> Iterator[Fraction]:
        """Where edges turn, in units from `steps`, seen in a direction."""
        for edge in edges:
            if not edge.plain:
                yield from self._fit(edge.node, steps, sign)
                continue
            if id(edge) not in self._turns:
                self._turns[id(edge)] = list(self._fit(edge.node, 0, 1))
            yield from (sign * (turn - steps) for turn in self._turns[id(edge)])

    def _fit(self, node: t.Node, steps: int, sign: int) -> Iterator[Fraction]:
        """Where one edge turns; never fitted across a turn behind."""
        start = 0 if steps else -1
        values = [ends(self.at(steps + sign * (start + n)).value(node)) for n in range(4)]
        known = [value for value in values if value is not None]
        if known and len(known) < len(values):
            raise IrregularError
        for curve in set(zip(*known, strict=True)):
            yield from (turn + start for turn in turns(curve))


def _computed(way: Way, edges: list[Edge], room: tuple[int, int]) -> int | None:
    """The nearest number of units at which the condition holds, from one turning point to the next."""
    turns = list(way.turns(edges, 0, 1))
    up = _along(way, edges, [turn for turn in turns if turn >= 0], 1, room[0])
    limit = room[1] if up is None else min(room[1], up - 1)
    down = _along(way, edges, [-turn for turn in turns if turn <= 0], -1, limit)
    return up if down is None else -down


def _along(way: Way, edges: list[Edge], ahead: list[Fraction], sign: int, most: int) -> int | None:
    """The first number of units in one direction; a value that would do alone is stepped over."""
    at = 0
    for _ in range(PIECES):
        if not ahead or at + min(ahead) > most:
            return None
        near = at + ceil(min(ahead))
        for steps in (near, near + 1):
            if 0 < steps <= most and way.holds(sign * steps):
                if steps > 1 and way.holds(sign * (steps - 1)):
                    raise IrregularError
                if steps == most or way.holds(sign * (steps + 1)):
                    return steps
        at = near + 1
        ahead = [turn for turn in way.turns(edges, sign * at, sign) if turn > 0]
    raise IrregularError


def searched(holds: Callable[[int], bool], room: tuple[int, int]) -> int | None:
    """The nearest number of units at which a condition holds, by doubling and halving: it turns once."""
    ways = (_first(holds, 1, room[0]), _first(holds, -1, room[1]))
    return min((way for way in ways if way is not None), key=abs, default=None)


def bounds(spec: Variable) -> tuple[Fraction, Fraction]:
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
