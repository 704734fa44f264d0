"""An index over years in which its standard changed: each year by its version, no rise or fall between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.plan.reasons import CHANGED
from gaoxin.services import verbs
from gaoxin.services.changed import IndexResults
from gaoxin.services.indices import Ran
from gaoxin.services.tables import Options, program_of
from gaoxin.spec import Pack


def index_by_version(
    packs: Mapping[int, str | Program],
    table: object,
    options: Options = Options(),
    *,
    name: str | None = None,
    variant: str | None = None,
) -> IndexResults:
    """Compute an index for several years, each by the version of its standard.

    Parameters
    ----------
    packs : the pack of each year
    table, options : as of `index`; the years are those of `packs`
    name, variant : of the index and of its variant, the same in all versions

    Returns
    -------
    the rows of `index`, with ``pack``, and ``comparable_since``: the first year whose scores and ranks may be
    compared with those of the row; a notice tells each change

    Raises
    ------
    UsageError : no year is named, or a version has no such index
    """
    if not packs:
        message = "no year is named; try: {2023: 'one-pack', 2024: 'another'}"
        raise UsageError(message)
    loaded: dict[int, Program] = {}
    for year in sorted(packs):
        given = packs[year]
        loaded[year] = given if isinstance(given, Program) else program_of(given, options.as_of)
    parts: list[pa.Table] = []
    ran: list[Ran] = []
    notices: dict[str, None] = {}
    since, before = min(loaded), loaded[min(loaded)]
    for year, program in loaded.items():
        if not same_index(before.pack, program.pack, name):
            since = year
            notices[f"{CHANGED}: {before.pack.pack} → {program.pack.pack} ({year})"] = None
        before = program
        found = verbs.index(program, table, replace(options, periods=[year]), name=name, variant=variant)
        assert isinstance(found, IndexResults)
        ran += found.ran
        notices |= dict.fromkeys(found.notices)
        count = len(found)
        made = found.arrow().append_column("pack", pa.array([program.pack.pack] * count, pa.string()))
        parts.append(made.append_column("comparable_since", pa.array([since] * count, pa.int32())))
    used = ", ".join(dict.fromkeys(program.pack.pack for program in loaded.values()))
    return IndexResults(pa.concat_tables(parts), used, tuple(notices), tuple(ran))


def same_index(one: Pack, other: Pack, name: str | None = None) -> bool:
    """Whether two versions compute an index alike: the same tree, methods, variants and indicators.

    Parameters
    ----------
    name : of the index; the first of each pack where None
    """
    if one.pack == other.pack:
        return True
    first, second = (pack.index.get(name or next(iter(pack.index), "")) for pack in (one, other))
    return first is not None and first == second and one.indicators == other.indicators
