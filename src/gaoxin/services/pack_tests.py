"""Runs the tests that packs carry, on the reference and on the engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gaoxin.base import units
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.checks import with_checks
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Figure, Judgement, Program
from gaoxin.formula.values import Interval, plain
from gaoxin.loading.library import Library, installed, library_for
from gaoxin.loading.loader import load_tests
from gaoxin.plan.expr import Over
from gaoxin.plan.rows import full_plan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.cases import Case, read_cases
from gaoxin.services.expectations import Wanted, read_expectations
from gaoxin.services.indices import index_rows, index_task
from gaoxin.services.stored import stored_table
from gaoxin.services.tables import Options, engine_for

RELATIVE = 1e-9
"""An engine shows figures as doubles: they agree with the exact value to this share."""

Found = bool | str | float | Fraction | None


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that does not hold: on which engine, what was expected, what came out."""

    pack: str
    case: Case
    engine: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        because = f"\n  {self.case.spec.because}" if self.case.spec.because else ""
        head = f"{self.case.place}  {self.pack}: {self.case.spec.case} [{self.engine}]"
        return f"{head}\n  {self.key}: expected {self.expected}, found {self.found}{because}"


@dataclass(frozen=True, slots=True)
class Report:
    """What the tests of a pack said: how many cases and checks ran, and which failed."""

    pack: str
    cases: int
    checks: int
    failures: tuple[Failure, ...]


def test_packs(names: Sequence[str] = ()) -> list[Report]:
    """Run the tests of packs, all where none is named."""
    chosen = names or sorted(installed().entries)
    with engine_for(Options()) as engine:
        return [run_pack_tests(library_for(name), name, [engine]) for name in chosen]


test_packs.__test__ = False  # pyright: ignore[reportFunctionMemberAccess] - no test for pytest


def run_pack_tests(library: Library, name: str, engines: Iterable[Engine]) -> Report:
    """Run all cases of a pack on the reference and on every engine.

    Raises
    ------
    PackError : faults of the pack or of its cases
    """
    entry = library.find(name)
    program = with_checks(library.program(name))
    cases = read_cases(program, load_tests(entry.folder))
    plain_cases = [c for c in cases if c.spec.index is None]
    plan = full_plan(program)
    wanted = read_expectations(program, [output.name for output in plan.outputs], cases)
    checks = 0
    failures: list[Failure] = []
    runs: list[tuple[str, dict[int, dict[str, Found]]]] = [
        ("reference", {c.number: _reference(program, plan, c) for c in plain_cases})
    ]
    runs += [(engine.name, _on_engine(engine, program, plan, plain_cases)) for engine in engines]
    for engine_name, found in runs:
        for case in plain_cases:
            checks += len(wanted[case.number])
            failures += _check(program, case, engine_name, found[case.number], wanted[case.number])
    for engine in engines:
        for case in [c for c in cases if c.spec.index is not None]:
            checks += len(wanted[case.number])
            failures += _check_index(engine, program, case, wanted[case.number])
    return Report(program.pack.pack, len(cases), checks, tuple(failures))


def _reference(program: Program, plan: RowPlan, case: Case) -> dict[str, Found]:
    world = World(case.rows, case.spec.as_of, {k: World(v) for k, v in case.members.items()})
    subject, period = _judged(case)
    evaluator = Evaluator(program, world, subject, period)
    return {o.name: _value(program, evaluator, o.name) for o in plan.outputs}


def _judged(case: Case) -> tuple[str, int]:
    """The judged row: of a table, the last one of the named subject, else the first."""
    if not case.spec.table:
        return case.name, case.period
    named = [key for key in case.rows if key[0] == case.spec.subject]
    return max(named) if named else next(iter(case.rows))


def _value(program: Program, evaluator: Evaluator, name: str) -> Found:
    made = program.find(name)
    full = f"{program.pack.family}.{name}"
    if isinstance(made, Judgement):
        return evaluator.judge(made)
    if isinstance(made, Figure):
        value = evaluator.value(made.tree)
        if isinstance(value, Fraction):
            return value / _factor(made.spec.unit)
        return None if value is None else float(str(value)) / float(_factor(made.spec.unit))
    base, _, end = full.rpartition(".")
    value = evaluator.item(base if end in ("low", "high") else full)
    if isinstance(value, Interval):
        return value.low if end == "low" else value.high
    return value if isinstance(value, bool) else None


