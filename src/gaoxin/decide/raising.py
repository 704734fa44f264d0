"""What would raise a score sheet: the smallest single changes, and the best few of them together.

A change moves one reported number (or turns one flag) of the row's own year. Its smallest size is found from
turning point to turning point of the bands (`gaoxin.decide.edges`); between two of them points that follow a
formula are halved in on. Where turning points cannot be computed – what is rounded, ranked or compared with
other rows – the points are taken to rise once on the way, and the change is searched. Whatever was found, its
gain is what the reference gives for the row with the change, and never an estimate. The other rows stay as
they are; the row's own move counts in what they are compared by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from gaoxin.decide.edges import Edge, Edges, IrregularError
from gaoxin.decide.nearly import PIECES, Way, bounds, searched, with_value
from gaoxin.formula.beside import Beside, Wholes
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.inputs import item_inputs, trees
from gaoxin.formula.points import cap_of_row
from gaoxin.formula.program import Program, Sheet
from gaoxin.formula.values import Interval, Value

TRIED = 12
"""Pairs and triples are tried of so many single changes, those that gain most."""
TOGETHER = 5
"""At most so many changes are put together."""


@dataclass(frozen=True, slots=True)
class Move:
    """One variable at another value.

    Parameters
    ----------
    variable : its name
    now, then : its value in base units, as it is and as it would have to be
    """

    variable: str
    now: Value
    then: Value

    @property
    def shrinks(self) -> bool:
        """Whether a number has to become smaller."""
        return isinstance(self.now, Fraction) and isinstance(self.then, Fraction) and self.then < self.now

    @property
    def size(self) -> Fraction:
        """How large the move is, relative to the value; a flag is as large as the value itself."""
        if isinstance(self.now, Fraction) and isinstance(self.then, Fraction):
            return abs(self.then - self.now) / (abs(self.now) or 1)
        return Fraction(1)


@dataclass(frozen=True, slots=True)
class Raise:
    """Moves, and the points before and after them, both by the reference.

    Parameters
    ----------
    moves : of different variables
    before, after : the total: the points that are certain, and those that are still possible
    items : by full name, the rows of the sheet whose points change, before and after
    """

    moves: tuple[Move, ...]
    before: Interval
    after: Interval
    items: Mapping[str, tuple[Interval, Interval]]

    @property
    def gain(self) -> tuple[Fraction, Fraction]:
        """How many points more: certain ones, and possible ones."""
        return self.after.low - self.before.low, self.after.high - self.before.high

    @property
    def order(self) -> tuple[Fraction, int, Fraction, tuple[str, ...]]:
        """What gains most comes first; of equals what need not shrink, then the smaller moves."""
        size = sum((move.size for move in self.moves), Fraction(0))
        shrinking = sum(move.shrinks for move in self.moves)
        return -self.gain[0] - self.gain[1], shrinking, size, tuple(move.variable for move in self.moves)


@dataclass(slots=True)
class Raiser:
    """Finds what raises a sheet, for the subjects of one program.

    Parameters
    ----------
    program : the pack
    sheet : one of its score sheets
    worth : the least gain that is worth a change; a thousandth of the full score where None
    wholes : what the rows of one world and period have; a raiser looks at subjects of one of them
    """

    program: Program
    sheet: Sheet
    worth: Fraction | None = None
    wholes: Wholes = field(default_factory=Wholes)
    edges: Edges = field(init=False)
    _inputs: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def __post_init__(self) -> None:
        self.edges = Edges(self.program)

    def least(self, evaluator: Evaluator) -> Fraction:
        """The least gain that is worth a change."""
        return full_marks(evaluator, self.sheet) / 1000 if self.worth is None else self.worth

    def singles(self, evaluator: Evaluator) -> list[Raise]:
        """For each variable the smallest change that gains at least what is worth one, the best first.

        Of a number it is the smallest in either direction that the variable's bounds allow. Grades of a jury
        and what is not reported are nobody's change.
        """
        evaluator = Beside(evaluator, self.wholes).moving()
        if evaluator.item(self.sheet.name) is None:
            return []
        moves = [(name, self._nearest(evaluator, name)) for name in sorted(self._read(self.sheet.name))]
        found = [
            self.proved(evaluator, [Move(name, evaluator.variable(name, 0), then)])
            for name, then in moves
            if then is not None
        ]
        return sorted(found, key=lambda each: each.order)

    def together(self, evaluator: Evaluator, singles: Sequence[Raise]) -> list[Raise]:
        """The best pair and the best triple of single changes, then the best one more, up to `TOGETHER`.

        Pairs and triples are tried exhaustively among the `TRIED` best single changes; from the fourth on the
        change that gains most is added to those there are. Nothing comes out that gains no more than fewer
        changes do.
        """
        evaluator = Beside(evaluator, self.wholes).moving()
        moves = [each.moves[0] for each in singles]
        best: list[Raise] = list(singles[:1])
        for size in (2, 3):
            tried = [self.proved(evaluator, part) for part in combinations(moves[:TRIED], size)]
            _add(best, tried)
        while 3 <= len(best) < TOGETHER:
            had = best[-1].moves
            tried = [self.proved(evaluator, [*had, move]) for move in moves if move not in had]
            if not _add(best, tried):
                break
        return best[1:]

    def proved(self, evaluator: Evaluator, moves: Iterable[Move]) -> Raise:
        """The points of a subject with some moves made, computed anew from its figures."""
        made = tuple(moves)
        after = evaluator
        for move in made:
            after = with_value(after, move.variable, move.then, self._untouched(after, move.variable))
        names = [row.name for _, _, rows in self.sheet.groups for row in rows]
        both = {name: (_points(evaluator, name), _points(after, name)) for name in names}
        changed = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
        return Raise(made, _points(evaluator, self.sheet.name), _points(after, self.sheet.name), changed)

    def _nearest(self, evaluator: Evaluator, variable: str) -> Value:
        """The nearest value of a variable that gains enough; None where there is none."""
        spec, now = self.program.variables[variable], evaluator.variable(variable, 0)
        gains = self._gains(evaluator)
        kept = self._untouched(evaluator, variable)
        if isinstance(now, bool):
            return (not now) if gains(with_value(evaluator, variable, not now, kept)) else None
        if spec.type != "number" or not isinstance(now, Fraction):
            return None
        way = Way(evaluator, gains, variable, now, Fraction(1, 10**spec.scale), kept)
        least, most = bounds(spec)
        room = floor((most - now) / way.unit), floor((now - least) / way.unit)
        try:
            steps = _walked(way, self.edges.along(evaluator, list(trees(self.sheet)), variable), room)
        except IrregularError:
            steps = searched(way.holds, room)
        return None if steps is None else now + steps * way.unit

    def _gains(self, evaluator: Evaluator) -> Callable[[Evaluator], bool]:
        """Whether points gain enough: nothing is lost, and certain or possible points grow by what counts."""
        before = _points(evaluator, self.sheet.name)
        least = self.least(evaluator)

        def gains(there: Evaluator) -> bool:
            after = _points(there, self.sheet.name)
            low, high = after.low - before.low, after.high - before.high
            return low >= 0 and high >= 0 and max(low, high) > 0 and max(low, high) >= least

        return gains

    def _read(self, name: str) -> frozenset[str]:
        """The variables of the row's own year behind an item."""
        if name not in self._inputs:
            refs = item_inputs(self.program, name)
            self._inputs[name] = frozenset(ref.name for ref in refs if not ref.shift)
        return self._inputs[name]

    def _untouched(self, evaluator: Evaluator, variable: str) -> dict[str, Value]:
        """What is known of the subject already and does not rest on a variable."""
        return {name: v for name, v in evaluator.memo.items() if variable not in self._read(name)}


