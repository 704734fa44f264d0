"""Makes score sheets: bands, grades and shares of figures resolved, caps matched to their categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.resolve import Meaning, constant
from gaoxin.formula.sheets import Bands, Row, Share, Sheet, SheetVeto, cap_of, labels
from gaoxin.formula.types import FLAG, Type
from gaoxin.formula.values import Interval
from gaoxin.spec import Award, Pack, Points, PointsItem, PointsNormalise, Rounding, Veto

Path = tuple[str | int, ...]


class Reader(Protocol):
    """What reads the formulas of a pack and keeps their faults."""

    @property
    def full(self) -> str:
        """Full name of the item at hand."""
        ...

    @property
    def pack(self) -> Pack:
        """The pack of the item."""
        ...

    def read(self, text: str, path: Path, want: Type | None = None) -> Meaning:
        """Resolve a formula; a fault is kept, and gives unknown."""
        ...

    def step(self, spec: Rounding, path: Path, want: Type, scalar: t.Scalar) -> t.Node:
        """The step of a stated rounding."""
        ...

    def fault(self, path: Path, error: FormulaError) -> None:
        """Keep a fault."""
        ...

    def stands(self, name: str, path: Path) -> None:
        """Keep where an item stands."""
        ...


@dataclass(slots=True)
class SheetMaker:
    """Makes one score sheet.

    Parameters
    ----------
    reader : reads its formulas
    spec, path : as the pack has it, and the way to it
    categories : resolved so far, by name; None where one is at fault
    """

    reader: Reader
    spec: Points
    path: Path
    categories: dict[str, Meaning | None] = field(default_factory=dict[str, "Meaning | None"])

    def make(self) -> Sheet:
        """The sheet; every formula is tried."""
        full, spec = self.reader.full, self.spec
        for name in spec.categories:
            self.category(name, ("categories", name, "formula"))
        by = None if spec.max_by is None else self.category(spec.max_by, ("max_by",))
        self.check_caps(by)
        node = None if by is None else by.node
        groups = tuple(
            (
                f"{full}.{group.id}",
                cap_of(group.max, node, needed=False),
                tuple(self.row(i, node, ("groups", n, "items", k)) for k, i in enumerate(group.items)),
            )
            for n, group in enumerate(spec.groups)
        )
        for n, name in enumerate(spec.ranking.by):
            self.category(name, ("ranking", "by", n))
        vetoes = tuple(self.veto(veto, ("veto", n)) for n, veto in enumerate(spec.veto))
        found = {name: meaning.node for name, meaning in self.categories.items() if meaning is not None}
        cap = cap_of(spec.max, node, needed=False)
        return Sheet(full, spec, self.reader.pack, groups, cap, vetoes, found)

    def category(self, name: str, path: Path) -> Meaning | None:
        """A category of the sheet, or a category variable; None where it is at fault."""
        if name not in self.categories:
            own = self.spec.categories.get(name)
            where = (*self.path, "categories", name, "formula") if own else (*self.path, *path)
            found = self.reader.read(own.formula if own else name, where)
            if found.type.scalar == "text":
                self.categories[name] = found
            else:
                self.categories[name] = None
                if found.node != t.Flag(1, None):
                    rule = "a category is a category variable, or a formula of the sheet that gives texts"
                    step = "name a category variable, or declare it under `categories` of the sheet"
                    self.fault(where, f"{name} is a {found.type}", rule, step)
        return self.categories[name]

    def check_caps(self, by: Meaning | None) -> None:
        """Caps by category name each category, and no other."""
        if by is None:
            return
        known = labels(by.node)
        known = frozenset(by.type.categories) if known is None else known
        for path, cap in self.spec.caps():
            if isinstance(cap, dict) and known and cap.keys() != known:
                seen = f"caps for {', '.join(cap)}"
                rule = f"{self.spec.max_by} is {', '.join(sorted(known))}"
                self.fault((*self.path, *path), seen, rule, "give each of them a cap, and no other")

    def veto(self, spec: Veto, path: Path) -> SheetVeto:
        """A condition that excludes a row, or takes its points."""
        name, where = f"{self.reader.full}.{spec.id}", (*self.path, *path, "when")
        self.reader.stands(name, where)
        return SheetVeto(name, spec, self.reader.read(spec.when, where, FLAG).node)

    def row(self, spec: PointsItem, by: t.Node | None, place: Path) -> Row:
        """One row of the sheet."""
        name, path = f"{self.reader.full}.{spec.id}", (*self.path, *place)
        self.reader.stands(name, path)
        cap = cap_of(spec.max, by, needed=True)
        made = Row(name, spec, tuple(self.alternatives(spec, path)), None, cap)
        if spec.score is not None:
            return self.scored(made, spec.score, path)
        if spec.formula is not None:
            read = self.reader.read(spec.formula, (*path, "formula"), Type("number", literal=True))
            return replace(made, tree=read.node)
        return made if spec.grade is None else replace(made, tree=self.grade(spec.grade, (*path, "grade")))

    def alternatives(self, spec: PointsItem, path: Path) -> Iterator[tuple[Bands, Interval]]:
        """The rows of bands of an item, of which the best counts."""
        for n, bands in enumerate(spec.alternatives):
            prefix: Path = (*path, "best_of", n) if spec.best_of else path
            guards = tuple(
                (self.reader.read(band.when, (*prefix, "bands", k, "when"), FLAG).node, award(band.points))
                for k, band in enumerate(bands.bands)
            )
            yield guards, award(bands.otherwise)

    def grade(self, name: str, path: Path) -> t.Node:
        """The grade that a jury gives."""
        found = self.reader.read(name, path)
        if found.type.scalar != "interval" and found.node != t.Flag(1, None):
            rule = "`grade` names a variable of type grade"
            self.fault(path, f"{name} is a {found.type}", rule, "name one")
        return found.node

    def scored(self, row: Row, score: str, path: Path) -> Row:
        """A row whose points are a share of a figure."""
        spec = row.spec
        figure = self.reader.read(score, (*path, "score"))
        if figure.type.scalar not in ("number", "real"):
            if figure.node != t.Flag(1, None):
                seen, rule = f"a {figure.type}", "`score` is a figure: an indicator, a number or a formula"
                self.fault((*path, "score"), seen, rule, "name a figure, or use `bands` of a condition")
            return row
        normalise = spec.normalise or self.spec.normalise
        where = (*path, "normalise") if spec.normalise else (*self.path, "normalise")
        by = [self.category(name, (*where[len(self.path) :], "by", n)) for n, name in enumerate(normalise.by)]
        posts = self.posts(normalise, figure.type, (*where, "posts"))
        nodes = tuple(found.node for found in by if found is not None)
        share = Share(figure.node, normalise, spec.direction == "down", nodes, posts)
        step: Fraction | None = None
        if spec.round is not None:
            node = self.reader.step(spec.round, (*path, "round"), Type("number"), figure.type.scalar)
            step = constant(node)
        return replace(row, tree=share.tree(), share=share, step=step)

    def posts(self, spec: PointsNormalise, figure: Type, path: Path) -> tuple[Fraction, Fraction] | None:
        """The goalposts in base units."""
        if spec.posts is None:
            return None
        want = Type("number", figure.dimension)
        nodes = [self.reader.read(text, (*path, n), want).node for n, text in enumerate(spec.posts)]
        found = [constant(node) for node in nodes]
        low, high = (Fraction(0) if value is None else value for value in found)
        if t.Flag(1, None) not in nodes and (None in found or low >= high):
            rule, step = "the lesser of two quantities stands first", "write [0 万元, 5000 万元]"
            self.fault(path, f"posts {' and '.join(spec.posts)}", rule, step)
        return low, high

    def fault(self, path: Path, seen: str, rule: str, step: str) -> None:
        """Keep a fault."""
        self.reader.fault(path, FormulaError(1, seen, rule, step))


def award(given: Award) -> Interval:
    """Points given as an interval."""
    return Interval(given[0], given[1]) if isinstance(given, tuple) else Interval(given, given)
