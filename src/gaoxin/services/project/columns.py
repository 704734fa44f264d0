"""Which columns a table of each kind of subject should have, for the packs that will read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gaoxin.formula.program import Program
from gaoxin.plan.rows import figure_plan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.board.measures import measures_of
from gaoxin.services.verbs import plans
from gaoxin.spec import Subject, Text, Variable

PERIOD = "年份"
"""Heading of the column that holds the year of a row."""


@dataclass(slots=True)
class Column:
    """A column to fill in: a variable, and the packs that read it."""

    variable: str
    spec: Variable
    packs: list[str] = field(default_factory=list[str])

    @property
    def heading(self) -> str:
        """Its title with the unit: 销售收入（万元）."""
        return f"{self.spec.title.zh}（{self.spec.unit}）" if self.spec.unit != "1" else self.spec.title.zh


@dataclass(slots=True)
class Form:
    """The table of one kind of subject.

    Parameters
    ----------
    kind, subject : of the rows
    columns : what stands beside the identifier and the year, the name first
    """

    kind: str
    subject: Subject
    columns: list[Column] = field(default_factory=list[Column])

    @property
    def title(self) -> Text:
        """The kind in words."""
        return self.subject.title

    @property
    def identifier(self) -> str:
        """Heading of the identifier."""
        return next((heading for heading in self.subject.id if not heading.isascii()), self.subject.id[0])

    @property
    def headings(self) -> list[str]:
        """All headings, in order."""
        return [self.identifier, PERIOD, *(column.heading for column in self.columns)]


def forms(programs: Iterable[Program]) -> dict[str, Form]:
    """The tables that packs read, by kind, each with the variables that their formulas rest on."""
    found: dict[str, Form] = {}
    for program in programs:
        for kind, names in _read(program).items():
            if kind in program.subjects:
                form = found.setdefault(kind, Form(kind, program.subjects[kind]))
                _add(form, program, names)
    return dict(sorted(found.items()))


def _add(form: Form, program: Program, names: Iterable[str]) -> None:
    """Add the variables of a pack, its subject's name and founding day and its links first."""
    subject, known = form.subject, {column.variable: column for column in form.columns}
    first = [subject.name, subject.founded, *subject.belongs_to.values()]
    for name in dict.fromkeys([*(name for name in first if name), *names]):
        spec = program.variables.get(name)
        if spec is None:
            continue
        if name not in known:
            known[name] = Column(name, spec)
            form.columns.append(known[name])
        known[name].packs.append(program.pack.pack)


def _read(program: Program) -> Mapping[str, list[str]]:
    """The stored variables that the plans of a pack read, by kind."""
    found: dict[str, list[str]] = {}
    for plan in _plans(program):
        for frame in (plan.frame, *(rollup.frame for rollup in plan.rollups)):
            names = found.setdefault(frame.subject, [])
            names += [name.removesuffix("__lo").removesuffix("__hi") for name, _, _ in frame.columns]
    return found


def _plans(program: Program) -> list[RowPlan]:
    rows = [plan for _, plan, _ in plans(program)]
    shown = list(measures_of(program)) if program.pack.board else []
    return [*rows, figure_plan(program, shown)] if shown else rows
