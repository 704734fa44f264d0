"""A program: the items of a pack, resolved, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaoxin.base.errors import Fault, PackError, Place, UnsupportedError
from gaoxin.formula import tree as t
from gaoxin.formula.resolve import Scope
from gaoxin.formula.sheets import Bands, Row, Sheet
from gaoxin.formula.types import Type
from gaoxin.spec import Check, Condition, Indicator, Pack, Subject, Variable, Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its resolved formula, in base units, rounded as stated."""

    name: str
    spec: Indicator
    pack: Pack
    tree: t.Node
    type: Type


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a verdict, resolved."""

    name: str
    spec: Condition
    require: t.Node
    applies: t.Node | None
    assumed_when: tuple[t.Node | None, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its conditions resolved; `tests` is keyed by condition id."""

    name: str
    spec: Verdict
    pack: Pack
    applies: t.Node | None
    tests: Mapping[str, Test]


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula check of the data, resolved.

    Parameters
    ----------
    name : in the pack
    spec, subject : as the pack has it, and whose rows it is about
    test : what must hold
    variable : the figure whose cell is named first
    """

    name: str
    spec: Check
    subject: str
    test: Test
    variable: str


__all__ = ["Bands", "Definition", "Figure", "Judgement", "Program", "Row", "Rule", "Sheet", "Test"]

Definition = Figure | Sheet | Judgement


@dataclass(frozen=True, slots=True)
class Program:
    """What a pack computes for one subject.

    Parameters
    ----------
    pack : the pack itself
    subject : what its rows are; None for a pack without rules
    variables : all variables in sight, by name
    items : definitions by full name (`family.name`), each after what it needs
    subjects : all subjects in sight
    members : subjects that roll up to this one, with the variable that holds the link
    scopes : the names that formulas of each family can use, for explanations
    rules : the pack's own formula checks of data
    places : file and line of the pack's own items, rows of sheets and conditions, by full name
    """

    pack: Pack
    subject: str | None
    variables: Mapping[str, Variable]
    items: Mapping[str, Definition]
    subjects: Mapping[str, Subject]
    members: Mapping[str, str]
    scopes: Mapping[str, Scope]
    rules: tuple[Rule, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict[str, Place])

    @property
    def founded(self) -> str | None:
        """Name of the founding-date variable of the subject."""
        subject = self.subjects.get(self.subject or "")
        return None if subject is None else subject.founded

    def own(self, name: str) -> str:
        """The short name of an item of this pack, the full name of another pack's."""
        return name.removeprefix(f"{self.pack.family}.")

    def find(self, name: str) -> Definition | None:
        """An item by its full name, or by its short name where one pack has it, this one first."""
        own = self.items.get(f"{self.pack.family}.{name}") or self.items.get(name)
        return own or next(
            (made for full, made in self.items.items() if full.partition(".")[2] == name), None
        )

    def refused(self, name: str, error: UnsupportedError) -> PackError:
        """What no engine can compute, as a fault of the item that asks for it.

        Parameters
        ----------
        name : full name of the item, or of its row or condition
        error : what the compiler said
        """
        family = name.partition(".")[0]
        place = self.places.get(name, Place(f"{family}/pack.yaml"))
        seen, _, step = str(error).partition("; try: ")
        rule = "a pack compiles for the engines"
        return PackError([Fault(place, self.own(name), seen, rule, step or "write it in another way")])
