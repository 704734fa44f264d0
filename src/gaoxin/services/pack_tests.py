"""Runs the tests that packs carry, on the reference and on the engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gaoxin.base import units
from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.program import Figure, Judgement, Program
from gaoxin.formula.values import Interval, plain
from gaoxin.loading.library import Library
from gaoxin.loading.loader import load_tests
from gaoxin.plan.rows import full_plan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.cases import Case, quantity, read_cases
from gaoxin.services.indices import index_task
from gaoxin.services.stored import stored_table

RELATIVE = 1e-9
"""An engine shows figures as doubles: they agree with the exact value to this share."""

Found = bool | str | float | Fraction | tuple[float, float] | None


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


def run_pack_tests(library: Library, name: str, engines: Iterable[Engine]) -> Report:
    """Run all cases of a pack on the reference and on every engine.

    Raises
    ------
    PackError : faults of the pack or of its cases
    """
    entry = library.find(name)
    program = library.program(name)
    cases = read_cases(program, load_tests(entry.folder))
    checks = 0
    failures: list[Failure] = []
    plain_cases = [c for c in cases if c.spec.index is None]
    plan = full_plan(program)
    runs: list[tuple[str, dict[int, dict[str, Found]]]] = [
        ("reference", {c.number: _reference(program, plan, c) for c in plain_cases})
    ]
    runs += [(engine.name, _on_engine(engine, program, plan, plain_cases)) for engine in engines]
    for engine_name, found in runs:
        for case in plain_cases:
            checks += len(case.spec.expect)
            failures += _check(program, case, engine_name, found[case.number])
    for engine in engines:
        for case in [c for c in cases if c.spec.index is not None]:
            done, wrong = _check_index(engine, program, case)
            checks += done
            failures += wrong
    return Report(program.pack.pack, len(cases), checks, tuple(failures))


def _reference(program: Program, plan: RowPlan, case: Case) -> dict[str, Found]:
    world = World(case.rows, case.spec.as_of, {k: World(v) for k, v in case.members.items()})
    subject, period = _judged(case)
    evaluator = Evaluator(program, world, subject, period)
    return {o.name: _value(program, evaluator, o.name) for o in plan.outputs}


def _judged(case: Case) -> tuple[str, int]:
    return (case.name, case.period) if not case.spec.table else next(iter(case.rows))


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
    """All cases of one day in one run; a case with members of its own runs alone."""
    batches: dict[tuple[date | None, int], list[Case]] = defaultdict(list)
    for case in cases:
        alone = case.number if case.members or case.spec.table or case.spec.subject else 0
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


def _check(program: Program, case: Case, engine: str, found: Mapping[str, Found]) -> Iterable[Failure]:
    for key, expected in case.spec.expect.items():
        low, high = f"{key}.low", f"{key}.high"
        if key not in found and low not in found:
            known = ", ".join(n for n in found if not n.endswith((".low", ".high")))
            head = f"{case.place}  {case.spec.case}: expects {key!r}"
            message = f"{head}, which the pack does not compute; it has {known}; try: one of these"
            raise UsageError(message)
        if key in found:
            got, wanted = found[key], _wanted(program, key, expected)
            good = _same(got, wanted)
        else:
            first, last = found[low], found[high]
            ends = str(expected).partition("..")
            pair = (Fraction(ends[0]), Fraction(ends[2] if ends[1] else ends[0]))
            good = _same(first, pair[0]) and _same(last, pair[1])
            got, wanted = f"{_show(first)}..{_show(last)}", str(expected)
        if not good:
            yield Failure(program.pack.pack, case, engine, key, _show(wanted), _show(got))


def _wanted(program: Program, key: str, expected: object) -> Found:
    made = program.find(key)
    if isinstance(made, Judgement):
        return str(expected)
    if isinstance(made, Figure):
        if expected in ("unknown", None):
            return None
        return quantity(expected, made.spec.unit) / _factor(made.spec.unit)
    if isinstance(expected, bool):
        return expected
    return None


def _same(got: Found, wanted: Found) -> bool:
    if isinstance(got, (bool, str)) or isinstance(wanted, (bool, str)) or got is None or wanted is None:
        return got == wanted and isinstance(got, bool) == isinstance(wanted, bool)
    if isinstance(got, Fraction) and isinstance(wanted, Fraction):
        return got == wanted
    if isinstance(got, tuple) or isinstance(wanted, tuple):
        return got == wanted
    return abs(float(got) - float(wanted)) <= RELATIVE * max(1.0, abs(float(wanted)))


def _show(value: Found) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Fraction) else str(value)


def _check_index(engine: Engine, program: Program, case: Case) -> tuple[int, list[Failure]]:
    """Scores of an index case, within its tolerance."""
    spec = case.spec
    table = stored_table(case.rows, program.variables)
    members = {k: stored_table(v, program.variables) for k, v in case.members.items()}
    figures, index = index_task(program, spec.index, spec.variant)
    rows = engine.index(figures, index, Task(table, members, spec.as_of)).arrow().to_pylist()
    tolerance = Fraction(spec.tolerance) if spec.tolerance else Fraction(1, 10**9)
    found = {(r["subject"], r["period"], r["node"]): r["score"] for r in rows}
    failures: list[Failure] = []
    checks = 0
    for head, nodes in spec.expect.items():
        subject, _, year = str(head).partition("@")
        period = int(year) if year else max(p for s, p, _ in found if s == subject)
        for node, expected in nodes.items() if isinstance(nodes, dict) else ():
            checks += 1
            got = found.get((subject, period, node))
            if not _near(got, expected, tolerance):
                failures.append(
                    Failure(program.pack.pack, case, engine.name, f"{head} {node}", str(expected), str(got))
                )
    return checks, failures


def _near(got: float | None, expected: object, tolerance: Fraction) -> bool:
    if expected in ("unknown", None) or got is None:
        return got is None and expected in ("unknown", None)
    return abs(Fraction(got) - quantity(expected, "1")) <= tolerance
