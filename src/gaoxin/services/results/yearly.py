"""The change of every score of a run's indices against the year before, as the bars of a waterfall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.program import Program
from gaoxin.measure.change import Amount, Side, account, waterfall
from gaoxin.measure.change.account import Mixtures
from gaoxin.plan.index import IndexPlan
from gaoxin.plan.steps import RowPlan
from gaoxin.services.change.reading import Read, of_figures, subjects_of
from gaoxin.services.change.scoring import score
from gaoxin.services.results.arrow import pa
from gaoxin.services.results.files import TableFiles

MOST = 40
"""Indices of more subjects than these have no accounts in a run: each takes several scorings of all."""
_BARS = 12


def add_changes(
    files: TableFiles, engine: Engine, program: Program, figures: RowPlan, plan: IndexPlan, task: Task
) -> None:
    """Add the accounts of an index to the tables of a run; see `gaoxin.measure.change.account`.

    Those of neighbouring years, of subjects with a score in both. An index without a total, or with more
    than `MOST` subjects in a year, has none.
    """
    read = of_figures(program, plan, engine.rows(figures, task).arrow())
    years = sorted({int(period) for period in read.panel.periods})
    pairs = [pair for pair in pairwise(years) if pair[1] == pair[0] + 1]
    try:
        top = read.top(None)
    except UsageError:
        return
    for pair in pairs:
        subjects = subjects_of(read.panel, pair, None)
        if len(subjects) > MOST:
            continue
        rows = [*_changes(read, pair, subjects, top)]
        if rows:
            head = {"pack": program.pack.pack, "index": plan.index, "kind": program.subject}
            columns = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
            files.add("changes", {**columns, **head})


def _changes(read: Read, years: tuple[int, int], subjects: list[str], top: str) -> Iterator[dict[str, Any]]:
    side = Side(read.plan, read.panel, read.walls(*years))
    mixtures = Mixtures((side, side), years, score, top)
    for subject in subjects:
        found, _ = account(mixtures, subject)
        if found.before is None or found.after is None:
            continue
        for by in ("part", "node"):
            amounts = [_named(amount, by) for amount in found.amounts]
            for place, bar in enumerate(waterfall(found.before, found.after, amounts, _BARS), 1):
                yield {
                    "subject": subject,
                    "period": years[1],
                    "since": years[0],
                    "by": by,
                    "place": place,
                    "part": bar.part,
                    "node": bar.node,
                    "amount": bar.amount,
                    "start": bar.start,
                    "end": bar.end,
                }


def _named(amount: Amount, by: str) -> tuple[str, str, float]:
    return amount.part, amount.node if by == "node" else "", amount.amount
