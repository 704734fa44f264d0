"""The other rows of a period, worked out once: for a row that moves while they stay as they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.values import Value

Groups = dict[tuple[Value, ...], "Others"]


@dataclass(slots=True)
class Others:
    """The known values of the other rows of a group: in order, and their sum."""

    values: list[Fraction] = field(default_factory=list[Fraction])
    total: Fraction = Fraction(0)

    def over(self, node: t.Over, mine: Fraction) -> Value:
        """The figure of a row beside them; see `over_rows`, which goes through all rows."""
        size = len(self.values) + 1
        if node.function == "mean_over":
            return (self.total + mine) / size
        if node.function == "min_over":
            return min([mine, *self.values[:1]])
        if node.function == "max_over":
            return max([mine, *self.values[-1:]])
        if node.function == "share_of":
            whole = self.total + mine
            return mine / whole if whole else None
        less, more = bisect_left(self.values, mine), len(self.values) - bisect_right(self.values, mine)
        better, worse = (more, less) if node.descending else (less, more)
        if node.function == "percentile_rank":
            return Fraction(worse, size - 1) if size > 1 else None
        return Fraction(better + 1, size if node.function == "top_share" else 1)

    def without(self, value: Fraction) -> Others:
        """The others without a row that has a value."""
        place = bisect_left(self.values, value)
        return Others([*self.values[:place], *self.values[place + 1 :]], self.total - value)


@dataclass(slots=True)
class Whole:
    """What all rows of a period have of one figure: by subject, and by group."""

    rows: dict[str, tuple[tuple[Value, ...], Fraction]] = field(
        default_factory=dict[str, tuple[tuple[Value, ...], Fraction]]
    )
    groups: Groups = field(default_factory=Groups)

    def beside(self, subject: str) -> Groups:
        """The groups without a subject."""
        if subject not in self.rows:
            return self.groups
        group, value = self.rows[subject]
        return {**self.groups, group: self.groups[group].without(value)}


Wholes = dict[int, tuple[t.Over, Whole | None]]
"""By the id of a node, which is kept beside it: what all rows of one world and period have."""


@dataclass(slots=True)
class Beside:
    """What the other rows of a period have, for one row that moves.

    Only figures that are fractions in every row, and rest on no other comparison of rows, are worked out; the
    reference goes through the rows for the others.

    Parameters
    ----------
    evaluator : the row as it is
    wholes : what is known of all rows of its world and period; to be shared among rows that are looked at
    """

    evaluator: Evaluator
    wholes: Wholes = field(default_factory=Wholes)
    _known: dict[int, Groups | None] = field(default_factory=dict[int, "Groups | None"])

    def moving(self) -> Evaluator:
        """The same row, for which the others are worked out once."""
        return replace(self.evaluator, world=replace(self.evaluator.world, beside=self), memo={})

    def covers(self, node: t.Over, mine: Value) -> bool:
        """Whether the figure can be told of what is worked out."""
        return isinstance(mine, Fraction) and self._groups(node) is not None

    def over(self, node: t.Over, mine: Value, group: Sequence[Value]) -> Value:
        """The figure of the row, its own value among those of the others."""
        groups = self._groups(node)
        assert groups is not None
        assert isinstance(mine, Fraction)
        return groups.get(tuple(group), Others()).over(node, mine)

    def _groups(self, node: t.Over) -> Groups | None:
        """The others by group; None where they cannot be worked out once."""
        if id(node) not in self.wholes:
            self.wholes[id(node)] = node, self._worked_out(node)
        if id(node) not in self._known:
            whole = self.wholes[id(node)][1]
            self._known[id(node)] = None if whole is None else whole.beside(self.evaluator.subject)
        return self._known[id(node)]

    def _worked_out(self, node: t.Over) -> Whole | None:
        if any(_compares(part) for tree in (node.value, *node.by) for part in t.walk(tree)):
            return None
        own, whole = self.evaluator, Whole()
        for subject, period in own.world.rows:
            if period != own.period:
                continue
            row = Evaluator(own.program, own.world, subject, period, own.kind)
            value, group = row.value(node.value), tuple(row.value(category) for category in node.by)
            if value is None or None in group:
                continue
            if not isinstance(value, Fraction):
                return None
            whole.rows[subject] = group, value
            whole.groups.setdefault(group, Others()).values.append(value)
        for others in whole.groups.values():
            others.values.sort()
            others.total = sum(others.values, Fraction(0))
        return whole


def _compares(node: t.Node) -> bool:
    """Whether a node may look at other rows itself."""
    return isinstance(node, (t.Over, t.Rollup)) or (isinstance(node, t.Item) and node.tree is None)
