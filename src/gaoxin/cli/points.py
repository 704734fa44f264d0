"""The command that scores a population by a score sheet."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from gaoxin.cli import show
from gaoxin.cli.compute import ALL, delivered
from gaoxin.cli.options import Given, Json, Out

Columns = Annotated[
    tuple[str, ...],
    Parameter(name="--column", help="only this column comes out behind subject and period (may be repeated)"),
]


def points(
    pack: str,
    table: str,
    *,
    name: Annotated[str | None, Parameter(name="--points", help="which score sheet of the pack")] = None,
    variant: Annotated[
        str | None, Parameter(help="variant that fills unpublished caps; its results are marked")
    ] = None,
    column: Columns = (),
    out: Out = None,
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Score every row of a table by a score sheet: a row for each subject and period, with rank and list.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file; it should hold the whole population.
    """
    from gaoxin.services.points import points as run

    options = given.options()
    with show.busy("scoring …"):
        found = run(pack, table, options, name=name, variant=variant, columns=column or None, out=out)
    results = delivered(found, out, json=json)
    if results is None:
        return
    rows = results.rows()
    if json:
        show.as_json(rows)
        return
    heads = [name for name in results.table.column_names if column or "." not in name]
    show.table(heads, [[row[head] for head in heads] for row in rows], more=ALL)
    print(show.FOOTER)
