"""A program -> a plan for rows: which columns are computed, in which order, and what comes out."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import UnsupportedError, UsageError
from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Judgement, Program, Sheet, Test
from gaoxin.formula.resolve import joined
from gaoxin.plan import expr as e
from gaoxin.plan import rational as r
from gaoxin.plan.compile import Choice, Compiler, is_real, quotient
from gaoxin.plan.outside import Outside
from gaoxin.plan.prepared import levels, needed
from gaoxin.plan.reasons import break_flags, reasons
from gaoxin.plan.sheets import Sheets
from gaoxin.plan.steps import Derived, Frame, Output, Reason, RowPlan
from gaoxin.spec import Condition, Group, Node

_PASS, _FAIL, _NONE, _UNKNOWN = (e.Constant(w, "text") for w in ("pass", "fail", "not_applicable", "unknown"))


def verdict_plan(program: Program) -> RowPlan:
    """The plan of all verdicts of a pack, each with its conditions."""
    builder = RowBuilder(program)
    builder.add_all()
    told = tuple(reasons(program))
    builder.existence(told)
    return builder.plan(_judged(program), told)


def _judged(program: Program) -> list[Output]:
    """The verdicts, each followed by its conditions."""
    outputs: list[Output] = []
    for name in program.pack.verdicts:
        made = program.items[f"{program.pack.family}.{name}"]
        assert isinstance(made, Judgement)
        outputs.append(Output(name, _outcome(made), "text"))
        outputs += [
            Output(program.own(x.name), e.Column(x.name, "flag"), "flag") for x in made.tests.values()
        ]
    return outputs


def figure_plan(
    program: Program, names: Iterable[str] | None = None, *, one_calibre: Collection[str] = ()
) -> RowPlan:
    """The plan of indicators, as doubles in their declared units, and of points, as ``low`` and ``high``.

    Parameters
    ----------
    names : indicators, variables, parts of sheets or verdicts; all indicators and points where None
    one_calibre : those of the names whose earlier years read comparable series, where they have them

    Raises
    ------
    UsageError : one of the names is none of these
    """
    builder = RowBuilder(program)
    builder.add_all()
    chosen = list(names) if names is not None else [*program.pack.indicators, *_parts(program)]
    outputs = [output for name in chosen for output in builder.value(name, one=name in one_calibre)]
    return builder.plan(outputs)


def beside_points(program: Program) -> list[str]:
    """What stands beside the points of a pack's sheets, as names for `figure_plan`.

    Returns
    -------
    ``<sheet>#<category>`` for the categories of each sheet, as text; ``<sheet>.<item>#share`` for the items
    that are shares of a figure, as doubles that may lie outside 0 and 1
    """
    found: list[str] = []
    for made in program.items.values():
        if isinstance(made, Sheet) and made.pack is program.pack:
            found += [f"{program.own(made.name)}#{category}" for category in made.categories]
            found += [f"{program.own(row.name)}#share" for row in made.rows if row.share is not None]
    return found


def full_plan(program: Program) -> RowPlan:
    """Verdicts with conditions, all indicators in use and points in one plan: for tests and benchmarks."""
    builder = RowBuilder(program)
    builder.add_all()
    figures = [made.name.partition(".")[2] for made in program.items.values() if isinstance(made, Figure)]
    chosen = [*figures, *_parts(program)]
    return builder.plan([*_judged(program), *(output for name in chosen for output in builder.value(name))])


def _parts(program: Program) -> list[str]:
    found: list[str] = []
    for name, sheet in program.pack.points.items():
        found += [name]
        for group in sheet.groups:
            found += [f"{name}.{group.id}", *(f"{name}.{item.id}" for item in group.items)]
    return found


def _outcome(made: Judgement) -> e.Expr:
    truth = e.Column(made.name, "flag")
    ways: list[tuple[e.Expr, e.Expr]] = [(truth, _PASS), (e.Not(truth), _FAIL)]
    if made.applies is not None:
        ways.insert(0, (e.Not(e.Column(f"{made.name}#applies", "flag")), _NONE))
    return e.When(tuple(ways), _UNKNOWN)


@dataclass(slots=True)
class RowBuilder:
    """Collects derived columns, each after those that it reads."""

    program: Program
    derived: dict[str, Derived] = field(default_factory=dict[str, Derived])
    compiler: Compiler = field(init=False)
    outside: Outside = field(init=False)
    sheets: Sheets = field(init=False)

    def __post_init__(self) -> None:
        self.compiler = Compiler(dict(self.program.variables), self.program.founded)
        self.outside = Outside(self.program, self.compiler, self.add)
        self.sheets = Sheets(self.compiler, self.add, self.formula)
        self.compiler.outside = self.outside.column
        self.compiler.extreme = self.outside.real
        self.compiler.keep = self.keep

    def add(self, name: str, expr: e.Expr, kind: e.Kind, note: str = "") -> e.Column:
        """Add a column, after all that it reads."""
        self.derived[name] = Derived(name, expr, kind, note)
        return e.Column(name, kind)

    def keep(self, expr: e.Expr) -> e.Expr:
        """Put an expression that is needed twice into a column, unless it is a name or a literal already."""
        if isinstance(expr, (e.Column, e.Constant)):
            return expr
        return self.add(f"case.{len(self.derived) + 1}", expr, e.kind_of(expr), "")

    def existence(self, reasons: tuple[Reason, ...]) -> None:
        """Add the columns that say in which years the subject existed, and what a break cuts off."""
        asked = {founded for reason in reasons for _, _, founded in reason.inputs if founded is not None}
        for name in sorted(asked):
            years = int(name.rpartition("-")[2])
            self.add(name, e.Not(self.compiler.unfounded(years)), "flag", "")
        inputs = (column for reason in reasons for column, _, _ in reason.inputs)
        for name, flag in break_flags(self.program, inputs):
            self.add(name, flag, "flag", "口径变动")

    def plan(self, outputs: list[Output], reasons: tuple[Reason, ...] = ()) -> RowPlan:
        """The plan of some outputs, with the columns that they need."""
        wanted = needed(self.derived, outputs, reasons)
        steps = levels(made for name, made in self.derived.items() if name in wanted)
        frame = Frame(self.program.subject or "", self.compiler.stored())
        return RowPlan(self.program.pack.pack, self.outside.rollups(), frame, steps, tuple(outputs), reasons)

    @contextmanager
    def formula(self, name: str) -> Generator[None]:
        """One formula: its work is bounded, and what no engine can compute is a fault of its item."""
        self.compiler.begin()
        try:
            yield
        except UnsupportedError as error:
            raise self.program.refused(name, error) from error

    # Items

    def add_all(self) -> None:
        """Add every item of the program."""
        for made in self.program.items.values():
            match made:
                case Figure():
                    self.figure(made)
                case Sheet():
                    self.sheets.sheet(made)
                case Judgement():
                    self.judgement(made)

    def figure(self, made: Figure) -> None:
        """Keep an exact indicator as an integer column; others are written into what uses them."""
        if is_real(made.tree) or _outside_only(made.tree):
            return
        with self.formula(made.name):
            try:
                found = self.compiler.rational(made.tree)
            except Choice:
                return
            value = r.integer(found)
        if value is None or not found.over:
            return
        column = self.add(made.name, value.expr, "int", _note(made.spec.title.zh, made.spec.clause))
        self.compiler.figures[made.name] = value.atom(made.name, column)

    def judgement(self, made: Judgement) -> None:
        """The columns of a verdict and of its conditions."""
        for test in made.tests.values():
            with self.formula(test.name):
                self.test(test)
        truth = self.group(made, made.spec)
        if made.applies is not None:
            with self.formula(made.name):
                holds = self.compiler.flag(made.applies)
            applies = self.add(f"{made.name}#applies", holds, "flag", made.spec.title.zh)
            truth = e.When(((applies, truth), (e.Not(applies), e.FALSE)))
        self.add(made.name, truth, "flag", _note(made.spec.title.zh, made.spec.clause))

    def test(self, test: Test) -> None:
        """The columns of a condition."""
        expr, note = self.compiler.flag(test.require), _note(test.spec.title.zh, test.spec.clause)
        if test.applies is not None:
            applies = self.add(f"{test.name}#applies", self.compiler.flag(test.applies), "flag", note)
            expr = e.When(((applies, expr),))
        self.add(test.name, expr, "flag", note)
        for n, when in enumerate(test.assumed_when):
            if when is not None:
                self.add(f"{test.name}#assumed{n}", self.compiler.flag(when), "flag", note)

    def group(self, made: Judgement, group: Group) -> e.Expr:
        """The truth of a group of conditions."""
        parts = tuple(self.node(made, child, neutral=bool(group.all)) for child in group.children)
        if group.all:
            return e.all_of(parts)
        if group.any:
            return e.any_of(parts)
        if group.none:
            return e.Not(e.any_of(parts))
        n = group.at_least.n if group.at_least else 0
        held = e.Poly(tuple((1, (e.When(((p, e.ONE),), e.ZERO),)) for p in parts), 64)
        possible = e.Poly(tuple((1, (e.When(((e.Not(p), e.ZERO),), e.ONE),)) for p in parts), 64)
        need = e.Constant(n, "int")
        return e.When(((e.Compare(">=", held, need), e.TRUE), (e.Compare("<", possible, need), e.FALSE)))

    def node(self, made: Judgement, node: Node, *, neutral: bool) -> e.Expr:
        """The truth of a node; a condition that is not applicable leaves its group as it is."""
        if isinstance(node, Group):
            return self.group(made, node)
        assert isinstance(node, Condition)
        name = made.tests[node.id].name
        truth = e.Column(name, "flag")
        if made.tests[node.id].applies is None:
            return truth
        applies = e.Column(f"{name}#applies", "flag")
        return e.When(((e.Not(applies), e.Constant(neutral, "flag")),), truth)

    # Values

    def value(self, name: str, *, one: bool = False) -> list[Output]:
        """The outputs of an indicator, a variable, a part of a sheet, what is beside it, or a verdict.

        Parameters
        ----------
        one : whether earlier years of a figure read comparable series
        """
        if "#" in name:
            return [self.beside(name)]
        made = self.program.find(name)
        if isinstance(made, Judgement):
            return [Output(name, _outcome(made), "text")]
        full = made.name if made is not None else f"{self.program.pack.family}.{name}"
        if isinstance(made, Figure):
            unit = units.parse(made.spec.unit)
            tree, full = (joined(made.tree), f"{full}@one") if one else (made.tree, full)
            return [Output(name, self.figure_value(tree, full, unit.factor if unit else Fraction(1)), "real")]
        if f"{full}#lo" in self.compiler.figures:
            ends = [self.compiler.figures[f"{full}#{end}"] for end in ("lo", "hi")]
            return [
                Output(f"{name}.{label}", quotient(r.atom(a)), "real")
                for label, a in zip(("low", "high"), ends, strict=True)
            ]
        if f"{full}#lo" in self.sheets.reals:
            columns = [self.sheets.reals[f"{full}#{end}"] for end in ("lo", "hi")]
            return [
                Output(f"{name}.{label}", column, "real")
                for label, column in zip(("low", "high"), columns, strict=True)
            ]
        spec = self.program.variables.get(name)
        if spec is None or spec.type not in ("number", "real", "grade"):
            pack = self.program.pack.pack
            message = f"{name} is no indicator, figure or points of {pack}; try: gaoxin packs show {pack}"
            raise UsageError(message)
        kinds: dict[str, t.Scalar] = {"real": "real", "grade": "interval"}
        breaks = tuple(t.Break(found.since, found.comparable) for found in spec.breaks)
        ref = t.Ref(1, name, kinds.get(spec.type, "number"), breaks=breaks)
        unit = units.parse(spec.unit)
        value = self.figure_value(joined(ref) if one else ref, name, unit.factor if unit else Fraction(1))
        if spec.type == "grade":
            decided = e.Compare("=", self.compiler.column(ref), self.compiler.column(ref, high=True))
            value = e.When(((decided, value),))
        return [Output(name, value, "real")]

    def beside(self, name: str) -> Output:
        """A category of a sheet, or the share of one of its items; see `beside_points`."""
        part, _, what = name.partition("#")
        made = self.program.items[f"{self.program.pack.family}.{part.partition('.')[0]}"]
        assert isinstance(made, Sheet)
        with self.formula(made.name):
            if part == self.program.own(made.name):
                return Output(name, self.compiler.plain(made.categories[what]), "text")
            row = next(row for row in made.rows if self.program.own(row.name) == part)
            assert row.tree is not None
            if f"{row.name}#share" in self.derived:
                return Output(name, e.Column(f"{row.name}#share", "real"), "real")
            return Output(name, self.compiler.real(row.tree), "real")

    def figure_value(self, tree: t.Node, full: str, factor: Fraction) -> e.Expr:
        """A figure as a double, in a unit of so many base units."""
        if full in self.compiler.figures:
            tree = t.Item(1, full, "number", tree)
        if factor != 1:
            tree = t.Op(1, "*", (tree, t.Number(1, 1 / factor)))
        with self.formula(full):
            return self.compiler.real(tree)


def _outside_only(tree: t.Node) -> bool:
    """Whether a tree is a lone name: it needs no column of its own."""
    return isinstance(tree, (t.Ref, t.Item))


def _note(title: str, clause: str | None) -> str:
    return f"{title} {clause}" if clause else title
