"""Why verdicts and conditions are what they are: what is missing, for a jury, or not official."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gaoxin.formula import tree as t
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Judgement, Program, Test
from gaoxin.plan.compile import shifted_name
from gaoxin.plan.steps import Reason, RowPlan

MISSING, DOUBTFUL, JURY = "待补充", "待核实", "需评审"
MARKS = {"assumed": "暂定值(官方未公布)", "paraphrased": "待核原文"}
"""Words of the interface for an unknown, and for a status that is not official."""


def reasons(program: Program) -> Iterator[Reason]:
    """The reasons of each verdict of a pack and of each of its conditions."""
    for name in program.pack.verdicts:
        made = program.items[f"{program.pack.family}.{name}"]
        assert isinstance(made, Judgement)
        marks = dict.fromkeys(
            mark for test in made.tests.values() for mark in _marks(made, test) if mark[1] is None
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
                tuple(_marks(made, test)),
            )


def marked_conditions(program: Program, verdict: str) -> dict[str, tuple[str, ...]]:
    """The conditions of a verdict that rest on what is not official in every row, by the word for it."""
    made = program.items[f"{program.pack.family}.{verdict}"]
    assert isinstance(made, Judgement)
    found: dict[str, tuple[str, ...]] = {}
    for status, word in MARKS.items():
        conditions = tuple(test.spec.id for test in made.tests.values() if status in _always(made, test))
        if conditions:
            found[word] = conditions
    return found


def _always(made: Judgement, test: Test) -> set[str]:
    """The statuses that a condition has whatever the row: its own, and of readings without a `when`."""
    own: set[str] = {test.spec.status or made.pack.status}
    return own | {"assumed" for assumption in test.spec.assumptions if assumption.when is None}


def _marks(made: Judgement, test: Test) -> Iterator[tuple[str, str | None]]:
    status = test.spec.status or made.pack.status
    if status in MARKS:
        yield MARKS[status], None
    for n, (assumption, when) in enumerate(zip(test.spec.assumptions, test.assumed_when, strict=True)):
        yield f"{MARKS['assumed']}：{assumption.text.zh}", None if when is None else f"{test.name}#assumed{n}"


def _inputs(program: Program, name: str) -> tuple[tuple[str, str, str | None], ...]:
    found: list[tuple[str, str, str | None]] = []
    for ref in item_inputs(program, name):
        spec = program.variables[ref.name]
        if spec.missing == "unknown":
            column = f"{ref.name}__lo" if spec.type == "grade" else ref.name
            guard = founded_column(ref.shift) if ref.shift and program.founded else None
            found.append((shifted_name(column, ref.shift), _words(program, ref), guard))
    return tuple(found)


CODES = {DOUBTFUL: "doubtful", JURY: "jury"}
"""What an unknown waits for where nothing is missing, as tables code it."""


def coded(program: Program, plan: RowPlan) -> RowPlan:
    """A plan of verdicts whose reasons are names for machines instead of words.

    A missing input is the name of its variable (`name@-1` for the year before), a jury's with ``!`` before
    it; where none is missing it is ``?doubtful`` or ``?jury``. What is not official is left out.
    """
    made: list[Reason] = []
    for reason in plan.reasons:
        inputs = tuple((column, _code(program, column), founded) for column, _, founded in reason.inputs)
        made.append(replace(reason, inputs=inputs, otherwise=f"?{CODES[reason.otherwise]}", marks=()))
    return replace(plan, reasons=tuple(made))


def _code(program: Program, column: str) -> str:
    name, at, shift = column.partition("@")
    name = name if name in program.variables else name.removesuffix("__lo")
    return f"{'!' * (program.variables[name].origin == 'jury')}{name}{at}{shift}"


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
