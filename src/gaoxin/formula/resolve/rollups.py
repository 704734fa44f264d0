"""Roll-ups: figures over the members of another subject."""

from __future__ import annotations

from dataclasses import dataclass

from gaoxin.formula import tree as t
from gaoxin.formula.resolve.context import Context
from gaoxin.formula.resolve.meaning import Meaning, Scope
from gaoxin.formula.types import Type, fail


def rollup(context: Context, node: t.Rollup) -> Meaning:
    """Resolve a roll-up; its subject is the first word of the names inside it.

    Raises
    ------
    FormulaError : no such subject, or one that does not belong to this one
    """
    named = next((n for n in t.walk(node) if isinstance(n, t.Name)), None)
    subject = named.name.partition(".")[0] if named else ""
    member = context.scope.member(subject)
    if member is None or named is None:
        rule = "a roll-up names members of a subject that belongs to this one (`enterprise.revenue`)"
        raise fail(node, f"{node.function} over {subject or 'nothing'}", rule, "write subject.variable")
    inner = context.inside(_Members(member, subject))
    where = None if node.where is None else inner.flag(node.where)
    counts = node.function == "count"
    if isinstance(node.value, t.Name) and node.value.name == subject:
        if not counts:
            rule = "only `count` takes the subject itself"
            raise fail(node, f"{node.function} of {subject}", rule, "name a variable")
        return Meaning(t.Rollup(node.column, "count", subject, None, where), Type("number", literal=True))
    if counts:
        rule = "`count` takes the subject itself"
        raise fail(node, "count of a value", rule, f"write count({subject} where …)")
    value = inner.number(node.value or named)
    if value.type.scalar == "interval":
        raise fail(node, "points of a jury", "they are not rolled up", "roll up a variable")
    result = Type(value.type.scalar, value.type.dimension)
    return Meaning(t.Rollup(node.column, node.function, subject, value.node, where), result)


@dataclass(frozen=True, slots=True)
class _Members:
    """The scope inside a roll-up: names carry the subject in front, and there is no roll-up in a roll-up."""

    scope: Scope
    subject: str

    @property
    def dated(self) -> bool:
        return self.scope.dated

    def meaning(self, name: t.Name) -> Meaning:
        head, _, rest = name.name.partition(".")
        if head != self.subject or not rest:
            rule = f"inside a roll-up every name begins with `{self.subject}.`"
            raise fail(name, repr(name.name), rule, f"write {self.subject}.{rest or head}")
        return self.scope.meaning(t.Name(name.column, rest))

    def member(self, subject: str) -> Scope | None:  # noqa: ARG002 - as every scope has it
        return None
