"""Why verdicts and conditions are what they are: what is missing, for a jury, or not official."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gaoxin.formula import tree as t
from gaoxin.formula.inputs import item_breaks, item_inputs, item_items
from gaoxin.formula.program import Judgement, Program, Sheet, Test
from gaoxin.plan import expr as e
from gaoxin.plan.compile import chosen, shifted_name
from gaoxin.plan.steps import Reason, RowPlan

MISSING, DOUBTFUL, JURY = "待补充", "待核实", "需评审"
CHANGED = "口径变动,不可比"
KNOWN, BREAK = "known.", "break."
"""Prefixes of columns: whether a value across a break is there or does not count, and whether it counts."""

MARKS = {"assumed": "暂定值(官方未公布)", "paraphrased": "待核原文"}
"""Words of the interface for an unknown, and for a status that is not official."""


def reasons(program: Program) -> Iterator[Reason]:
    """The reasons of each verdict of a pack and of each of its conditions."""
    for name in program.pack.verdicts:
        made = program.items[f"{program.pack.family}.{name}"]
        assert isinstance(made, Judgement)
        marks = dict.fromkeys(
            mark for test in made.tests.values() for mark in _marks(program, made, test) if mark[1] is None
        )
        applies = f"{made.name}#applies" if made.applies is not None else None
        otherwise = {test.name: _otherwise(program, test) for test in made.tests.values()}
        judged = JURY if JURY in otherwise.values() else DOUBTFUL
        yield Reason(name, _inputs(program, made.name), judged, applies, tuple(marks))
        for test in made.tests.values():
            applies = f"{test.name}#applies" if test.applies is not None else None
            yield Reason(
                program.own(test.name),
                _inputs(program, test.name),
                otherwise[test.name],
                applies,
                tuple(_marks(program, made, test)),
            )


def marked_conditions(program: Program, verdict: str) -> dict[str, tuple[str, ...]]:
    """The conditions of a verdict that rest on what is not official in every row, by the word for it."""
    made = program.items[f"{program.pack.family}.{verdict}"]
    assert isinstance(made, Judgement)
    found: dict[str, tuple[str, ...]] = {}
    for status, word in MARKS.items():
        conditions = tuple(
            test.spec.id for test in made.tests.values() if status in _always(program, made, test)
        )
        if conditions:
            found[word] = conditions
    return found


def statuses(program: Program, made: Judgement, test: Test) -> set[str]:
    """The statuses of a condition and of every indicator, sheet and verdict that it rests on."""
    found: set[str] = {test.spec.status or made.pack.status}
    for name in item_items(program, test.name):
        found |= _item_statuses(program, name)
    return found


def _item_statuses(program: Program, name: str) -> set[str]:
    """The statuses of an item by full name; of a sheet also those of its groups and rows."""
    family, short, *part = name.split(".", 2)
    made = program.items[f"{family}.{short}"]
    if isinstance(made, Judgement):
        tests = [made.tests[part[0]]] if part else list(made.tests.values())
        return {status for test in tests for status in _always_own(made, test)}
    own: set[str] = {made.spec.status or made.pack.status}
    if isinstance(made, Sheet):
        for spec, (group, _, rows) in zip(made.spec.groups, made.groups, strict=True):
            asked = [row.spec for row in rows if name in (made.name, group, row.name)]
            own |= {
                piece.status for piece in (*asked, *([spec] if asked else ())) if piece.status is not None
            }
    return own


def _always_own(made: Judgement, test: Test) -> set[str]:
    """The statuses that a condition has by itself: its own, and of readings without a `when`."""
    own: set[str] = {test.spec.status or made.pack.status}
    return own | {"assumed" for assumption in test.spec.assumptions if assumption.when is None}


def _always(program: Program, made: Judgement, test: Test) -> set[str]:
    """The statuses that a condition has whatever the row, by itself or by what it rests on."""
    return statuses(program, made, test) | _always_own(made, test)


def _marks(program: Program, made: Judgement, test: Test) -> Iterator[tuple[str, str | None]]:
    rests = statuses(program, made, test)
    yield from ((word, None) for status, word in MARKS.items() if status in rests)
    for n, (assumption, when) in enumerate(zip(test.spec.assumptions, test.assumed_when, strict=True)):
        yield f"{MARKS['assumed']}：{assumption.text.zh}", None if when is None else f"{test.name}#assumed{n}"


def _inputs(program: Program, name: str) -> tuple[tuple[str, str, str | None], ...]:
    found: list[tuple[str, str, str | None]] = []
    for ref in item_inputs(program, name, lambda _: ()):
        spec = program.variables[ref.name]
        if spec.missing == "unknown":
            column = f"{ref.name}__lo" if spec.type == "grade" else ref.name
            guard = founded_column(ref.shift) if ref.shift and program.founded else None
            found.append((shifted_name(column, ref.shift), _words(program, ref), guard))
    for node in item_breaks(program, name):
        guard = founded_column(_back(node)) if program.founded else None
        asked = [ref for ref in _earlier(node) if program.variables[ref.name].missing == "unknown"]
        found += [(f"{KNOWN}{_column(ref)}", _words(program, ref), guard) for ref in asked]
        if any(way.value is None for way in node.ways):
            found += [(f"{BREAK}{_column(ref)}", broken(program, ref), guard) for ref in _changed(node)]
    return tuple(found)


def break_flags(program: Program, inputs: Iterable[str]) -> Iterator[tuple[str, e.Expr]]:
    """The flag columns that inputs across breaks name: NULL where they give the reason for an unknown.

    Parameters
    ----------
    inputs : names of columns that reasons read
    """
    wanted = set(inputs)
    nodes = dict.fromkeys(node for name in program.items for node in item_breaks(program, name))
    for node in nodes:
        for ref in _earlier(node):
            name = _column(ref)
            if f"{KNOWN}{name}" in wanted:
                wanted.discard(f"{KNOWN}{name}")
                kind: e.Kind = "real" if ref.kind == "real" else "int"
                ways = [
                    e.Constant(value=True, kind="flag") if way.value != ref else None for way in node.ways
                ]
                there = e.When(((e.Known(e.Column(name, kind)), e.TRUE),))
                own = there if ref == node.value else e.TRUE
                yield f"{KNOWN}{name}", chosen(node, own, [there if w is None else w for w in ways])
        for ref in _changed(node):
            name = f"{BREAK}{_column(ref)}"
            if name in wanted:
                wanted.discard(name)
                yield name, chosen(node, e.TRUE, [None if w.value is None else e.TRUE for w in node.ways])


def broken(program: Program, ref: t.Ref) -> str:
    """The words for a value on the other side of a break."""
    years = f"（前{ref.shift}年）" if ref.shift else ""
    return f"{CHANGED}：{program.variables[ref.name].title.zh}{years}"


def _back(node: t.Across) -> int:
    return node.value.shift if isinstance(node.value, (t.Ref, t.Rollup)) else 0


def _earlier(node: t.Across) -> list[t.Ref]:
    """The columns of the row that an earlier value may read; those of members are not the row's."""
    return [part for part in t.children(node) if isinstance(part, t.Ref)]