def full_marks(evaluator: Evaluator, sheet: Sheet) -> Fraction:
    """The most points of a row, bonus groups left aside; 0 where no cap of it is known."""
    own = cap_of_row(evaluator, sheet.cap)
    if own is not None:
        return own
    total = Fraction(0)
    for spec, (_, cap, rows) in zip(sheet.spec.groups, sheet.groups, strict=True):
        if not spec.bonus:
            group = cap_of_row(evaluator, cap)
            total += (
                sum((cap_of_row(evaluator, r.cap) or Fraction(0) for r in rows), Fraction(0))
                if group is None
                else group
            )
    return total


def _points(evaluator: Evaluator, name: str) -> Interval:
    """Points of a part; of one whose cap is not published none."""
    found = evaluator.item(name)
    return found if isinstance(found, Interval) else Interval(Fraction(0), Fraction(0))


def _add(best: list[Raise], tried: Sequence[Raise]) -> bool:
    """Add the best of those tried where it gains more than the last; whether it does."""
    first = min(tried, key=lambda each: each.order, default=None)
    if first is None or not best or first.order[0] >= best[-1].order[0]:
        return False
    best.append(first)
    return True


def _walked(way: Way, edges: list[Edge], room: tuple[int, int]) -> int | None:
    """The nearest number of units that gains, up or down, from one turning point to the next."""
    up = _along(way, edges, 1, room[0])
    down = _along(way, edges, -1, room[1] if up is None else min(room[1], up - 1))
    return up if down is None else -down


def _along(way: Way, edges: list[Edge], sign: int, most: int) -> int | None:
    """The first number of units that gains in one direction: at a turning point, or between two."""
    at = 0
    for _ in range(PIECES):
        ahead = [turn for turn in _ahead(way, edges, at, sign) if turn > 0]
        near = at + ceil(min(ahead)) if ahead else most + 1
        end = min(near - 1, most)
        if end > at and way.holds(sign * end):
            return _halved(way, sign, at, end)
        for steps in (near, near + 1):
            if steps <= most and way.holds(sign * steps):
                return steps
        if near >= most:
            return None
        at = near + 1
    raise IrregularError


def _ahead(way: Way, edges: list[Edge], at: int, sign: int) -> Iterator[Fraction]:
    """The turning points in a direction, in units from where the way is."""
    if at:
        yield from way.turns(edges, sign * at, sign)
    else:
        yield from (sign * turn for turn in way.turns(edges, 0, 1))


def _halved(way: Way, sign: int, near: int, far: int) -> int:
    """The least number of units that gains, of a piece on which points do not turn."""
    while far - near > 1:
        middle = (near + far) // 2
        if way.holds(sign * middle):
            far = middle
        else:
            near = middle
    return far
