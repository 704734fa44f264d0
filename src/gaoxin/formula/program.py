"""Packs -> a program: every item resolved, in the order in which items need each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.parser import parse
from gaoxin.formula.resolve import Meaning, Scope, resolve
from gaoxin.formula.types import DATE, FLAG, Type, fail, join
from gaoxin.formula.values import Interval
from gaoxin.spec import Award, Condition, Indicator, Node, Pack, Points, PointsItem, Subject, Variable, Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its resolved formula, in base units, rounded as stated."""

    name: str
    spec: Indicator
    pack: Pack
    tree: t.Node
    type: Type


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a score sheet: alternatives of bands, or a tree (a formula or a grade)."""

    name: str
    spec: PointsItem
    alternatives: tuple[tuple[tuple[tuple[t.Node, Interval], ...], Interval], ...]
    tree: t.Node | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet: groups, each with its rows."""

    name: str
    spec: Points
    pack: Pack
    groups: tuple[tuple[str, Fraction, tuple[Row, ...]], ...]


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
    """

    pack: Pack
    subject: str | None
    variables: Mapping[str, Variable]
    items: Mapping[str, Definition]
    subjects: Mapping[str, Subject]
    members: Mapping[str, str]
    scopes: Mapping[str, Scope]

    @property
    def founded(self) -> str | None:
        """Name of the founding-date variable of the subject."""
        return self.subjects[self.subject].founded if self.subject in self.subjects else None

    def own(self, name: str) -> str:
        """The short name of an item of this pack, the full name of another pack's."""
        return name.removeprefix(f"{self.pack.family}.")

    def find(self, name: str) -> Definition | None:
        """An item by its full name, or by its short name where one pack has it, this one first."""
        own = self.items.get(f"{self.pack.family}.{name}") or self.items.get(name)
        return own or next((made for full, made in self.items.items() if full.partition(".")[2] == name), None)


@dataclass(frozen=True, slots=True)
class FormulaFault:
    """A fault inside a pack: the way to the formula, and what is wrong there."""

    path: tuple[str | int, ...]
    error: FormulaError


@dataclass(slots=True)
class Builder:
    """Resolves the items of a pack and of the packs that it needs, collecting every fault.

    Parameters
    ----------
    pack : the pack to build
    others : packs by family, in the versions to use
    """

    pack: Pack
    others: Mapping[str, Pack]
    faults: list[FormulaFault] = field(default_factory=list[FormulaFault])
    items: dict[str, Definition] = field(default_factory=dict[str, Definition])
    building: list[str] = field(default_factory=list[str])
    broken: set[str] = field(default_factory=set[str])
    variables: dict[str, Variable] = field(init=False)
    subjects: dict[str, Subject] = field(init=False)

    def __post_init__(self) -> None:
        packs = [*self.others.values(), self.pack]
        self.variables = {name: v for p in packs for name, v in p.variables.items()}
        self.subjects = {name: s for p in packs for name, s in p.subjects.items()}

    def build(self) -> Program:
        """Resolve everything; look at `faults` before using the program."""
        for name in [*self.pack.indicators, *self.pack.points, *self.pack.verdicts]:
            self.define(self.pack, name)
        for reference in _leaf_references(self.pack):
            self.refer(reference)
        subject = self.pack.subject
        members = {
            name: spec.belongs_to[subject]
            for name, spec in self.subjects.items()
            if subject is not None and subject in spec.belongs_to
        }
        scopes = {p.family: _PackScope(self, p, subject) for p in [*self.others.values(), self.pack]}
        return Program(self.pack, subject, self.variables, self.items, self.subjects, members, scopes)

    def refer(self, reference: str) -> None:
        """Resolve an indicator of another pack that a leaf of an index names."""
        family, _, name = reference.rpartition(".")
        holders = [self.others[family]] if family in self.others else list(self.others.values())
        for pack in holders:
            if name in pack.indicators:
                self.define(pack, name)

    def define(self, pack: Pack, name: str) -> Definition | None:
        """Resolve one item, and first what it needs; None where it is at fault."""
        full = f"{pack.family}.{name}"
        if full in self.items or full in self.broken:
            return self.items.get(full)
        self.building.append(full)
        try:
            maker = _Maker(self, pack, full, _PackScope(self, pack, pack.subject))
            made = maker.make(name)
        finally:
            self.building.pop()
        if made is None:
            self.broken.add(full)
        else:
            self.items[full] = made
        return made


