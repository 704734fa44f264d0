"""An index on a table as frames of arrays, one for each period."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

import numpy as np

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.measure.analyses.frame import STAGES, Columns, Frame, Tree, frames_of, tree_of
from gaoxin.services import verbs
from gaoxin.services.indices import index_task
from gaoxin.services.results.arrow import pa
from gaoxin.services.tables import Options, Results, program_of
from gaoxin.spec import Index

_TEXT = frozenset(
    "subject node other relation common parent kind group over without dropped flags status".split()
)
_WHOLE = frozenset(
    "period level other_level n component items place of indicators known missing zero nonzero unique same "
    "outliers base_rank rank rank_change".split()
)


class Asked(TypedDict, total=False):
    """How the index of an analysis runs, as of `gaoxin.index`; `options` go before the single ones."""

    name: str | None
    variant: str | None
    as_of: date | None
    periods: Collection[int] | None
    members: Mapping[str, object] | None
    options: Options


def options_of(asked: Asked) -> Options:
    """The options of an analysis."""
    single = Options(asked.get("as_of"), asked.get("periods"), asked.get("members") or {})
    return asked.get("options", single)


@dataclass(frozen=True, slots=True)
class Ran:
    """An index that ran.

    Parameters
    ----------
    program, index, variant : what ran
    tree : its nodes
    frames : its periods
    notices : what was noticed on the way
    """

    program: Program
    index: str
    variant: str | None
    tree: Tree
    frames: tuple[Frame, ...]
    notices: tuple[str, ...]

    @property
    def spec(self) -> Index:
        """The index as the pack has it."""
        return self.program.pack.index[self.index]


def run(pack: str | Program, table: object, **asked: Unpack[Asked]) -> Ran:
    """Run an index on a table; what `gaoxin.index` gave is taken as it is.

    Raises
    ------
    UsageError : the pack has no such index or variant, or the result has no row of it
    """
    options, variant = options_of(asked), asked.get("variant")
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    index = index_task(program, asked.get("name"), variant)[1].index
    if isinstance(table, Results) and {"node", "score"} <= set(table.table.column_names):
        found = table
    else:
        found = verbs.index(program, table, options, name=index, variant=variant)
        assert isinstance(found, Results)
    tree = tree_of(program.pack.index[index])
    frames = tuple(frames_of(tree, _arrays(found)))
    if not frames:
        message = (
            f"index {index}: 没有结果 · no row has a node of it; try: the table that gaoxin.index gave for it"
        )
        raise UsageError(message)
    return Ran(program, index, variant, tree, frames, found.notices)


def _arrays(found: Results) -> dict[str, object]:
    table = found.table
    columns: dict[str, object] = {key: table[key].to_pylist() for key in ("subject", "node")}
    columns["period"] = np.asarray(table["period"].to_pylist())
    for stage in STAGES:
        column = table[stage].cast(pa.float64())
        columns[stage] = column.to_numpy(zero_copy_only=False) if len(column) else np.empty(0)
    return columns


def each_period(ran: Ran, analysis: Callable[[Frame], Columns]) -> Results:
    """Analyse each period and join the tables."""
    return joined(ran, [(frame.period, analysis(frame)) for frame in ran.frames])


def joined(ran: Ran, parts: Sequence[tuple[int, Columns]]) -> Results:
    """Tables of several periods as one: subject and period first."""
    names = list(parts[0][1]) if parts else []
    heads = [*(["subject"] if "subject" in names else []), "period"]
    cells: Columns = {name: [] for name in (*heads, *(name for name in names if name not in heads))}
    for period, columns in parts:
        size = len(columns[names[0]])
        for name in cells:
            cells[name] += [period] * size if name == "period" else columns[name]
    kinds = {name: _kind(name) for name in cells}
    return Results(
        pa.table({name: pa.array(values, kinds[name]) for name, values in cells.items()}),
        ran.program.pack.pack,
        ran.notices,
    )


def _kind(name: str) -> object:
    return pa.string() if name in _TEXT else pa.int64() if name in _WHOLE else pa.float64()
