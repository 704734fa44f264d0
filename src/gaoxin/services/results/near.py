"""Conditions that subjects just miss in their last period, each with the change that mends it.

The change is the nearest of one number, proved by judging the subject again with it. Subjects that miss one
condition of a verdict come first, then those that miss two, and so on, as long as the conditions looked at
stay within `LIMIT`; all subjects that miss equally many are looked at, or none of them. Where a condition
compares a figure with a line, the nearest to it are looked at first, at most `EACH` of them, and nobody
farther off once `FRUITLESS` in a row have no such change. A condition that asks for one value exactly names a
class, which nobody just misses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import Any

from gaoxin.decide import Change, Finder
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.explain import show
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Judgement, Program, Test
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.distances import Distance, distances
from gaoxin.services.results.exact import Figures
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.gaps import Gaps
from gaoxin.services.results.judged import Outcomes
from gaoxin.services.results.typed import Typed
from gaoxin.services.worlds import compares_rows

LIMIT = 5_000
"""So many failed conditions of one kind of subject are looked at; those of subjects that miss one always."""
EACH = 500
"""So many subjects are looked at for one condition, where it can be told who is nearest."""
FRUITLESS = 50
"""After so many subjects in a row that no single number helps, it helps nobody farther off."""
_KEYS = ("subject", "period", "verdict", "condition", "missed")


@dataclass(frozen=True, slots=True)
class Failed:
    """The failed conditions of a pack in each subject's last period.

    Parameters
    ----------
    program : the pack
    rows : (subject, period, verdict, condition, missed); `missed` is how many the verdict misses in all
    distance : how far subjects are from the line of a condition; see `distances`
    """

    program: Program
    rows: Any
    distance: Distance = field(default_factory=dict[tuple[str, str], Mapping[tuple[str, int], float]])


def failed(program: Program, outcomes: Outcomes, own: Typed, computed: Any = None) -> Failed:
    """The failed conditions of a pack in each subject's last period, without those that name a class.

    Parameters
    ----------
    computed : Arrow table of the pack's indicators and points, where it has some
    """
    keys = own.figures.select(["subject", "period"])
    last = keys.group_by("subject", use_threads=False).aggregate([("period", "max")])
    last = last.rename_columns(["subject", "period"])
    found = outcomes.conditions.filter(pc.invert(outcomes.conditions["result"]))
    found = found.select(["subject", "period", "verdict", "condition"])
    found = found.join(last, ["subject", "period"], join_type="left semi")
    counts = found.group_by(["subject", "verdict"]).aggregate([("condition", "count")])
    joined = found.join(counts.rename_columns(["subject", "verdict", "missed"]), ["subject", "verdict"])
    names = pc.binary_join_element_wise(joined["verdict"], joined["condition"], ".")
    classes = pa.array([f"{verdict}.{test.spec.id}" for verdict, test in _tests(program) if _is_class(test)])
    kept = joined.select(_KEYS).filter(pc.invert(pc.is_in(names, classes.cast(pa.string()))))
    return Failed(program, kept, distances(program, own, computed, kept))


def _tests(program: Program) -> Iterator[tuple[str, Test]]:
    """The conditions of all verdicts of a pack."""
    for verdict in program.pack.verdicts:
        made = program.items[f"{program.pack.family}.{verdict}"]
        assert isinstance(made, Judgement)
        yield from ((verdict, test) for test in made.tests.values())


def _is_class(test: Test) -> bool:
    """Whether a condition asks for one value exactly."""
    return isinstance(test.require, t.Op) and test.require.op == "="


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
    notices where subjects were not looked at: those that miss many conditions, those far from a line
    """
    most = within(found)
    looked = [part for part in found if part.rows.num_rows]
    left, cut = 0, False
    for part in looked:
        near = part.rows.filter(pc.less_equal(part.rows["missed"], most))
        left += part.rows.num_rows - near.num_rows
        near = near.sort_by([(name, "ascending") for name in _KEYS])
        listed = near.to_pylist()
        counts = Counter((row["verdict"], row["condition"]) for row in listed)
        cut = cut or any(counts[key] > EACH for key in part.distance)
        rows = list(_rows(part, listed, kinds, as_of))
        if rows:
            rows.sort(key=lambda row: [row[key] for key in _KEYS[:-1]])
            files.add("nearly", pa.Table.from_pylist(rows, schema=_schema()))
    notices: list[str] = []
    if left:
        many = f"临界差距只计算了每项认定不超过 {most} 条不符合的对象"
        notices.append(f"{many} · gaps: up to {most} failed conditions each")
    if cut:
        notices.append(f"临界差距每条只计算最近的 {EACH} 家 · gaps: the nearest {EACH} of each condition")
    return tuple(notices)