def _factor(unit: str) -> Fraction:
    parsed = units.parse(unit)
    return parsed.factor if parsed else Fraction(1)


def _on_engine(
    engine: Engine, program: Program, plan: RowPlan, cases: list[Case]
) -> dict[int, dict[str, Found]]:
    """All cases of one day in one run; a case with members, or where rows are ranked, runs alone."""
    batches: dict[tuple[date | None, int], list[Case]] = defaultdict(list)
    ranked = any(isinstance(column.expr, Over) for level in plan.levels for column in level.columns)
    for case in cases:
        apart = ranked or case.members or case.spec.table or case.spec.subject
        alone = case.number if apart else 0
        batches[(case.spec.as_of, alone)].append(case)
    found: dict[int, dict[str, Found]] = {}
    for (as_of, _), batch in batches.items():
        rows = {key: row for case in batch for key, row in case.rows.items()}
        members = {k: stored_table(v, program.variables) for k, v in batch[0].members.items()}
        task = Task(stored_table(rows, program.variables), members, as_of)
        result = {(r.pop("subject"), r.pop("period")): r for r in engine.rows(plan, task).arrow().to_pylist()}
        for case in batch:
            found[case.number] = result[_judged(case)]
    return found


def _check(
    program: Program, case: Case, engine: str, found: Mapping[str, Found], wanted: Mapping[str, Wanted]
) -> Iterable[Failure]:
    for key, expected in wanted.items():
        if isinstance(expected, tuple):
            ends = found[f"{key}.low"], found[f"{key}.high"]
            good = all(_same(got, want) for got, want in zip(ends, expected, strict=True))
            shown = _span(*expected), _span(*ends)
        else:
            good = _same(found[key], expected)
            shown = _show(expected), _show(found[key])
        if not good:
            yield Failure(program.pack.pack, case, engine, key, *shown)


def _span(low: Found, high: Found) -> str:
    return _show(low) if low == high else f"{_show(low)}..{_show(high)}"


def _same(got: Found, wanted: Found) -> bool:
    if isinstance(got, (bool, str)) or isinstance(wanted, (bool, str)) or got is None or wanted is None:
        return got == wanted and isinstance(got, bool) == isinstance(wanted, bool)
    if isinstance(got, Fraction) and isinstance(wanted, Fraction):
        return got == wanted
    return abs(float(got) - float(wanted)) <= RELATIVE * max(1.0, abs(float(wanted)))


def _show(value: Found) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Fraction) else str(value)


def _check_index(engine: Engine, program: Program, case: Case, wanted: Mapping[str, Wanted]) -> list[Failure]:
    """Scores of an index case, within its tolerance."""
    spec = case.spec
    table = stored_table(case.rows, program.variables)
    members = {k: stored_table(v, program.variables) for k, v in case.members.items()}
    figures, index = index_task(program, spec.index, spec.variant)
    task = Task(table, members, spec.as_of)
    rows = index_rows(engine, figures, index, task).arrow().to_pylist()
    tolerance = Fraction(spec.tolerance) if spec.tolerance else Fraction(1, 10**9)
    found = {(r["subject"], r["period"], r["node"]): r["score"] for r in rows}
    failures: list[Failure] = []
    for key, expected in wanted.items():
        head, _, node = key.rpartition(" ")
        subject, _, year = head.partition("@")
        period = int(year) if year else max(p for s, p in case.rows if s == subject)
        got = found.get((subject, period, node))
        if not _near(got, expected, tolerance):
            shown = plain(expected) if isinstance(expected, Fraction) else "unknown"
            failures.append(Failure(program.pack.pack, case, engine.name, key, shown, _show(got)))
    return failures


def _near(got: float | None, expected: Wanted, tolerance: Fraction) -> bool:
    if got is None or not isinstance(expected, Fraction):
        return got is None and expected is None
    return abs(Fraction(got) - expected) <= tolerance
