"""Verdicts: conditions joined by all, any, none and at-least-n, nested at will."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, cast

from pydantic import Discriminator, Field, Tag, model_validator

from gaoxin.spec.model import Exact, Formula, Id, Item, Line, Model, Text


class Assumption(Model):
    """A reading that no source settles; results that rest on it say so."""

    text: Text = Field(description="what is assumed")
    when: Formula | None = Field(default=None, description="only then does the result rest on it")


class AtLeast(Model):
    """At least ``n`` of the nodes hold."""

    n: int = Field(ge=1, description="how many must hold")
    of: tuple[Node, ...] = Field(min_length=1, description="the nodes that are counted")

    @model_validator(mode="after")
    def _check(self) -> AtLeast:
        if self.n > len(self.of):
            message = f"at least {self.n} of {len(self.of)} can never hold"
            raise ValueError(message)
        return self


class Group(Model):
    """A node of a verdict: exactly one of all, any, none, at_least."""

    title: Text | None = Field(default=None, description="title in Chinese and English")
    all: tuple[Node, ...] = Field(default=(), description="every one of these must hold")
    any: tuple[Node, ...] = Field(default=(), description="one of these must hold")
    none: tuple[Node, ...] = Field(default=(), description="none of these may hold")
    at_least: AtLeast | None = Field(default=None, description="so many of these must hold")

    @model_validator(mode="after")
    def _check(self) -> Group:
        if sum(bool(x) for x in (self.all, self.any, self.none, self.at_least)) != 1:
            message = "a group needs exactly one of `all`, `any`, `none` and `at_least`"
            raise ValueError(message)
        return self

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes it joins."""
        return self.all or self.any or self.none or (self.at_least.of if self.at_least else ())


class Condition(Item):
    """One condition: a formula that is true, false or unknown."""

    id: Id
    require: Formula = Field(description="the condition, as a formula")
    applies: Formula | None = Field(default=None, description="where false, the condition is not applicable")
    jury: bool = Field(default=False, description="unknown means that a jury must decide (需评审)")
    assumptions: tuple[Assumption, ...] = Field(default=(), description="readings that no source settles")
    evidence: tuple[Line, ...] = Field(default=(), description="papers to bring")
    margin: Exact | None = Field(default=None, description="step in which a shortfall is stated")


def _kind(value: object) -> str:
    """Which of the two a node means to be, so that its faults are told once."""
    if isinstance(value, dict):
        return "condition" if {"id", "require"} & cast("dict[object, object]", value).keys() else "group"
    return "condition" if isinstance(value, Condition) else "group"


Node = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Group, Tag("group")], Discriminator(_kind)
]


class Verdict(Group):
    """A verdict on a subject: 符合, 不符合, unknown with its reason, or 不适用."""

    # A group may go without a title, a verdict may not.
    title: Text = Field(description="title in Chinese and English")  # pyright: ignore[reportIncompatibleVariableOverride]
    clause: Line | None = Field(default=None, description="article of the document")
    applies: Formula | None = Field(
        default=None, description="where false, the whole verdict is not applicable"
    )
    note: Line | None = Field(default=None, description="a remark for readers of the pack")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions, in order."""
        return tuple(_leaves(self))

    @model_validator(mode="after")
    def _check_ids(self) -> Verdict:
        ids = [c.id for c in self.conditions]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            message = f"{', '.join(twice)} stands twice; conditions of one verdict need different ids"
            raise ValueError(message)
        return self


def _leaves(node: Node) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    else:
        for child in node.children:
            yield from _leaves(child)


for model in (AtLeast, Group, Verdict):
    model.model_rebuild()