def _schema() -> Any:
    texts = "pack kind subject verdict condition variable now then gap_zh gap_en".split()
    fields = [(name, pa.string()) for name in texts]
    return pa.schema([*fields, ("period", pa.int32()), ("settles", pa.bool_())])


def _rows(
    part: Failed, near: Sequence[dict[str, Any]], kinds: Mapping[str, Typed], as_of: date | None
) -> Iterator[dict[str, Any]]:
    """The changes that help, condition by condition."""
    search = _Search(part.program, kinds, as_of)
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in near:
        found.setdefault((row["verdict"], row["condition"]), []).append(row)
    unsorted = [row for key, rows in found.items() if key not in part.distance for row in rows]
    for row in sorted(unsorted, key=lambda row: (row["subject"], row["period"])):
        yield from filter(None, [search.row(row)])
    for key, rows in found.items():
        if key in part.distance:
            yield from _nearest(search, rows, part.distance[key])


def _nearest(
    search: _Search, rows: Sequence[dict[str, Any]], distance: Mapping[tuple[str, int], float]
) -> Iterator[dict[str, Any]]:
    """The changes of the nearest, as long as there are some."""
    vain = 0
    for row in sorted(rows, key=lambda row: distance.get((row["subject"], row["period"]), inf))[:EACH]:
        made = search.row(row)
        vain = 0 if made else vain + 1
        if made:
            yield made
        if vain == FRUITLESS:
            return


class _Search:
    """Looks for the change that mends one condition of one subject."""

    def __init__(self, program: Program, kinds: Mapping[str, Typed], as_of: date | None) -> None:
        self.program, self.kinds, self.as_of = program, kinds, as_of
        self.figures = Figures(kinds[program.subject or ""].whole, program.variables)
        self.finder, self.gaps = Finder(program), Gaps(program)
        self.names, self.compares = _read(program), compares_rows(program)
        self.last: Evaluator | None = None

    def evaluator(self, subject: str, period: int) -> Evaluator:
        """The subject, with what is known of it already where it was the last one."""
        if self.last is None or (self.last.subject, self.last.period) != (subject, period):
            own = self.figures if self.compares else self.figures.of(subject, self.names)
            world = World(own, self.as_of, members_of(self.program, subject, self.kinds))
            self.last = Evaluator(self.program, world, subject, period)
        return self.last

    def row(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """A row of the table; None where no single number helps."""
        program, evaluator = self.program, self.evaluator(row["subject"], row["period"])
        made = program.items[f"{program.pack.family}.{row['verdict']}"]
        assert isinstance(made, Judgement)
        test = made.tests[row["condition"]]
        change = next((c for c in self.finder.changes(evaluator, made, test) if _small(c)), None)
        if change is None:
            return None
        spec = program.variables[change.variable]
        gap_zh, gap_en = self.gaps.words(evaluator, made, test, change)
        return {
            "pack": program.pack.pack,
            "kind": program.subject,
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


def members_of(program: Program, subject: str, kinds: Mapping[str, Typed]) -> dict[str, World]:
    """The members of a subject, of each kind that rolls up to it."""
    found: dict[str, World] = {}
    for kind, link in program.members.items():
        if kind in kinds and link in kinds[kind].whole.column_names:
            whole = kinds[kind].whole
            own = whole.filter(pc.equal(whole[link], subject))
            found[kind] = World(Figures(own, program.variables))
    return found
