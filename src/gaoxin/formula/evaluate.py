"""The reference: a plain interpreter over fractions with unknown. Every engine must agree with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

from gaoxin.base.periods import full_years, year_end
from gaoxin.formula import tree as t
from gaoxin.formula.points import sheet_points
from gaoxin.formula.program import Figure, Judgement, Program, Sheet, Test
from gaoxin.formula.values import (
    Value,
    arithmetic,
    both,
    compare,
    double,
    either,
    extreme,
    folded,
    real,
    rounded,
)
from gaoxin.spec import Condition, Group, Node

Outcome = Literal["pass", "fail", "unknown", "not_applicable"]
Key = tuple[str, int]


class RowsBeside(Protocol):
    """Other rows of a period, worked out for one row (`gaoxin.formula.beside`)."""

    def covers(self, node: t.Over, mine: Value) -> bool:
        """Whether the figure can be told of what is worked out."""
        ...

    def over(self, node: t.Over, mine: Value, group: Sequence[Value]) -> Value:
        """The figure of the row, its own value among those of the others."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """What is known: values of variables in base units by (subject, period), and the members that roll up.

    A period of 0 means that the table has no years; the year is then the one before `as_of`.

    Parameters
    ----------
    beside : what the other rows have, where one row is looked at again and again
    """

    rows: Mapping[Key, Mapping[str, Value]]
    as_of: date | None = None
    members: Mapping[str, World] = field(default_factory=dict[str, "World"])
    beside: RowsBeside | None = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class Evaluator:
    """Values of a program for one subject in one period.

    Parameters
    ----------
    program : the resolved pack
    world : the tables
    subject, period : the row that is judged
    kind : the subject's kind, another one inside a roll-up
    """

    program: Program
    world: World
    subject: str
    period: int
    kind: str | None = None
    memo: dict[str, Value] = field(default_factory=dict[str, Value])

    @property
    def as_of(self) -> date:
        """The day of judgement: the given one, else the last day of the period."""
        if self.world.as_of is not None:
            return self.world.as_of
        return year_end(self.period)

    @property
    def year(self) -> int:
        """The accounting year of the row."""
        return self.period or self.as_of.year - 1

    def variable(self, name: str, shift: int) -> Value:
        """A reported value, `shift` years earlier; a variable may declare what an empty cell means."""
        value = (
            self.world.rows.get((self.subject, self.period - shift), {}).get(name)
            if self.period or not shift
            else None
        )
        if value is None and self.program.variables[name].missing == "zero":
            return Fraction(0)
        return value

    def existed(self, years: int) -> bool | None:
        """Whether the subject existed in the year so many years earlier."""
        spec = self.program.subjects.get(self.kind or self.program.subject or "")
        founded = self.variable(spec.founded, 0) if spec and spec.founded else None
        return founded <= year_end(self.year - years) if isinstance(founded, date) else None

    def value(self, node: t.Node) -> Value:
        """The value of a resolved tree."""
        match node:
            case t.Number(value=value) | t.Text(value=value) | t.Flag(value=value):
                return value
            case t.Ref():
                return self.as_of if node.name == "as_of" else self.variable(node.name, node.shift)
            case t.Op():
                return self.operation(node)
            case t.Case():
                return self.case(node)
            case t.Call():
                return self.call(node)
            case t.Since() | t.Across():
                return self.earlier(node)
            case t.Item():
                tree = self.other(node)
                return self.item(node.name) if tree is None else self.value(tree)
            case t.Rollup():
                return self.rollup(node)
            case t.Over():
                return self.over(node)
            case _:
                message = f"no meaning for {type(node).__name__}"
                raise TypeError(message)

    def flag(self, node: t.Node) -> bool | None:
        """The truth of a condition."""
        value = self.value(node)
        return value if isinstance(value, bool) else None

    def operation(self, node: t.Op) -> Value:
        """Arithmetic, comparisons and logic; unknown passes on, save where AND or OR is decided without."""
        match node.op:
            case "and":
                return both(self.flag(a) for a in node.args)
            case "or":
                return either(self.flag(a) for a in node.args)
            case "not":
                inner = self.flag(node.args[0])
                return None if inner is None else not inner
            case "isnull":
                return self.value(node.args[0]) is None
            case "neg":
                return arithmetic("-", Fraction(0), self.value(node.args[0]))
            case "+" | "-" | "*" | "/":
                return arithmetic(node.op, self.value(node.args[0]), self.value(node.args[1]))
            case _:
                return compare(node.op, self.value(node.args[0]), self.value(node.args[1]))

    def case(self, node: t.Case) -> Value:
        """The value of the first branch that holds; behind an unknown guard all that may hold must agree."""
        possible: list[Value] = []
        for guard, value in node.branches:
            holds = self.flag(guard)
            if holds is not False:
                possible.append(self.value(value))
            if holds:
                break
        else:
            possible.append(None if node.default is None else self.value(node.default))
        first = possible[0]
        return first if all(_same(first, other) for other in possible[1:]) else None

    def earlier(self, node: t.Since | t.Across) -> Value:
        """A value of an earlier year, or what stands for it before founding, or across a break."""
        if isinstance(node, t.Across):
            counted = node.at(self.year)
            return None if counted is None else self.value(counted)
        value = self.value(node.value)
        if value is None and self.existed(node.shift) is False:
            return self.value(node.fallback)
        return value

    def call(self, node: t.Call) -> Value:
        """A function; unknown where one of its arguments is."""
        name = node.function
        if name == "existed":
            return self.existed(int(_whole(node.args[0])))
        if name == "date":
            return date.fromisoformat(node.args[0].value if isinstance(node.args[0], t.Text) else "")
        values = [self.value(a) for a in node.args]
        if name.startswith("round_"):
            return rounded(values[0], _whole(node.args[1]), name.removeprefix("round_"))
        if any(v is None for v in values):
            return None
        if name in ("age_days", "age_years", "days_between"):
            return _days(name, values[0], values[1] if len(values) == 2 else self.as_of)
        if name in ("least", "greatest"):
            return extreme("<" if name == "least" else ">", values)
        if name == "abs":
            return extreme(">", [values[0], arithmetic("-", Fraction(0), values[0])])
        return real(name, [double(value) for value in values])

    def other(self, node: t.Item) -> t.Node | None:
        """The tree of a node where it is not that of the item of its name, but of an earlier year."""
        made = self.program.items.get(node.name)
        return None if isinstance(made, Figure) and made.tree is node.tree else node.tree

    def item(self, name: str) -> Value:
        """The value of an indicator, a sheet or part of it, a verdict or a condition, by full name."""
        if name not in self.memo:
            self.memo[name] = self._item(name)
        return self.memo[name]

    def _item(self, name: str) -> Value:
        family, short, *part = name.split(".", 2)
        made = self.program.items[f"{family}.{short}"]
        if isinstance(made, Figure):
            return self.value(made.tree)
        if isinstance(made, Sheet):
            return sheet_points(self, made, name)
        if part:
            return self.test(made.tests[part[0]])
        outcome = self.judge(made)
        return None if outcome == "unknown" else outcome == "pass"

    def test(self, test: Test) -> bool | None:
        """The truth of a condition: None where unknown or not applicable."""
        applies = True if test.applies is None else self.flag(test.applies)
        return self.flag(test.require) if applies else None

    def judge(self, made: Judgement) -> Outcome:
        """The outcome of a verdict."""
        applies = True if made.applies is None else self.flag(made.applies)
        if applies is False:
            return "not_applicable"
        truth = self.group(made, made.spec)
        if applies is None or truth is None:
            return "unknown"
        return "pass" if truth else "fail"

    def group(self, made: Judgement, group: Group) -> bool | None:
        """The truth of a group of conditions."""
        neutral = bool(group.all)
        parts = [self.node(made, child, neutral=neutral) for child in group.children]
        if group.all:
            return both(parts)
        if group.any:
            return either(parts)
        if group.none:
            held = either(parts)
            return None if held is None else not held
        return _at_least(parts, group.at_least.n if group.at_least else 0)

    def node(self, made: Judgement, node: Node, *, neutral: bool) -> bool | None:
        """A node's truth; a condition that is not applicable leaves its group as it is."""
        if isinstance(node, Group):
            return self.group(made, node)
        assert isinstance(node, Condition)
        test = made.tests[node.id]
        if test.applies is not None and self.flag(test.applies) is False:
            return neutral
        value = self.item(test.name)
        return value if isinstance(value, bool) else None

    def rollup(self, node: t.Rollup) -> Value:
        """A figure over members; unknown where there are none, or too few of them are known."""
        link = self.program.members[node.subject]
        world, period = self.world.members.get(node.subject), self.period - node.shift
        if world is None:
            return None
        inside = World(world.rows, self.world.as_of)
        members = [
            Evaluator(self.program, inside, subject, year, node.subject)
            for (subject, year), row in world.rows.items()
            if year == period and row.get(link) == self.subject
        ]
        counted: list[Value] = []
        known = 0
        for member in members:
            holds = True if node.where is None else member.flag(node.where)
            value: Value = Fraction(1) if node.value is None else member.value(node.value)
            known += holds is False or (holds is True and value is not None)
            if holds and value is not None:
                counted.append(value)
        if not members or Fraction(known, len(members)) < node.coverage:
            return None
        return folded(node.function, counted)

    def over(self, node: t.Over) -> Value:
        """A figure over the rows of the period, and of the row's group, whose value is known."""
        mine, group = self.value(node.value), [self.value(category) for category in node.by]
        if mine is None or None in group:
            return None
        worked_out = self.world.beside
        if worked_out is not None and worked_out.covers(node, mine):
            return worked_out.over(node, mine, group)
        world = self.world if worked_out is None else replace(self.world, beside=None)
        beside = (
            Evaluator(self.program, world, subject, year, self.kind)
            for subject, year in self.world.rows
            if year == self.period
        )
        others = [row.value(node.value) for row in beside if [row.value(c) for c in node.by] == group]
        return over_rows(node, mine, [value for value in others if value is not None])


