"""Which plans an index needs: its figures, and the index itself."""

from __future__ import annotations

from dataclasses import replace

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Figure, Program, Sheet
from gaoxin.plan import expr as e
from gaoxin.plan.index import IndexPlan, compile_index
from gaoxin.plan.rows import figure_plan
from gaoxin.plan.steps import Output, RowPlan
from gaoxin.spec import Status


def index_task(
    program: Program, name: str | None = None, variant: str | None = None
) -> tuple[RowPlan, IndexPlan]:
    """The plan of an index's figures, named as the index reads them, and the plan of the index.

    Parameters
    ----------
    program : the resolved pack
    name : of the index; the only or first one where None
    variant : name of the variant that fills unpublished weights

    Raises
    ------
    UsageError : the pack has no such index or variant
    """
    indices = program.pack.index
    chosen = name or next(iter(indices), None)
    if chosen is None or chosen not in indices:
        known = ", ".join(indices) or "none"
        wanted = f"index {name!r}" if name else "index"
        message = f"{program.pack.pack} has no {wanted}; its indices are: {known}; try: gaoxin packs list"
        raise UsageError(message)
    leaves = [
        node.indicator for root in indices[chosen].tree for node in root.walk() if node.indicator is not None
    ]
    statuses: dict[str, Status] = {}
    for leaf in leaves:
        if (status := _status(program, leaf)) is not None:
            statuses[leaf] = status
    index = compile_index(
        indices[chosen], chosen, variant=variant, status=program.pack.status, statuses=statuses
    )
    figures = figure_plan(program, [leaf.reference for leaf in index.leaves])
    named = [
        replace(output, name=leaf.column) for output, leaf in zip(figures.outputs, index.leaves, strict=True)
    ]
    groups = [Output(group.column, e.Column(group.reference, "text"), "text") for group in index.groups]
    frame = figures.frame
    lacking = [g.reference for g in index.groups if (g.reference, "text", 0) not in frame.columns]
    frame = replace(frame, columns=(*frame.columns, *((name, "text", 0) for name in lacking)))
    return replace(figures, frame=frame, outputs=(*named, *groups)), index


def _status(program: Program, reference: str) -> Status | None:
    if reference in program.variables:
        return program.variables[reference].status
    made = program.find(reference)
    return made.spec.status if isinstance(made, (Figure, Sheet)) else None