class _Maker:
    """Makes one definition; every formula is tried, and each fault is kept with its path."""

    def __init__(self, builder: Builder, pack: Pack, full: str, scope: _PackScope) -> None:
        self.builder, self.pack, self.full, self.scope = builder, pack, full, scope
        self.failed = False

    def make(self, name: str) -> Definition | None:
        if name in self.pack.indicators:
            made = self.figure(self.pack.indicators[name], ("indicators", name))
        elif name in self.pack.points:
            made = self.sheet(self.pack.points[name], ("points", name))
        else:
            made = self.judgement(self.pack.verdicts[name], ("verdicts", name))
        return None if self.failed else made

    def read(self, text: str, path: tuple[str | int, ...], want: Type | None = None) -> Meaning:
        try:
            parsed = parse(text)
            found = resolve(parsed, self.scope)
            if want is not None:
                self.check(parsed, found.type, want)
            return found
        except FormulaError as error:
            self.failed = True
            if self.pack is self.builder.pack:
                self.builder.faults.append(FormulaFault(path, error))
            return Meaning(t.Flag(1, None), want or Type("number"))

    def check(self, node: t.Node, got: Type, want: Type) -> None:
        if want.scalar == "flag" and got.scalar != "flag":
            raise fail(node, f"a value ({got})", "a condition must stand here", "compare it with something")
        if want.scalar != "flag":
            if not got.numeric:
                raise fail(node, f"a {got}", "a number must stand here", "use CASE to give numbers")
            if got.scalar == "interval":
                raise fail(node, "points of a jury", "an indicator is one number", "use the points in a condition")
            join(node, got, want, "the formula and its declared unit")

    def figure(self, spec: Indicator, path: tuple[str | int, ...]) -> Figure:
        unit = units.parse(spec.unit)
        want = Type("number", unit.dimension if unit else ())
        found = self.read(spec.formula, (*path, "formula"), want)
        node, scalar = _covered(found.node, spec.coverage), found.type.scalar
        if spec.round is not None:
            step = self.read(spec.round.to, (*path, "round", "to"), want).node
            node, scalar = t.Call(1, f"round_{spec.round.mode}", (node, step)), "number"
        return Figure(self.full, spec, self.pack, node, Type(scalar, want.dimension))

    def sheet(self, spec: Points, path: tuple[str | int, ...]) -> Sheet:
        groups = [
            (f"{self.full}.{g.id}", g.max, tuple(self.row(i, (*path, "groups", n, "items", k)) for k, i in enumerate(g.items)))
            for n, g in enumerate(spec.groups)
        ]
        return Sheet(self.full, spec, self.pack, tuple(groups))

    def row(self, spec: PointsItem, path: tuple[str | int, ...]) -> Row:
        prefix: tuple[str | int, ...]
        alternatives: list[tuple[tuple[tuple[t.Node, Interval], ...], Interval]] = []
        for n, bands in enumerate(spec.alternatives):
            prefix = (*path, "best_of", n) if spec.best_of else path
            guards = tuple(
                (self.read(band.when, (*prefix, "bands", k, "when"), FLAG).node, _award(band.points))
                for k, band in enumerate(bands.bands)
            )
            alternatives.append((guards, _award(bands.otherwise)))
        node: t.Node | None = None
        if spec.formula is not None:
            node = self.read(spec.formula, (*path, "formula"), Type("number", literal=True)).node
        if spec.grade is not None:
            node = self.grade(spec.grade, (*path, "grade"))
        return Row(f"{self.full}.{spec.id}", spec, tuple(alternatives), node)

    def grade(self, name: str, path: tuple[str | int, ...]) -> t.Node:
        found = self.read(name, path)
        if found.type.scalar != "interval" and not self.failed:
            rule = "`grade` names a variable of type grade"
            self.failed = True
            self.builder.faults.append(FormulaFault(path, FormulaError(1, f"{name} is a {found.type}", rule, "name one")))
        return found.node

    def judgement(self, spec: Verdict, path: tuple[str | int, ...]) -> Judgement:
        applies = None if spec.applies is None else self.read(spec.applies, (*path, "applies"), FLAG).node
        tests = {leaf.id: self.test(leaf, where) for leaf, where in _leaves(spec, path)}
        return Judgement(self.full, spec, self.pack, applies, tests)

    def test(self, spec: Condition, path: tuple[str | int, ...]) -> Test:
        require = self.read(spec.require, (*path, "require"), FLAG).node
        applies = None if spec.applies is None else self.read(spec.applies, (*path, "applies"), FLAG).node
        assumed = tuple(
            None if a.when is None else self.read(a.when, (*path, "assumptions", n, "when"), FLAG).node
            for n, a in enumerate(spec.assumptions)
        )
        return Test(f"{self.full}.{spec.id}", spec, require, applies, assumed)


