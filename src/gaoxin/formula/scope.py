"""The names that formulas of a pack can use: its own, and those of the packs that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.formula.program import Definition, Figure, Judgement
from gaoxin.formula.resolve import Meaning
from gaoxin.formula.types import DATE, FLAG, Type, fail
from gaoxin.spec import Pack, Subject, Variable

_SCALARS: dict[str, t.Scalar] = {
    "number": "number",
    "real": "real",
    "grade": "interval",
    "flag": "flag",
    "category": "text",
    "text": "text",
    "date": "date",
}


class Items(Protocol):
    """What stands behind the names: the packs in sight, and their items as they are resolved."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """All variables in sight, by name."""
        ...

    @property
    def subjects(self) -> Mapping[str, Subject]:
        """All subjects in sight, by name."""
        ...

    @property
    def others(self) -> Mapping[str, Pack]:
        """The packs that are needed, by family."""
        ...

    @property
    def building(self) -> Sequence[str]:
        """The items that are being resolved, by full name, the outermost first."""
        ...

    def define(self, pack: Pack, name: str) -> Definition | None:
        """Resolve an item of a pack; None where it is at fault."""
        ...


@dataclass(frozen=True, slots=True)
class PackScope:
    """The names that formulas of a pack can use; see `gaoxin.formula.resolve.Scope`.

    Parameters
    ----------
    items : what stands behind the names
    pack : the pack whose names come first
    subject : what a formula is about
    """

    items: Items
    pack: Pack
    subject: str | None

    @property
    def dated(self) -> bool:
        """Whether the subject has a founding date."""
        subject = self.items.subjects.get(self.subject or "")
        return subject is not None and subject.founded is not None

    def member(self, subject: str) -> PackScope | None:
        """The scope of a subject that rolls up to this one; None where it does not."""
        spec = self.items.subjects.get(subject)
        if spec is None or self.subject is None or self.subject not in spec.belongs_to:
            return None
        return PackScope(self.items, self.pack, subject)

    def meaning(self, name: t.Name) -> Meaning:
        """What a name stands for.

        Raises
        ------
        FormulaError : it stands for nothing, for itself, or for an item at fault
        """
        if name.name == "as_of":
            return Meaning(t.Ref(name.column, "as_of", "date", fixed=True), DATE)
        if name.name in self.items.variables:
            return _variable(name, self.items.variables[name.name])
        found = self.item(name)
        if found is not None:
            return found
        rule = (
            "no variable, indicator, verdict or points of this pack or of the packs in `needs` has this name"
        )
        raise fail(name, repr(name.name), rule, self._suggestion(name.name))

    def item(self, name: t.Name) -> Meaning | None:
        """What a name of an item stands for; None where no pack in sight has it."""
        pack, item = self._holder(name.name)
        if pack is None or not item:
            return None
        short = item.partition(".")[0]
        if short == "verdict" and len(pack.verdicts) == 1:
            short = item = next(iter(pack.verdicts))
        if not _holds(pack, short):
            return None
        full = f"{pack.family}.{short}"
        if full in self.items.building:
            ring = " → ".join([*self.items.building[self.items.building.index(full) :], full])
            seen = f"{name.name} needs itself ({ring})"
            raise fail(name, seen, "items may not go round in a circle", "break the circle")
        if pack.subject not in (None, self.subject) and short not in pack.indicators:
            rule = f"this formula is about {self.subject}"
            raise fail(name, f"{name.name} is about {pack.subject}", rule, "use a roll-up")
        return _item(name, self.items.define(pack, short), f"{pack.family}.{item}")

    def _holder(self, name: str) -> tuple[Pack | None, str]:
        """The pack that a name belongs to, and the name inside it.

        This pack comes first, then a family, then the only other pack with such an item. A family
        and its item may share a name: `hnte.hnte` is the item, `hnte.H-05` a condition of it.
        """
        head, _, rest = name.partition(".")
        if _holds(self.pack, head):
            return self.pack, name
        family, first = self.items.others.get(head), rest.partition(".")[0]
        if family is not None:
            only = first == "verdict" and len(family.verdicts) == 1
            if only or _holds(family, first):
                return family, rest
        holders = [other for other in self.items.others.values() if _holds(other, head)]
        return (holders[0], name) if len(holders) == 1 else (self.items.others.get(head), rest)

    def _suggestion(self, name: str) -> str:
        own = [*self.items.variables, *self.pack.indicators, *self.pack.points, *self.pack.verdicts]
        near = get_close_matches(name, own, n=3)
        if near:
            return f"did you mean {' or '.join(near)}?"
        return "declare it, or add the pack that has it to `needs`"


def _holds(pack: Pack, name: str) -> bool:
    return name in pack.indicators or name in pack.points or name in pack.verdicts


def _variable(name: t.Name, spec: Variable) -> Meaning:
    unit, scalar = units.parse(spec.unit), _SCALARS[spec.type]
    kind = Type(scalar, categories=spec.categories)
    if unit is not None and kind.numeric:
        kind = replace(kind, dimension=unit.dimension)
    breaks = tuple(t.Break(found.since, found.comparable) for found in spec.breaks)
    ref = t.Ref(name.column, name.name, scalar, fixed=spec.constant, breaks=breaks)
    return Meaning(ref, kind, spec.missing == "absent")


def _item(name: t.Name, made: Definition | None, full: str) -> Meaning:
    if made is None:
        raise fail(
            name, f"{name.name} is at fault itself", "an item can be used when it is sound", "mend it first"
        )
    if isinstance(made, Figure):
        if full != made.name:
            raise fail(name, name.name, f"the indicator {made.name} has no parts", f"write {made.name}")
        return Meaning(t.Item(name.column, full, made.type.scalar, made.tree), made.type)
    if isinstance(made, Judgement):
        known = {made.name, *(test.name for test in made.tests.values())}
        kind = FLAG
    else:
        known = {made.name, *(g[0] for g in made.groups), *(row.name for g in made.groups for row in g[2])}
        kind = Type("interval", literal=False)
    if full not in known:
        raise fail(name, name.name, f"it has {', '.join(sorted(known))}", "name one of these")
    return Meaning(t.Item(name.column, full, kind.scalar), kind)
