"""All analyses of an index at once, as tables or as files of a folder."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Unpack

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.services import verbs as running
from gaoxin.services.analyses import verbs
from gaoxin.services.analyses.running import Asked, options_of
from gaoxin.services.indices import index_task
from gaoxin.services.tables import Results, program_of
from gaoxin.services.tabular import write_table

ANALYSES: dict[str, Callable[..., Results]] = {
    "availability": verbs.availability,
    "statistics": verbs.statistics,
    "correlations": verbs.correlations,
    "pca": verbs.pca,
    "cronbach_alpha": verbs.cronbach_alpha,
    "effective_weights": verbs.effective_weights,
    "score_contributions": verbs.score_contributions,
    "strengths": verbs.strengths,
    "drop_each": verbs.drop_each,
}
"""The analyses by name, in the order in which an analyst asks for them."""


def analyse(
    pack: str | Program, table: object, what: Collection[str] = (), **asked: Unpack[Asked]
) -> dict[str, Results]:
    """Analyse an index, which runs once for all analyses but `drop_each`.

    Parameters
    ----------
    pack, table, asked : as of the single analyses
    what : names of `ANALYSES`; all that can be where empty: `drop_each` needs a total, and the table itself

    Raises
    ------
    UsageError : there is no such analysis
    """
    if strange := [name for name in what if name not in ANALYSES]:
        known = ", ".join(ANALYSES)
        message = f"{', '.join(strange)}: 没有这种分析 · no such analysis; try: {known}"
        raise UsageError(message)
    options = options_of(asked)
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    once: Any = table
    if not isinstance(table, Results):
        name, variant = asked.get("name"), asked.get("variant")
        once = running.index(program, table, options, name=name, variant=variant)
    spec = program.pack.index[index_task(program, asked.get("name"), asked.get("variant"))[1].index]
    left_out = set[str]() if what or (spec.total and once is not table) else {"drop_each"}
    chosen = [name for name in ANALYSES if name not in left_out and (not what or name in what)]
    again = asked.copy()
    again["options"] = options
    return {name: ANALYSES[name](program, table if name == "drop_each" else once, **again) for name in chosen}


def write_all(found: dict[str, Results], folder: Path) -> dict[Path, int]:
    """Write each table as CSV (UTF-8 with a mark) into a folder, made if absent.

    Returns
    -------
    the number of rows by file
    """
    folder.mkdir(parents=True, exist_ok=True)
    return {
        path: write_table(results.table, path)
        for path, results in ((folder / f"{name}.csv", results) for name, results in found.items())
    }