def over_rows(node: t.Over, mine: Value, known: list[Value]) -> Value:
    """A row's figure among the known values of its group, its own with them; ties share the best rank."""
    if node.function in ("mean_over", "min_over", "max_over"):
        return folded(node.function.removesuffix("_over"), known)
    if node.function == "share_of":
        return arithmetic("/", mine, folded("sum", known))
    better = sum(bool(compare(">" if node.descending else "<", v, mine)) for v in known)
    if node.function == "percentile_rank":
        worse = sum(bool(compare("<" if node.descending else ">", v, mine)) for v in known)
        return Fraction(worse, len(known) - 1) if len(known) > 1 else None
    return Fraction(better + 1, len(known) if node.function == "top_share" else 1)


def _same(a: Value, b: Value) -> bool:
    return a is not None and b is not None and a == b


def _whole(node: t.Node) -> Fraction:
    assert isinstance(node, t.Number)
    return node.value


def _at_least(parts: list[bool | None], n: int) -> bool | None:
    if sum(p is True for p in parts) >= n:
        return True
    return False if sum(p is not False for p in parts) < n else None


def _days(name: str, start: Value, end: Value) -> Value:
    assert isinstance(start, date)
    assert isinstance(end, date)
    return Fraction(full_years(start, end) if name == "age_years" else end.toordinal() - start.toordinal())
