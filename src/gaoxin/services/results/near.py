"""Conditions that subjects just miss in their last period, each with the change that mends it.

The change is the nearest of one number, proved by judging the subject again with it. Subjects that miss one
condition of a verdict come first, then those that miss two, and so on, as long as the conditions looked at
stay within `LIMIT`; all subjects that miss equally many are looked at, or none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaoxin.decide import Change, Finder
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.explain import show
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Judgement, Program
from gaoxin.services.explaining import compares_rows
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.exact import Figures
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.gaps import Gaps
from gaoxin.services.results.judged import Outcomes
from gaoxin.services.results.typed import Typed

LIMIT = 10_000
"""So many failed conditions of one kind of subject are looked at; those of subjects that miss one always."""
_KEYS = ("subject", "period", "verdict", "condition", "missed")


@dataclass(frozen=True, slots=True)
class Failed:
    """The failed conditions of a pack in each subject's last period.

    Parameters
    ----------
    program : the pack
    rows : (subject, period, verdict, condition, missed); `missed` is how many the verdict misses in all
    """

    program: Program
    rows: Any


def failed(program: Program, outcomes: Outcomes, own: Typed) -> Failed:
    """The failed conditions of a pack in each subject's last period."""
    keys = own.figures.select(["subject", "period"])
    last = keys.group_by("subject", use_threads=False).aggregate([("period", "max")])
    last = last.rename_columns(["subject", "period"])
    found = outcomes.conditions.filter(pc.invert(outcomes.conditions["result"]))
    found = found.select(["subject", "period", "verdict", "condition"])
    found = found.join(last, ["subject", "period"], join_type="left semi")
    counts = found.group_by(["subject", "verdict"]).aggregate([("condition", "count")])
    joined = found.join(counts.rename_columns(["subject", "verdict", "missed"]), ["subject", "verdict"])
    return Failed(program, joined.select(_KEYS))


def within(found: Sequence[Failed], limit: int = LIMIT) -> int:
    """How many conditions a subject may miss of one verdict to be looked at: one at least."""
    counts: dict[int, int] = {}
    for part in found:
        for pair in pc.value_counts(part.rows["missed"]).to_pylist():
            counts[pair["values"]] = counts.get(pair["values"], 0) + pair["counts"]
    total, most = 0, 1
    for missed in sorted(counts):
        total += counts[missed]
        if total <= limit:
            most = missed
    return most


def add_nearly(
    files: TableFiles, found: Sequence[Failed], kinds: Mapping[str, Typed], as_of: date | None
) -> tuple[str, ...]:
    """Add what subjects of one kind just miss.

    Returns
    -------
    a notice where subjects that miss many conditions were not looked at
    """
    most = within(found)
    looked = [part for part in found if part.rows.num_rows]
    left = 0
    for part in looked:
        near = part.rows.filter(pc.less_equal(part.rows["missed"], most))
        left += part.rows.num_rows - near.num_rows
        near = near.sort_by([(name, "ascending") for name in _KEYS])
        rows = list(_rows(part.program, near.to_pylist(), kinds, as_of))
        if rows:
            files.add("nearly", pa.Table.from_pylist(rows, schema=_schema()))
    if not left:
        return ()
    return (
        f"临界差距只计算了每项认定不超过 {most} 条不符合的对象 · gaps: up to {most} failed conditions each",
    )


def _schema() -> Any:
    texts = "pack kind subject verdict condition variable now then gap_zh gap_en".split()
    fields = [(name, pa.string()) for name in texts]
    return pa.schema([*fields, ("period", pa.int32()), ("settles", pa.bool_())])


def _rows(
    program: Program, near: list[dict[str, Any]], kinds: Mapping[str, Typed], as_of: date | None
) -> Iterator[dict[str, Any]]:
    kind = program.subject or ""
    figures = Figures(kinds[kind].whole, program.variables)
    finder, gaps = Finder(program), Gaps(program)
    names, compares = _read(program), compares_rows(program)
    evaluator: Evaluator | None = None
    for row in near:
        if evaluator is None or (evaluator.subject, evaluator.period) != (row["subject"], row["period"]):
            own = figures if compares else figures.of(row["subject"], names)
            world = World(own, as_of, _members(program, row["subject"], kinds))
            evaluator = Evaluator(program, world, row["subject"], row["period"])
        made = program.items[f"{program.pack.family}.{row['verdict']}"]
        assert isinstance(made, Judgement)
        test = made.tests[row["condition"]]
        change = next((c for c in finder.changes(evaluator, made, test) if _small(c)), None)
        if change is None:
            continue
        spec = program.variables[change.variable]
        gap_zh, gap_en = gaps.words(evaluator, made, test, change)
        yield {
            "pack": program.pack.pack,
            "kind": kind,
            **{key: row[key] for key in _KEYS[:-1]},
            "variable": change.variable,
            "now": show(change.now, spec.unit),
            "then": show(change.then, spec.unit),
            "gap_zh": gap_zh,
            "gap_en": gap_en,
            "settles": change.settles,
        }


def _read(program: Program) -> set[str]:
    """The variables behind the verdicts of a pack, and the day of founding."""
    family, founded = program.pack.family, program.founded
    refs = (ref for name in program.pack.verdicts for ref in item_inputs(program, f"{family}.{name}"))
    return {ref.name for ref in refs} | ({founded} if founded else set())


def _small(change: Change) -> bool:
    """Whether a change is a matter of how much: a flag that turns is none."""
    return not isinstance(change.then, bool)


def _members(program: Program, subject: str, kinds: Mapping[str, Typed]) -> dict[str, World]:
    """The members of a subject, of each kind that rolls up to it."""
    found: dict[str, World] = {}
    for kind, link in program.members.items():
        if kind in kinds and link in kinds[kind].whole.column_names:
            whole = kinds[kind].whole
            own = whole.filter(pc.equal(whole[link], subject))
            found[kind] = World(Figures(own, program.variables))
    return found
