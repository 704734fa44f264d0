"""A pack: one published document as data, with its dates, sources and everything it defines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from gaoxin.spec.checks import Check, ReasonType
from gaoxin.spec.index import Index
from gaoxin.spec.indicators import Indicator
from gaoxin.spec.model import Day, Exact, Formula, Id, Item, Line, Model, Name, PackId, Source, Status, Text
from gaoxin.spec.points import Points
from gaoxin.spec.variables import Subject, Variable
from gaoxin.spec.verdicts import Verdict


class Document(Model):
    """The published document that the pack restates."""

    title: Line = Field(description="its full title")
    number: Line | None = Field(default=None, description="document number, such as 国科发火〔2016〕32号")
    issuers: tuple[Line, ...] = Field(default=(), description="bodies that issued it")
    published: Day | None = Field(default=None, description="day of publication")
    url: Line | None = Field(default=None, description="page of the issuing body")


class InForce(Model):
    """The days on which the document is in force; `to` is the last day."""

    since: Day | None = Field(default=None, alias="from", description="first day")
    to: Day | None = Field(default=None, description="last day")

    def holds(self, day: date) -> bool:
        """Whether the document is in force on a day."""
        return (self.since is None or self.since <= day) and (self.to is None or day <= self.to)


class BoardNode(Item):
    """A node of a board: shown, never ranked."""

    id: Id
    quote: Line | None = Field(default=None, description="the sentence of the document")
    place: Line | None = Field(default=None, description="file and line of the quote")
    owner: Line | None = Field(default=None, description="who answers for it")
    clause_class: Line | None = Field(default=None, description="class of clauses that helps here")
    measures: tuple[str, ...] = Field(default=(), description="indicators shown here, by name or `pack.name`")
    state: Literal["indicator", "task", "open"] | None = Field(
        default=None, description="有指标, 仅有任务 or 待设指标; leaves only"
    )
    children: tuple[BoardNode, ...] = Field(default=(), description="the nodes below")

    @model_validator(mode="after")
    def _check(self) -> BoardNode:
        if self.children and (self.measures or self.state):
            message = f"{self.id}: `measures` and `state` stand at leaves, not at a node with `children`"
            raise ValueError(message)
        if not self.children and (self.state == "indicator") != bool(self.measures):
            message = (
                f"{self.id}: a leaf with `measures` has `state: indicator`, one without has task or open"
            )
            raise ValueError(message)
        if not self.children and self.state is None:
            message = f"{self.id}: a leaf says its `state`: indicator, task or open"
            raise ValueError(message)
        return self

    def walk(self) -> Iterator[BoardNode]:
        """The node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class RedRule(Item):
    """When a figure of a board is red; the title says it in words.

    `worse`: worse than the year before by more than `threshold` of it. `low`: within `threshold` of the range
    between the nation's entered minimum and maximum, counted from its worse end.
    """

    when: Literal["worse", "low"] = Field(description="worse than the year before, or low in the nation")
    threshold: Exact = Field(ge=0, le=1, description="a share: of the year before, or of the nation's range")


class Board(Item):
    """A tree that is shown and never ranked; it has no total."""

    tree: tuple[BoardNode, ...] = Field(min_length=1, description="the nodes at the top")
    assumed: tuple[Literal["owner", "clause_class", "measures", "state"], ...] = Field(
        default=(), description="keys of the nodes that the document does not state: they were set by us"
    )
    directions: dict[str, Literal["down", "none"]] = Field(
        default_factory=dict,
        description="measures of which less is better (down), or neither (none); of the rest, more is",
    )
    red: tuple[RedRule, ...] = Field(default=(), description="when a figure is red; each rule by itself")

    @model_validator(mode="after")
    def _check(self) -> Board:
        nodes = list(self.walk())
        ids = [node.id for node in nodes]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            message = f"{', '.join(twice)} stands twice; nodes of one board need different ids"
            raise ValueError(message)
        idle = sorted(set(self.directions) - {measure for node in nodes for measure in node.measures})
        if idle:
            message = f"directions of {', '.join(idle)}: no leaf has such a measure"
            raise ValueError(message)
        return self

    def walk(self) -> Iterator[BoardNode]:
        """All nodes, parents first."""
        for root in self.tree:
            yield from root.walk()


