"""Packs -> a program: every item resolved after what it needs, every fault collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.checks import resolve_checks
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Definition, Figure, Judgement, Program, Test
from gaoxin.formula.resolve import Meaning, constant, resolve
from gaoxin.formula.scope import PackScope
from gaoxin.formula.scoring import SheetMaker
from gaoxin.formula.types import FLAG, Type, fail, join
from gaoxin.spec import (
    Condition,
    Indicator,
    Node,
    Pack,
    Rounding,
    Subject,
    Variable,
    Verdict,
)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FormulaFault:
    """A fault inside a pack: the way to the formula, and what is wrong there."""

    path: Path
    error: FormulaError


@dataclass(slots=True)
class Builder:
    """Resolves the items of a pack and of the packs that it needs, collecting every fault.

    Parameters
    ----------
    pack : the pack to build
    others : packs by family, in the versions to use
    faults : what is wrong in the pack's own formulas
    items : what is resolved, by full name
    building : what is being resolved, the outermost first
    broken : full names of items at fault
    paths : the way to each of the pack's own items, rows of sheets and conditions, by full name
    variables, subjects : all in sight, by name
    """

    pack: Pack
    others: Mapping[str, Pack]
    faults: list[FormulaFault] = field(default_factory=list[FormulaFault])
    items: dict[str, Definition] = field(default_factory=dict[str, Definition])
    building: list[str] = field(default_factory=list[str])
    broken: set[str] = field(default_factory=set[str])
    paths: dict[str, Path] = field(default_factory=dict[str, Path])
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
        scopes = {p.family: PackScope(self, p, subject) for p in [*self.others.values(), self.pack]}
        rules = tuple(
            resolve_checks(self.pack, self, lambda path, e: self.faults.append(FormulaFault(path, e)))
        )
        return Program(self.pack, subject, self.variables, self.items, self.subjects, members, scopes, rules)

    def refer(self, reference: str) -> None:
        """Resolve an indicator of another pack that a leaf of an index or a board names."""
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
            maker = _Maker(self, pack, full, PackScope(self, pack, pack.subject))
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

    def __init__(self, builder: Builder, pack: Pack, full: str, scope: PackScope) -> None:
        self.builder, self.pack, self.full, self.scope = builder, pack, full, scope
        self.failures = 0

    def make(self, name: str) -> Definition | None:
        if name in self.pack.indicators:
            made = self.figure(self.pack.indicators[name], ("indicators", name))
        elif name in self.pack.points:
            made = SheetMaker(self, self.pack.points[name], ("points", name)).make()
        else:
            made = self.judgement(self.pack.verdicts[name], ("verdicts", name))
        return None if self.failures else made

    def read(self, text: str, path: Path, want: Type | None = None) -> Meaning:
        try:
            parsed = parse(text)
            found = resolve(parsed, self.scope)
            if want is not None:
                self.check(parsed, found.type, want)
            return found
        except FormulaError as error:
            self.fault(path, error)
        except RecursionError:
            rule = "items rest on items, but not hundreds deep"
            self.fault(path, FormulaError(1, "items too deep in each other", rule, "shorten the chain"))
        return Meaning(t.Flag(1, None), want or Type("number"))

    def stands(self, name: str, path: Path) -> None:
        if self.pack is self.builder.pack:
            self.builder.paths[name] = path

    def fault(self, path: Path, error: FormulaError) -> None:
        self.failures += 1
        if self.pack is self.builder.pack:
            self.builder.faults.append(FormulaFault(path, error))

    def check(self, node: t.Node, got: Type, want: Type) -> None:
        if want.scalar == "flag" and got.scalar != "flag":
            raise fail(node, f"a value ({got})", "a condition must stand here", "compare it with something")
        if want.scalar != "flag":
            if not got.numeric:
                raise fail(node, f"a {got}", "a number must stand here", "use CASE to give numbers")
            if got.scalar == "interval":
                raise fail(
                    node, "points of a jury", "an indicator is one number", "use the points in a condition"
                )
            join(node, got, want, "the formula and its declared unit")

    def figure(self, spec: Indicator, path: Path) -> Figure:
        self.stands(self.full, (*path, "formula"))
        unit = units.parse(spec.unit)
        want = Type("number", unit.dimension if unit else ())
        found = self.read(spec.formula, (*path, "formula"), want)
        node, scalar = _covered(found.node, spec.coverage), found.type.scalar
        if spec.round is not None:
            step = self.step(spec.round, (*path, "round"), want, scalar)
            node, scalar = t.Call(1, f"round_{spec.round.mode}", (node, step)), "number"
        return Figure(self.full, spec, self.pack, node, Type(scalar, want.dimension))

    def step(self, spec: Rounding, path: Path, want: Type, scalar: t.Scalar) -> t.Node:
        """The step of a stated rounding, in base units."""
        before = self.failures
        value = constant(self.read(spec.to, (*path, "to"), want).node)
        if self.failures == before and (value is None or value <= 0):
            rule, example = "a rounding has a step above 0", "write a quantity such as 1 元"
            self.fault((*path, "to"), FormulaError(1, f"the step {spec.to}", rule, example))
        if scalar == "real" and spec.mode != "half_up":
            rule, example = (
                "a double is rounded half up",
                "write round(…, 6) around the double in the formula",
            )
            self.fault((*path, "mode"), FormulaError(1, f"{spec.mode} of a double", rule, example))
        return t.Number(1, value or Fraction(1))

    def judgement(self, spec: Verdict, path: Path) -> Judgement:
        self.stands(self.full, path)
        applies = None if spec.applies is None else self.read(spec.applies, (*path, "applies"), FLAG).node
        tests = {leaf.id: self.test(leaf, where) for leaf, where in _leaves(spec, path)}
        return Judgement(self.full, spec, self.pack, applies, tests)

    def test(self, spec: Condition, path: Path) -> Test:
        self.stands(f"{self.full}.{spec.id}", (*path, "require"))
        require = self.read(spec.require, (*path, "require"), FLAG).node
        applies = None if spec.applies is None else self.read(spec.applies, (*path, "applies"), FLAG).node
        assumed = tuple(
            None if a.when is None else self.read(a.when, (*path, "assumptions", n, "when"), FLAG).node
            for n, a in enumerate(spec.assumptions)
        )
        return Test(f"{self.full}.{spec.id}", spec, require, applies, assumed)


def _leaf_references(pack: Pack) -> Iterator[str]:
    """The figures that the leaves of a pack's indices and boards name."""
    for index in pack.index.values():
        for root in index.tree:
            yield from (node.indicator for node in root.walk() if node.indicator is not None)
    yield from (
        measure for board in pack.board.values() for node in board.walk() for measure in node.measures
    )