def _changed(node: t.Across) -> list[t.Ref]:
    """The variables whose calibre changed, as they look back from the row."""
    refs = [part for part in t.walk(node.value) if isinstance(part, t.Ref) and part.breaks]
    return list(dict.fromkeys(replace(ref, shift=_back(node)) for ref in refs))


def _column(ref: t.Ref) -> str:
    return shifted_name(ref.name, ref.shift)


CODES = {DOUBTFUL: "doubtful", JURY: "jury"}
"""What an unknown waits for where nothing is missing, as tables code it."""


def coded(program: Program, plan: RowPlan) -> RowPlan:
    """A plan of verdicts whose reasons are names for machines instead of words.

    A missing input is the name of its variable (`name@-1` for the year before), a jury's with ``!`` before
    it, and one that a change of calibre cuts off with ``~``; where none is missing it is ``?doubtful`` or
    ``?jury``. What is not official is left out.
    """
    made: list[Reason] = []
    for reason in plan.reasons:
        inputs = tuple((column, _code(program, column), founded) for column, _, founded in reason.inputs)
        made.append(replace(reason, inputs=inputs, otherwise=f"?{CODES[reason.otherwise]}", marks=()))
    return replace(plan, reasons=tuple(made))


def _code(program: Program, column: str) -> str:
    cut = "~" if column.startswith(BREAK) else ""
    name, at, shift = column.removeprefix(KNOWN).removeprefix(BREAK).partition("@")
    name = name if name in program.variables else name.removesuffix("__lo")
    return f"{cut}{'!' * (program.variables[name].origin == 'jury')}{name}{at}{shift}"


def founded_column(years: int) -> str:
    """The flag column that says whether the subject existed so many years earlier."""
    return f"existed@-{years}"


def _words(program: Program, ref: t.Ref) -> str:
    spec = program.variables[ref.name]
    years = f"（前{ref.shift}年）" if ref.shift else ""
    return f"{JURY if spec.origin == 'jury' else MISSING}：{spec.title.zh}{years}"


def _otherwise(program: Program, test: Test) -> str:
    """What an unknown condition waits for where nothing is missing."""
    return JURY if test.spec.jury or _graded(program, test.name) else DOUBTFUL


def _graded(program: Program, name: str) -> bool:
    return any(program.variables[ref.name].type == "grade" for ref in item_inputs(program, name))
