"""The command that analyses an index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gaoxin.cli import show
from gaoxin.cli.options import Given, Json

What = Annotated[
    tuple[str, ...],
    Parameter(name="--what", help="an analysis (may be repeated): availability, statistics, correlations, …"),
]
Folder = Annotated[
    Path | None, Parameter(name=["--out", "-o"], help="folder: each analysis goes there as a .csv")
]


def analyse(
    pack: str,
    table: str,
    *,
    what: What = (),
    name: Annotated[str | None, Parameter(name="--index", help="which index of the pack")] = None,
    variant: Annotated[str | None, Parameter(help="variant that fills unpublished weights")] = None,
    out: Folder = None,
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Analyse an index: figures, correlations, components, weights, contributions, each node left out.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    """
    from gaoxin.services.analyses.every import analyse as run
    from gaoxin.services.analyses.every import write_all

    options = given.options()
    with show.busy("analysing …"):
        found = run(pack, table, what, name=name, variant=variant, options=options)
    show.notices(dict.fromkeys(notice for results in found.values() for notice in results.notices))
    if out is not None:
        written = write_all(found, out)
        if json:
            show.as_json({str(path): rows for path, rows in written.items()})
        else:
            print("\n".join(f"{rows:,} rows → {path}" for path, rows in written.items()))
        return
    if json:
        show.as_json({title: results.rows() for title, results in found.items()})
        return
    for title, results in found.items():
        print(f"{title}:")
        show.table(
            results.table.column_names,
            [list(row.values()) for row in results.rows()],
            more="; -o FOLDER writes all",
        )
