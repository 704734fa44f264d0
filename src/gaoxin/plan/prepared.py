"""A plan made ready for one table: without needless tests, what is needed twice computed once, in levels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gaoxin.plan import expr as e
from gaoxin.plan.branches import in_branches
from gaoxin.plan.known import with_known
from gaoxin.plan.sharing import shared
from gaoxin.plan.steps import Derive, Derived, Output, Reason, RowPlan
from gaoxin.plan.unfolding import unfolded


def prepared(plan: RowPlan, known: Collection[str]) -> RowPlan:
    """The same plan for rows whose known columns hold a value in every row: it gives the same results.

    Parameters
    ----------
    plan : of any rows
    known : names of columns of the frame
    """
    simple = with_known(plan, known)
    derived = {column.name: column for step in simple.levels for column in step.columns}
    wanted = needed(derived, simple.outputs, simple.reasons)
    kept = read(simple.outputs, simple.reasons)
    lazy = in_branches((c for name, c in derived.items() if name in wanted), kept)
    columns, outputs = unfolded(shared(lazy), simple.outputs)
    return replace(simple, levels=levels(columns), outputs=outputs)


def needed(
    derived: Mapping[str, Derived], outputs: Iterable[Output], reasons: Iterable[Reason]
) -> frozenset[str]:
    """The derived columns that outputs and reasons rest on."""
    queue = read(outputs, reasons)
    found: set[str] = set()
    while queue:
        name = queue.pop()
        if name in derived and name not in found:
            found.add(name)
            queue += [column.name for column in e.columns(derived[name].expr)]
    return frozenset(found)


def read(outputs: Iterable[Output], reasons: Iterable[Reason]) -> list[str]:
    """The columns that outputs and reasons name."""
    found = [column.name for output in outputs for column in e.columns(output.expr)]
    for reason in reasons:
        names = [reason.applies, *(flag for _, flag in reason.marks)]
        names += [name for column, _, founded in reason.inputs for name in (column, founded)]
        found += [name for name in names if name]
    return found


def levels(columns: Iterable[Derived]) -> tuple[Derive, ...]:
    """The columns by level: each is one above the highest that it reads."""
    level: dict[str, int] = {}
    steps: dict[int, list[Derived]] = {}
    for made in columns:
        level[made.name] = 1 + max((level.get(c.name, 0) for c in e.columns(made.expr)), default=0)
        steps.setdefault(level[made.name], []).append(made)
    return tuple(Derive(n, tuple(steps[n])) for n in sorted(steps))
