"""The verbs of Python: thin doors over the services, loaded when one of them is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.loading.library import library_for
from gaoxin.services import explaining, pack_tests, ranged, score_sheets, verbs, versions
from gaoxin.services import facts as published
from gaoxin.services import points as scored
from gaoxin.services.changed import IndexResults
from gaoxin.services.explaining import Explanation
from gaoxin.services.pack_tests import Report
from gaoxin.services.robust.asking import Given
from gaoxin.services.robust.results import Robust
from gaoxin.services.score_sheets import ScoreSheet
from gaoxin.services.tables import Options, Results, engine_for, program_of


def load_pack(pack: str, *, as_of: date | None = None) -> Program:
    """Load a pack with all that it needs.

    Parameters
    ----------
    pack : a name (``hnte-2016``), a family (``hnte``: the version in force on `as_of`), or a folder
    as_of : the day; today where None

    Raises
    ------
    UsageError : no such pack, or no version in force on that day
    PackError : every fault of the pack, with file and line
    """
    return program_of(pack, as_of)


def packs() -> list[dict[str, object]]:
    """The packs at hand: name, family, and the days on which each is in force."""
    found = library_for("").entries.values()
    return [
        {"pack": e.name, "family": e.family, "from": e.since, "to": e.to, "folder": str(e.folder)}
        for e in found
    ]


def verdicts(
    pack: str | Program,
    table: object,
    *,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
    long: bool = False,
) -> Results:
    """Judge every row of a table by every verdict of a pack.

    Parameters
    ----------
    pack : a name, a family, a folder, or what `load_pack` gave
    table : path of a CSV, XLSX or Parquet file, or an Arrow, Polars, pandas or DuckDB table
    as_of : the day of judgement; the last day of each row's period where None
    periods : only these years come out
    members : tables of subjects that roll up, by subject
    long : one row for each condition, with the reason why it is unknown

    Returns
    -------
    one row for each subject and period: ``subject, period``, each verdict (pass, fail, unknown,
    not_applicable) and each condition ``verdict.condition`` (true, false, null for unknown)

    Raises
    ------
    PackError, DataError : all faults of the pack, or of the table, at once
    """
    options = Options(as_of, periods, members or {})
    return cast("Results", verbs.verdicts(pack, table, options, long=long))


def indicators(
    pack: str | Program,
    table: object,
    names: Iterable[str] | None = None,
    *,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
) -> Results:
    """Compute indicators for every row, each in its declared unit; points as ``name.low`` and ``name.high``.

    Parameters are those of `verdicts`; `names` chooses indicators, variables or points: all of the pack where
    None.
    """
    return cast("Results", verbs.indicators(pack, table, Options(as_of, periods, members or {}), names=names))


def index(
    pack: str | Program | Mapping[int, str | Program],
    table: object,
    name: str | None = None,
    *,
    variant: str | None = None,
    ranges: str | Path | None = None,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
) -> IndexResults:
    """Compute an index.

    Parameters
    ----------
    pack : as of `verdicts`; or the pack of each year, where the standard changed between them: a change is a
        break (口径变动,不可比), and no rise or fall is told across it
    name : of the index, where the pack has several; the first where None
    variant : name of the variant that fills unpublished weights; its results are marked
    ranges : CSV of the nation's extremes (indicator, period, minimum, maximum, source), between which min-max
        runs: for one zone alone

    Returns
    -------
    one row for each subject, period and node: ``subject, period, node, level, raw, imputed, treated,
    normalised, score, weight, rank, status``; of several packs also ``pack``, and ``comparable_since``, the
    first year whose scores and ranks may be compared with those of the row. ``changed()`` lists every cell
    that was filled or treated, and how

    Raises
    ------
    UsageError : several packs and `periods` too, since each year has its own
    """
    options = Options(as_of, periods, members or {})
    if isinstance(pack, Mapping) and ranges is not None:
        message = (
            "ranges beside packs by year: 两者不能同用 · not both; try: one pack, with ranges of each year"
        )
        raise UsageError(message)
    if isinstance(pack, Mapping):
        if periods is not None:
            message = (
                "periods beside packs by year: 每年已有标准 · each year has its pack; try: leave periods out"
            )
            raise UsageError(message)
        return versions.index_by_version(pack, table, options, name=name, variant=variant)
    if ranges is not None:
        return ranged.index_in_ranges(pack, table, ranges, options, name=name, variant=variant)
    return cast("IndexResults", verbs.index(pack, table, options, name=name, variant=variant))


def robust(
    pack: str | Program,
    table: object,
    name: str | None = None,
    *,
    inputs: Given | None = None,
    draws: int | None = None,
    seed: int | None = None,
    sample: object = None,
    node: str = "total",
    variant: str | None = None,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
) -> Robust:
    """Say how sure the ranks of an index are: many runs of it, with what is uncertain.

    Parameters
    ----------
    pack, table, name, variant, as_of, periods, members : as of `index`
    inputs : what varies and how it is drawn, as in `robust:` of an index: plain values, a YAML file or a
        `gaoxin.spec.Uncertainty`; what the pack says where None, and where it says nothing all weights by a
        quarter of themselves
    draws, seed : in place of those of `inputs`
    sample : uniform numbers of one's own in place of drawn ones: a row for each run, a column for each input
    node : whose scores and ranks are asked about

    Returns
    -------
    the table of units: subject, period, nominal score and rank, their mean, median and interval, probability
    of ranking among the first k, ``ahead_of_next`` and ``mark`` (位次差异不显著); and beside it the tables
    ``pairs, ranks, sensitivity, moves, options, inputs``

    Raises
    ------
    UsageError : no such index or node; an input does not fit the index; more runs than memory holds
    """
    from gaoxin.services.robust.running import Asked
    from gaoxin.services.robust.running import robust as run

    options = Options(as_of, periods, members or {})
    return run(pack, table, options, Asked(name, variant, node, inputs, draws, seed, sample))


def position(
    pack: str | Program,
    table: object,
    ranges: str | Path,
    *,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
) -> Results:
    """Where each figure stands between the nation's minimum (0) and maximum (100), as they were entered.

    Parameters
    ----------
    ranges : CSV of indicator, period, minimum, maximum, source

    Returns
    -------
    subject, period, indicator, value, minimum, maximum, position, source, status (unknown, outside, no range)
    """
    return ranged.position(pack, table, ranges, Options(as_of, periods, members or {}))


def points(
    pack: str | Program,
    table: object,
    name: str | None = None,
    *,
    variant: str | None = None,
    columns: Iterable[str] | None = None,
    as_of: date | None = None,
    periods: Collection[int] | None = None,
    members: Mapping[str, object] | None = None,
) -> Results:
    """Score every row of a table by a score sheet, and rank the totals.

    Parameters
    ----------
    pack, table, as_of, periods, members : as of `verdicts`; the table should hold the whole population, since
        shares and ranks look at the other rows of the period
    name : of the score sheet, where the pack has several; the first where None
    variant : name of the variant that fills unpublished caps; its results are marked
    columns : only these come out behind ``subject, period``; all where None

    Returns
    -------
    one row for each subject and period: ``subject, period``, the categories of the sheet, ``points`` (null
    where not decided), ``low, high`` between which they lie, ``rank`` (1 is the best, on the exact total),
    ``of`` (rows ranked together), ``list``, points of each group and item as ``<sheet>.<id>``, ``status``

    Raises
    ------
    UsageError : the pack has no such sheet or variant, or the result no such column
    """
    options = Options(as_of, periods, members or {})
    found = scored.points(pack, table, options, name=name, variant=variant, columns=columns)
    return cast("Results", found)


def contributions(
    pack: str | Program,
    indicator: str,
    table: object,
    *,
    members: Mapping[str, object],
    periods: Collection[int] | None = None,
) -> Results:
    """Give the part of each member in a roll-up indicator; the parts of a row add up to its figure."""
    return cast("Results", verbs.contributions(pack, indicator, table, Options(None, periods, members)))


def facts(file: str | Path) -> Results:
    """Read a CSV file of published facts as a long table; nothing is filled in, mended or left out.

    Parameters
    ----------
    file : with the columns ``zone, year, period, indicator, value, unit, note, source_url``

    Returns
    -------
    one row for each row: the value as published, as a number and in base units, the months that it covers,
    whether it is a bound, and `flags`: conflict, partial, revised, unit unknown and others

    Raises
    ------
    UsageError : no such file
    DataError : not a CSV file of facts
    """
    return published.facts(file)


def explain(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    period: int | None = None,
    as_of: date | None = None,
    members: Mapping[str, object] | None = None,
) -> Explanation:
    """Say, condition by condition, where a subject's verdicts come from, and what would change them.

    Raises
    ------
    UsageError : the table has no such subject or period
    """
    return explaining.explain(
        pack, table, subject, period=period, options=Options(as_of, None, members or {})
    )


def score_sheet(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    sheet: str | None = None,
    variant: str | None = None,
    period: int | None = None,
    as_of: date | None = None,
) -> ScoreSheet:
    """Give the score sheet 《……明细单》 of a subject: items, figures, peers, and what would raise the points.

    Parameters
    ----------
    pack, table : as of `verdicts`; the table holds all who are compared
    sheet : name of the score sheet; the pack's first where None
    variant : name of the variant that fills unpublished caps
    period : the year; the subject's latest where None

    Returns
    -------
    points as exact fractions, with digits that add up beside them; `text`, `arrow`, `advice`, and `standing`:
    rank, list and vetoes, as `points` has them

    Raises
    ------
    UsageError : no such subject, period, sheet or variant
    """
    return score_sheets.score_sheet(
        pack, table, subject, sheet=sheet, variant=variant, period=period, options=Options(as_of)
    )


def sql(pack: str | Program, table: object | None = None) -> str:
    """The SQL that will run, each step under the pack items that it computes."""
    return verbs.script(pack, table)


def test_pack(pack: str) -> Report:
    """Run the tests that a pack carries, on the reference and on the default engine."""
    with engine_for(Options()) as engine:
        library = library_for(pack)
        return pack_tests.run_pack_tests(library, pack, [engine])


test_pack.__test__ = False  # pyright: ignore[reportFunctionMemberAccess] - no test for pytest
