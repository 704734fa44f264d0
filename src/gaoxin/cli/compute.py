"""Commands on one table: verdicts, index, indicators, contributions, explain, sql."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gaoxin.base.errors import UsageError
from gaoxin.cli import alone, by_version, show
from gaoxin.cli.options import AsOf, Given, Json, Members, Out, Period, Sheet, options_of

if TYPE_CHECKING:
    from gaoxin.services.explaining import Explanation
    from gaoxin.services.tables import Options, Results, Written

ALL = "; -o FILE writes all"

Long = Annotated[bool, Parameter(negative="", help="a row for each condition, with why it is unknown")]


def delivered(found: Results | Written, out: Path | None, *, json: bool) -> Results | None:
    """Print the notices of a result; where it was written to a file, say so and leave nothing to show."""
    from gaoxin.services.tables import Results

    show.notices(found.notices)
    if isinstance(found, Results):
        return found
    if json:
        show.as_json({"rows": found.rows, "out": out, "notices": found.notices})
    else:
        print(f"{found.rows:,} rows → {out}")
    return None


def verdicts(
    pack: str,
    table: str,
    *,
    out: Out = None,
    long: Long = False,
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Judge every row of a table by the rules of a pack.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    """
    from gaoxin.services.verbs import verdicts as run

    options = given.options()
    with show.busy("judging …"):
        found = run(pack, table, options, long=long, out=out)
    results = delivered(found, out, json=json)
    if results is None:
        return
    rows = results.rows()
    if json:
        show.as_json(rows)
    elif long:
        heads = ["subject", "period", "verdict", "condition", "result", "why"]
        told = [row for row in rows if row["result"] != "true"]
        show.table(heads, [[row[h] for h in heads] for row in told], more=ALL)
    else:
        names = [name for name in results.table.column_names[2:] if "." not in name]
        heads = ["subject", "period", "verdict", "result", "不符合 fails", "未知 unknown"]
        show.table(heads, list(show.verdict_rows(rows, names)), more=ALL)
        print(show.FOOTER)


def indicators(
    pack: str,
    table: str,
    *names: str,
    out: Out = None,
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Compute the indicators and points of a pack for every row.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    names
        Only these indicators, variables or points.
    """
    from gaoxin.services.verbs import indicators as run

    options = given.options()
    with show.busy("computing …"):
        found = run(pack, table, options, names=names or None, out=out)
    _plain(delivered(found, out, json=json), json=json)


def _plain(results: Results | None, *, json: bool) -> None:
    if results is None:
        return
    rows = results.rows()
    if json:
        show.as_json(rows)
    else:
        show.table(results.table.column_names, [list(row.values()) for row in rows], more=ALL)


def index(
    pack: str,
    table: str,
    *,
    name: Annotated[str | None, Parameter(name="--index", help="which index of the pack")] = None,
    variant: Annotated[
        str | None, Parameter(help="variant that fills unpublished weights; its results are marked")
    ] = None,
    ranges: Annotated[
        Path | None, Parameter(help="CSV of the nation's extremes, between which min-max runs")
    ] = None,
    version: Annotated[
        tuple[str, ...], Parameter(help="version of a year, 2024=NAME (may be repeated); a change is told")
    ] = (),
    out: Out = None,
    cells: Annotated[
        Path | None, Parameter(help="also list the cells that were filled or treated, and how, in this file")
    ] = None,
    scores: Annotated[
        Path | None, Parameter(help="also write the scores, a column for each node: a table that packs read")
    ] = None,
    given: Given = Given(),
    json: Json = False,
) -> None:
    """Compute an index of a pack on a table: a row for each subject, period and node.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    """
    from gaoxin.services.verbs import index as run

    options = given.options()
    with show.busy("computing …"):
        if version:
            both = {"--ranges": ranges, "--cells": cells, "--scores": scores}
            found = by_version.index(
                pack, table, version, options, name=name, variant=variant, out=out, both=both
            )
        elif ranges is not None:
            found = alone.index(
                pack,
                table,
                ranges,
                options,
                name=name,
                variant=variant,
                out=out,
                cells=cells,
                scores=scores,
            )
        else:
            found = run(pack, table, options, name=name, variant=variant, out=out, cells=cells, scores=scores)
    results = delivered(found, out, json=json)
    if results is None:
        return
    rows = results.rows()
    if json:
        show.as_json(rows)
        return
    listed = [row for row in rows if row["level"] > 0] or rows
    heads = ["subject", "period", "node", "level", "score", "weight", "rank", "status"]
    heads += ["pack"] if version else []
    show.table(heads, [[row[h] for h in heads] for row in listed], more=ALL)


def contributions(
    pack: str, indicator: str, table: str, *, members: Members, period: Period = (), json: Json = False
) -> None:
    """Show the part of each member in a roll-up indicator; the parts add up to its figure."""
    from gaoxin.services.verbs import contributions as run

    found = run(pack, indicator, table, options_of(None, period, members))
    _plain(delivered(found, None, json=json), json=json)


def explain(
    table: Path,
    unit: str,
    *,
    pack: Annotated[
        tuple[str, ...],
        Parameter(name=["--pack", "-p"], help="pack that judges; of a project, all where not given"),
    ] = (),
    period: int | None = None,
    as_of: AsOf = None,
    members: Members = (),
    sheet: Sheet = None,
    english: Annotated[bool, Parameter(name="--en", negative="", help="in English")] = False,
    json: Json = False,
) -> None:
    """Say where a subject's verdicts and figures come from, and what would change them.

    Parameters
    ----------
    table
        CSV, XLSX or Parquet file; or the folder of a project, whose current run is explained.
    unit
        Identifier of the subject.
    period
        Year; the latest where not given.
    """
    from dataclasses import asdict

    if table.is_dir():
        _only_of_tables(as_of, members, sheet)
        from gaoxin.services.runs.telling import tell

        told = tell(table, unit, pack, period=period)
    else:
        told = [_of_table(table, unit, pack, period, options_of(as_of, (), members, sheet))]
    if json:
        found = [asdict(explanation) for explanation in told]
        show.as_json(found if table.is_dir() else found[0])
    else:
        print("\n\n".join(explanation.text("en" if english else "zh") for explanation in told))


def _only_of_tables(as_of: str | None, members: tuple[str, ...], sheet: str | None) -> None:
    """Refuse what a run has settled already."""
    given = {"--as-of": as_of, "--members": members, "--sheet": sheet}
    settled = [name for name, value in given.items() if value]
    if settled:
        message = f"{', '.join(settled)}: a run of a project has settled it; try: leave it out, or build anew"
        raise UsageError(message)


def _of_table(
    table: Path, unit: str, pack: tuple[str, ...], period: int | None, options: Options
) -> Explanation:
    from gaoxin.services.explaining import explain as run

    if len(pack) != 1:
        message = f"{table}: {len(pack)} packs given, a table is judged by one; try: --pack NAME"
        raise UsageError(message)
    return run(pack[0], str(table), unit, period=period, options=options)


def sql(pack: str, table: str | None = None, *, as_of: AsOf = None, json: Json = False) -> None:
    """Print the SQL that will run, each step under the pack items that it computes.

    Parameters
    ----------
    table
        Parquet file to read; without it the script reads a relation `input` of stored columns.
    """
    from gaoxin.services.verbs import script

    found = script(pack, table, options_of(as_of, (), ()))
    if json:
        show.as_json({"pack": pack, "sql": found})
    else:
        print(found)