def _leaf_references(pack: Pack) -> Iterator[str]:
    """The figures that the leaves of a pack's indices name."""
    for index in pack.index.values():
        for root in index.tree:
            yield from (node.indicator for node in root.walk() if node.indicator is not None)


def _leaves(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[Condition, tuple[str | int, ...]]]:
    """The conditions below a node, each with its path in the file."""
    if isinstance(node, Condition):
        yield node, path
        return
    below: Sequence[tuple[tuple[str | int, ...], tuple[Node, ...]]] = (
        (("all",), node.all),
        (("any",), node.any),
        (("none",), node.none),
        (("at_least", "of"), node.at_least.of if node.at_least else ()),
    )
    for key, nodes in below:
        for n, child in enumerate(nodes):
            yield from _leaves(child, (*path, *key, n))


def _covered(node: t.Node, coverage: Fraction) -> t.Node:
    """The tree with the least known share of members written into its roll-ups."""
    match node:
        case t.Rollup():
            return replace(node, coverage=coverage)
        case t.Op(args=args) | t.Call(args=args):
            return replace(node, args=tuple(_covered(a, coverage) for a in args))
        case _:
            return node


def _award(given: Award) -> Interval:
    return Interval(given[0], given[1]) if isinstance(given, tuple) else Interval(given, given)


@dataclass(frozen=True, slots=True)
class _PackScope:
    """The names that formulas of a pack can use."""

    builder: Builder
    pack: Pack
    subject: str | None

    @property
    def dated(self) -> bool:
        known = self.builder.subjects
        return self.subject in known and known[self.subject].founded is not None

    def member(self, subject: str) -> _PackScope | None:
        spec = self.builder.subjects.get(subject)
        if spec is None or self.subject is None or self.subject not in spec.belongs_to:
            return None
        return _PackScope(self.builder, self.pack, subject)

    def meaning(self, name: t.Name) -> Meaning:
        if name.name == "as_of":
            return Meaning(t.Ref(name.column, "as_of", "date", fixed=True), DATE)
        if name.name in self.builder.variables:
            return _variable(name, self.builder.variables[name.name])
        found = self.item(name)
        if found is not None:
            return found
        rule = "no variable, indicator, verdict or points of this pack or of the packs in `needs` has this name"
        raise fail(name, repr(name.name), rule, self.suggestion(name.name))

    def item(self, name: t.Name) -> Meaning | None:
        head, _, rest = name.name.partition(".")
        pack, item = self.pack, name.name
        if not _holds(pack, head):
            holders = [other for other in self.builder.others.values() if _holds(other, head)]
            pack, item = (holders[0], name.name) if len(holders) == 1 else (self.builder.others.get(head), rest)
        if pack is None or not item:
            return None
        short = item.partition(".")[0]
        if short == "verdict" and len(pack.verdicts) == 1:
            short = next(iter(pack.verdicts))
            item = short
        if not _holds(pack, short):
            return None
        full = f"{pack.family}.{short}"
        if full in self.builder.building:
            ring = " → ".join([*self.builder.building[self.builder.building.index(full) :], full])
            raise fail(name, f"{name.name} needs itself ({ring})", "items may not go round in a circle", "break the circle")
        if pack.subject not in (None, self.subject) and short not in pack.indicators:
            raise fail(name, f"{name.name} is about {pack.subject}", f"this formula is about {self.subject}", "use a roll-up")
        return _item(name, self.builder.define(pack, short), f"{pack.family}.{item}")

    def suggestion(self, name: str) -> str:
        from difflib import get_close_matches

        own = [*self.builder.variables, *self.pack.indicators, *self.pack.points, *self.pack.verdicts]
        near = get_close_matches(name, own, n=3)
        return f"did you mean {' or '.join(near)}?" if near else "declare it, or add the pack that has it to `needs`"


def _holds(pack: Pack, name: str) -> bool:
    return name in pack.indicators or name in pack.points or name in pack.verdicts


def _variable(name: t.Name, spec: Variable) -> Meaning:
    unit = units.parse(spec.unit)
    scalars: dict[str, t.Scalar] = {"category": "text", "text": "text", "flag": "flag", "date": "date", "real": "real"}
    scalar: t.Scalar = "interval" if spec.type == "grade" else scalars.get(spec.type, "number")
    kind = Type(scalar, unit.dimension if unit and scalar in ("number", "real", "interval") else (), categories=spec.categories)
    return Meaning(t.Ref(name.column, name.name, scalar, fixed=spec.constant), kind, spec.missing == "absent")


def _item(name: t.Name, made: Definition | None, full: str) -> Meaning:
    if made is None:
        raise fail(name, f"{name.name} is at fault itself", "an item can be used when it is sound", "mend it first")
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