def _leaves(node: Node, path: Path) -> Iterator[tuple[Condition, Path]]:
    """The conditions below a node, each with its path in the file."""
    if isinstance(node, Condition):
        yield node, path
        return
    below: Sequence[tuple[Path, tuple[Node, ...]]] = (
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
    if coverage == 1:
        return node  # as a roll-up is read
    match node:
        case t.Rollup():
            return replace(node, coverage=coverage)
        case t.Op(args=args) | t.Call(args=args):
            return replace(node, args=tuple(_covered(a, coverage) for a in args))
        case t.Case(branches=branches, default=default):
            pairs = tuple((_covered(g, coverage), _covered(v, coverage)) for g, v in branches)
            return replace(
                node, branches=pairs, default=None if default is None else _covered(default, coverage)
            )
        case t.Since(value=value):
            return replace(node, value=_covered(value, coverage))
        case t.Over(value=value, by=by):
            groups = tuple(_covered(category, coverage) for category in by)
            return replace(node, value=_covered(value, coverage), by=groups)
        case t.Across(value=value, ways=ways):
            others = (None if w.value is None else _covered(w.value, coverage) for w in ways)
            moved = tuple(replace(w, value=other) for w, other in zip(ways, others, strict=True))
            return replace(node, value=_covered(value, coverage), ways=moved)
        case _:
            return node
