"""What the parts of the compiler share: the columns met so far, and the way to each other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from gaoxin.base import units
from gaoxin.formula import tree as t
from gaoxin.plan import expr as e
from gaoxin.plan.compile.case import Keep, in_place
from gaoxin.plan.compile.work import Work
from gaoxin.plan.rational import Atom, Rational
from gaoxin.spec import Variable

AS_OF = e.Column("as_of", "date")
YEAR = e.Column("year", "int")

_KINDS: dict[str, e.Kind] = {
    "number": "int",
    "interval": "int",
    "real": "real",
    "flag": "flag",
    "text": "text",
    "date": "date",
}
_STORED: dict[str, e.Kind] = {
    "number": "int",
    "grade": "int",
    "real": "real",
    "flag": "flag",
    "category": "text",
    "text": "text",
    "date": "date",
}


def shifted_name(name: str, shift: int) -> str:
    """The column of a variable so many years earlier."""
    return f"{name}@-{shift}" if shift else name


@dataclass(slots=True)
class Context(ABC):
    """The subject whose trees are compiled, and what its trees have needed so far.

    Parameters
    ----------
    variables : all variables in sight, by name
    founded : name of the founding-date variable of the subject
    figures : columns already computed that hold exact integers, by full name of the item
    used : (variable, years back) pairs met so far
    outside : makes the column of a roll-up or population term
    extreme : makes the column of an extreme of doubles over the rows of the period
    keep : may put an expression that is needed twice into a column of its own
    keys : names of computed integers in polynomials, by expression
    choices : tests made so far for the choices inside one comparison
    work : what compiling has cost
    flags : conditions of the formula at hand that are compiled already, by identity of their trees
    """

    variables: dict[str, Variable]
    founded: str | None
    figures: dict[str, Atom] = field(default_factory=dict[str, Atom])
    used: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    outside: Callable[[t.Rollup | t.Over], Rational] | None = None
    extreme: Callable[[t.Over], e.Expr] | None = None
    keep: Keep = in_place
    keys: dict[e.Expr, str] = field(default_factory=dict[e.Expr, str])
    choices: int = 0
    work: Work = field(default_factory=Work)
    flags: dict[int, tuple[t.Node, e.Expr]] = field(default_factory=dict[int, tuple[t.Node, e.Expr]])

    def begin(self) -> None:
        """Another formula: it has the whole bound of work before it."""
        self.work.begin()
        self.flags.clear()

    @abstractmethod
    def rational(self, node: t.Node, *, high: bool = False) -> Rational:
        """The exact value of a number; `high` takes the upper ends of intervals.

        Raises
        ------
        Choice : the value is chosen between quotients
        UnsupportedError : it has no exact value
        """

    @abstractmethod
    def flag(self, node: t.Node) -> e.Expr:
        """A condition; NULL where it is unknown."""

    @abstractmethod
    def plain(self, node: t.Node) -> e.Expr:
        """A text or a date."""

    @abstractmethod
    def real(self, node: t.Node) -> e.Expr:
        """The value of a number as a double, in base units."""

    @abstractmethod
    def sign(self, op: str, difference: t.Node) -> e.Expr:
        """`difference op 0`, made for each choice where the value is chosen between quotients."""

    def stored(self) -> tuple[tuple[str, e.Kind, int], ...]:
        """The stored columns met so far, with their kinds and years back."""
        found: list[tuple[str, e.Kind, int]] = []
        for name, shift in sorted(self.used, key=lambda pair: (pair[1], pair[0])):
            spec = self.variables[name]
            names = [f"{name}__lo", f"{name}__hi"] if spec.type == "grade" else [name]
            found.extend((column, _STORED[spec.type], shift) for column in names)
        return tuple(found)

    def column(self, ref: t.Ref, *, high: bool = False) -> e.Expr:
        """The column of a variable in its year; 0 where it is empty and the pack reads empty as zero."""
        if ref.name == "as_of":
            return AS_OF
        self.used.add((ref.name, ref.shift))
        spec = self.variables[ref.name]
        name = f"{ref.name}__{'hi' if high else 'lo'}" if spec.type == "grade" else ref.name
        found = e.Column(shifted_name(name, ref.shift), _KINDS[ref.kind])
        if spec.missing == "zero" and ref.kind == "number":
            return e.When(((e.Known(found), found),), e.ZERO)
        return found

    def atom(self, ref: t.Ref, *, high: bool) -> Atom:
        """A variable as an atom of polynomials."""
        spec = self.variables[ref.name]
        expr = self.column(ref, high=high)
        key = f"{ref.name}@{ref.shift:02d}{'hi' if high else ''}"
        positive = spec.min is not None and spec.min >= 0 and units.parse(spec.unit) is not None
        return Atom(key, expr, 10**spec.scale, float(spec.width), positive)

    def computed(self, expr: e.Expr, divisor: int, digits: float, *, positive: bool = False) -> Atom:
        """A computed integer expression as an atom of polynomials."""
        key = self.keys.setdefault(self.work.weigh(expr), f"~{len(self.keys):04d}")
        return Atom(key, expr, divisor, digits, positive)

    def unfounded(self, years: int) -> e.Expr:
        """Whether the year so many years earlier ended before the subject was founded."""
        assert self.founded is not None
        founded = self.column(t.Ref(1, self.founded, "date", fixed=True))
        year = e.Poly(((1, (YEAR,)), (-years, ())), 64) if years else YEAR
        return e.Compare(">", e.YearOf(founded), year)
