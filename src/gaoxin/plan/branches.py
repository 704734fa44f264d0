"""A column that one branch of one choice reads is computed there, for the rows that take the branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gaoxin.plan import expr as e
from gaoxin.plan.steps import Derived


def in_branches(columns: Iterable[Derived], kept: Collection[str]) -> list[Derived]:
    """Put columns that are the value of one branch, and read nowhere else, where they are read.

    Every expression of a plan is defined for every row, so that computing one for fewer changes nothing. Only
    choices that are a whole column take others, and what has taken one stays a column: scripts stay flat.

    Parameters
    ----------
    columns : derived columns, each after those that it reads
    kept : names of columns that something else reads

    Returns
    -------
    the other columns, with the notes of those that were put into them
    """
    given = list(columns)
    readers = Counter(read.name for column in given for read in e.columns(column.expr))
    lone = {c.name: c for c in given if readers[c.name] == 1 and c.name not in kept}
    made: dict[str, Derived] = {}
    for column in given:
        taken = [lone[value.name] for value in _values(column.expr) if value.name in lone]
        made[column.name] = _with(column, {other.name: other for other in taken}) if taken else column
        for other in taken:
            del made[other.name]
        if taken:
            lone.pop(column.name, None)
    return list(made.values())


def _values(expr: e.Expr) -> list[e.Column]:
    """The columns that are values of the branches of a choice."""
    return (
        [value for value in e.values(expr) if isinstance(value, e.Column)] if isinstance(expr, e.When) else []
    )


def _with(column: Derived, taken: Mapping[str, Derived]) -> Derived:
    """A choice with what other columns hold in place of them."""

    def value(given: e.Expr) -> e.Expr:
        return taken[given.name].expr if isinstance(given, e.Column) and given.name in taken else given

    assert isinstance(column.expr, e.When)
    branches = tuple((guard, value(given)) for guard, given in column.expr.branches)
    default = None if column.expr.default is None else value(column.expr.default)
    notes = dict.fromkeys(made.note for made in (column, *taken.values()) if made.note)
    return replace(column, expr=e.When(branches, default), note="; ".join(notes))
