"""Which variables a table of one kind of subject is read for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gaoxin.base.errors import UsageError
from gaoxin.formula import tree as t
from gaoxin.formula.inputs import trees
from gaoxin.formula.program import Program
from gaoxin.intake import bind
from gaoxin.intake.headings import key, readings
from gaoxin.plan.binding import Binding, Source
from gaoxin.spec import Subject, Variable


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a kind of subject is read for.

    Parameters
    ----------
    kind, subject : the kind, and what the packs say of it
    variables : needed by rules and indices about this kind, of packs that no other pack in use needs
    others : all other variables in sight, which a heading may name too if it names only one
    """

    kind: str
    subject: Subject
    variables: Mapping[str, Variable]
    others: Mapping[str, Variable]

    def bind(self, source: Source) -> Binding:
        """Match the headings of a table, first to what is needed, what is left to the other variables.

        Raises
        ------
        DataError : as of `gaoxin.intake.bind`
        """
        found = bind(source, self.variables, self.subject)
        more = {name for heading in found.ignored for name in self._named(heading)}
        if not more:
            return found
        names = {**self.variables, **{name: self.others[name] for name in sorted(more)}}
        return bind(source, names, self.subject)

    def _named(self, heading: str) -> set[str]:
        """The one other variable that a heading names, if it names exactly one."""
        for reading in readings(heading):
            word = key(reading.name)
            found = {name for name, spec in self.others.items() if word in _words(name, spec)}
            if found:
                return found if len(found) == 1 else set()
        return set()


def _words(name: str, spec: Variable) -> set[str]:
    return {key(word) for word in (name, spec.title.zh, spec.title.en, *spec.aliases, spec.torch or name)}


def wanted(programs: Sequence[Program], kind: str) -> Wanted:
    """What a kind of subject is read for by the packs in use.

    Raises
    ------
    UsageError : no pack declares that kind
    """
    subjects = {name: spec for program in programs for name, spec in program.subjects.items()}
    if kind not in subjects:
        known_kinds = ", ".join(sorted(subjects)) or "none"
        message = f"所用标准没有此对象 · no pack in use knows {kind!r}; the kinds are {known_kinds}"
        raise UsageError(message)
    known = {name: spec for program in programs for name, spec in program.variables.items()}
    subject = subjects[kind]
    names = {name for name in (subject.name, subject.founded, *subject.belongs_to.values()) if name}
    leant_on = {need for program in programs for need in program.pack.needs}
    for program in programs:
        if not {program.pack.pack, program.pack.family} & leant_on:
            names |= set(_of_program(program, kind))
    used = {name: known[name] for name in sorted(names) if name in known}
    others = {name: spec for name, spec in known.items() if name not in used}
    return Wanted(kind, subject, used, others)


def _of_program(program: Program, kind: str) -> Iterator[str]:
    for made in program.items.values():
        about = made.pack.subject or program.subject
        for tree in trees(made):
            yield from _read(tree, about, kind)
    if program.subject == kind:
        for index in program.pack.index.values():
            yield from (n.indicator for root in index.tree for n in root.walk() if n.indicator is not None)


def _read(node: t.Node, about: str | None, kind: str) -> Iterator[str]:
    """The variables of a kind that a tree reads; below a roll-up, names are those of its members."""
    if isinstance(node, t.Ref) and about == kind and node.name != "as_of":
        yield node.name
    inside = node.subject if isinstance(node, t.Rollup) else about
    for child in t.children(node):
        yield from _read(child, inside, kind)


def of_period(binding: Binding, period: int) -> Binding:
    """The same binding, all rows of which are of one year."""
    return replace(binding, years=(period,))
