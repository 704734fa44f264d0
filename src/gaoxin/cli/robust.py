"""The command that says how sure the ranks of an index are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gaoxin.cli import show
from gaoxin.cli.options import Given, Json

if TYPE_CHECKING:
    from gaoxin.services.robust.results import Robust

Out = Annotated[
    Path | None,
    Parameter(
        name=["--out", "-o"],
        help="write to a folder (a .csv for each table), to .csv or .parquet (units there, the other tables "
        "beside it), or to one .json",
    ),
]
_SHOWN = (
    "subject",
    "period",
    "score",
    "rank",
    "rank_low",
    "rank_high",
    "ahead_of_next",
    "mark",
    "moved_most_by",
)


def robust(
    pack: str,
    table: str,
    *,
    draws: Annotated[int | None, Parameter(help="N; with Sobol' indices N · (inputs + 2) runs")] = None,
    seed: Annotated[int | None, Parameter(help="the same seed gives the same numbers")] = None,
    out: Out = None,
    inputs: Annotated[
        Path | None, Parameter(help="YAML file that says what is uncertain, in place of the pack")
    ] = None,
    sample: Annotated[
        Path | None, Parameter(help="CSV of uniform numbers of one's own, a column for each input")
    ] = None,
    name: Annotated[str | None, Parameter(name="--index", help="which index of the pack")] = None,
    variant: Annotated[str | None, Parameter(help="variant that fills unpublished weights")] = None,
    node: Annotated[str, Parameter(help="whose ranks are asked about")] = "total",
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Say how sure the ranks of an index are: intervals, pairs that cannot be told, what moves whom.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    """
    from gaoxin.services.robust.running import Asked
    from gaoxin.services.robust.running import robust as run

    options = given.options()
    asked = Asked(name, variant, node, inputs, draws, seed, sample)
    with show.busy("running …"):
        found = run(pack, table, options, asked)
    show.notices(found.notices)
    written = [] if out is None else found.write(out)
    if out is not None and json:
        show.as_json({"runs": found.runs, "out": [str(path) for path in written]})
    elif out is not None:
        print("\n".join(f"{found.runs:,} runs → {path}" for path in written))
    elif json:
        show.as_json(found.plain())
    else:
        _show(found)


def _show(found: Robust) -> None:
    """For people: the units by rank, and the indices of the mean rank shift."""
    heads = [name for name in _SHOWN if name in found.table.column_names]
    rows = sorted(found.rows(), key=lambda row: (row["period"], row["rank"] or len(found) + 1))
    said = found.said
    print(f"{found.runs:,} runs, {said['sampling']}, seed {said['seed']}: {said['index']} {said['node']}")
    titles = {row["input"]: row["title_zh"] for row in found.inputs.rows()}
    shown = [
        [titles.get(row[head], row[head]) if head == "moved_most_by" else row[head] for head in heads]
        for row in rows
    ]
    show.table(heads, shown, more="; -o OUT writes all")
    shift = [row for row in found.sensitivity.rows() if row["target"] == "rank shift"]
    if shift:
        print("平均位次变动的敏感度 · Sobol' indices of the mean rank shift")
        names = ["input", "period", "first", "first_low", "first_high", "total", "total_low", "total_high"]
        show.table(names, [[row["title_zh"], *(row[name] for name in names[1:])] for row in shift])
