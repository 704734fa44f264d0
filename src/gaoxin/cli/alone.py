"""Commands for one zone alone: positions between entered extremes, and the scores of a jury."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gaoxin.cli import show
from gaoxin.cli.options import Json, Period

if TYPE_CHECKING:
    from gaoxin.services.tables import Options, Results, Written

_Out = Annotated[Path | None, Parameter(name=["--out", "-o"], help="write to this .csv or .parquet instead")]


def index(
    pack: str,
    table: str,
    ranges: Path,
    options: Options,
    *,
    name: str | None,
    variant: str | None,
    out: Path | None,
    cells: Path | None,
    scores: Path | None,
) -> Results | Written:
    """An index between entered extremes, as rows or as a file."""
    from gaoxin.services.ranged import index_in_ranges
    from gaoxin.services.tables import Written
    from gaoxin.services.tabular import write_table

    found = index_in_ranges(pack, table, ranges, options, name=name, variant=variant)
    if cells is not None:
        write_table(found.changed().table, cells)
    if scores is not None:
        write_table(found.scores().table, scores)
    if out is None:
        return found
    return Written(write_table(found.table, out), found.pack, found.notices)


def position(
    pack: str,
    table: str,
    ranges: Path,
    *,
    out: _Out = None,
    period: Period = (),
    json: Json = False,
) -> None:
    """Show where each figure stands between the nation's minimum and maximum, as they were entered.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file; one row is enough.
    ranges
        CSV with the columns indicator, period, minimum, maximum, source.
    """
    from gaoxin.services.ranged import position as run
    from gaoxin.services.tables import Options

    _print(run(pack, table, ranges, Options(None, period or None)), out, json=json)


def jury(
    table: Path,
    *,
    drop_ends: Annotated[
        int, Parameter(name="--drop-ends", help="leave out so many of the highest and of the lowest scores")
    ] = 0,
    confidence: Annotated[float, Parameter(help="of the interval of the mean")] = 0.95,
    wide: Annotated[
        bool, Parameter(negative="", help="the means alone, a column an item: a table that packs read")
    ] = False,
    out: _Out = None,
    json: Json = False,
) -> None:
    """Join the scores of a jury: mean, spread and interval of each item.

    Parameters
    ----------
    table
        CSV or Parquet with the columns subject, item, scorer, score, and period where there are years.
    """
    from gaoxin.services.jury import jury as run

    _print(run(table, drop_ends=drop_ends, confidence=confidence, wide=wide), out, json=json)


def _print(found: Results, out: Path | None, *, json: bool) -> None:
    from gaoxin.services.tabular import write_table

    show.notices(found.notices)
    if out is not None:
        rows = write_table(found.table, out)
        if json:
            show.as_json({"rows": rows, "out": out, "notices": found.notices})
        else:
            print(f"{rows:,} rows → {out}")
    elif json:
        show.as_json(found.rows())
    else:
        show.table(
            found.table.column_names,
            [list(row.values()) for row in found.rows()],
            more="; -o FILE writes all",
        )