class Pack(Model):
    """One published document as data."""

    pack: PackId = Field(
        description="name of this version, such as hnte-2016: small letters, digits, hyphens"
    )
    family: Name = Field(
        description="name that all versions share, such as hnte: small letters, digits, underscores; "
        "formulas of other packs use it"
    )
    title: Text = Field(description="title in Chinese and English, with the year of the version")
    summary: Text | None = Field(default=None, description="what it says, in a sentence or two")
    document: Document | None = Field(default=None, description="the published document")
    in_force: InForce = Field(default=InForce(), description="the days on which it is in force")
    replaces: PackId | None = Field(default=None, description="the version before")
    subject: Name | None = Field(default=None, description="what its rows are")
    needs: tuple[PackId, ...] = Field(default=(), description="packs or families whose names it uses")
    status: Status = Field(
        default="verified", description="how sure its figures are, where an item states nothing"
    )
    sources: dict[Id, Source] = Field(default_factory=dict, description="where figures were seen")
    subjects: dict[Name, Subject] = Field(default_factory=dict, description="kinds of rows")
    variables: dict[Name, Variable] = Field(default_factory=dict, description="reported figures")
    indicators: dict[Name, Indicator] = Field(default_factory=dict, description="figures from formulas")
    points: dict[Name, Points] = Field(default_factory=dict, description="score sheets")
    verdicts: dict[Name, Verdict] = Field(default_factory=dict, description="rules that judge a subject")
    index: dict[Name, Index] = Field(default_factory=dict, description="trees of weighted indicators")
    board: dict[Name, Board] = Field(
        default_factory=dict, description="trees that are shown and never ranked"
    )
    checks: dict[Name, Check] = Field(default_factory=dict, description="rules that the data keep")
    reason_types: dict[Name, ReasonType] = Field(
        default_factory=dict, description="kinds of reasons that explain a warning"
    )

    @model_validator(mode="after")
    def _check(self) -> Pack:
        kinds = ("variables", "indicators", "points", "verdicts")
        seen: dict[str, str] = {}
        for kind in kinds:
            for name in getattr(self, kind):
                if name in seen:
                    message = f"{name} is both in {seen[name]} and in {kind}; a name has one meaning"
                    raise ValueError(message)
                seen[name] = kind
        since, to = self.in_force.since, self.in_force.to
        if since and to and since > to:
            message = f"in_force: {since} is after {to}"
            raise ValueError(message)
        return self


Cell = Formula | bool | int | date | None
"""A value in a case: a literal of the language, true, false, a date, or null for none."""


class Expectation(Model):
    """What a case of a pack's tests expects of one subject."""

    case: Line = Field(description="what is tested, in a few words")
    because: Line | None = Field(default=None, description="a sentence with the reason, for a policy officer")
    subject: Line | None = Field(
        default=None, description="identifier of the judged row, where others refer to it"
    )
    as_of: Day | None = Field(
        default=None, description="day of judgement; the last day of the period where empty"
    )
    period: int | None = Field(default=None, description="accounting year of the judged row")
    like: Line | None = Field(default=None, description="start from the given values of another case")
    given: dict[str, Cell] = Field(
        default_factory=dict,
        description="variable or variable@year: a value of the language; null takes it away",
    )
    table: tuple[dict[str, Cell], ...] = Field(
        default=(),
        description="several subjects (an index, a roll-up), a row each with `subject` and `period`",
    )
    populations: dict[Name, tuple[dict[str, Cell], ...]] = Field(
        default_factory=dict, description="rows of the subjects that roll up"
    )
    index: Name | None = Field(default=None, description="the index whose scores are expected")
    variant: Name | None = Field(default=None, description="variant of the index")
    expect: dict[str, Cell | dict[str, Cell]] = Field(
        description="verdict: pass, fail, unknown, not_applicable; condition: true, false, unknown; "
        "figure: a value; for an index, subject: {node: score}"
    )
    tolerance: Line | None = Field(default=None, description="for scores: the greatest difference allowed")


BoardNode.model_rebuild()
