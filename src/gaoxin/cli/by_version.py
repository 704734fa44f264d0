"""An index over years of several versions of its standard, as a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gaoxin.base.errors import UsageError

if TYPE_CHECKING:
    from gaoxin.services.tables import Options, Results, Written


def index(
    pack: str,
    table: str,
    given: Iterable[str],
    options: Options,
    *,
    name: str | None,
    variant: str | None,
    out: Path | None,
    both: Mapping[str, object],
) -> Results | Written:
    """An index whose years have versions of their own, as rows or as a file.

    Parameters
    ----------
    pack : the family, or one of the versions
    given : ``year=version``
    both : other options of an index as given; one version at a time takes them
    """
    from gaoxin.services.tables import Written, program_of
    from gaoxin.services.tabular import write_table
    from gaoxin.services.versions import index_by_version

    for option, value in {"--period": options.periods, **both}.items():
        if value is not None:
            message = f"{option} beside --version: 两者不能同用 · not both; try: leave {option} out"
            raise UsageError(message)
    family = program_of(pack, options.as_of).pack.family
    versions = {year: program_of(version, options.as_of) for year, version in years(given).items()}
    for program in versions.values():
        if program.pack.family != family:
            seen = program.pack.pack
            message = f"--version {seen}: 不是其版本 · is no version of {family}; try: gaoxin packs list"
            raise UsageError(message)
    found = index_by_version(versions, table, options, name=name, variant=variant)
    if out is None:
        return found
    return Written(write_table(found.table, out), found.pack, found.notices)


def years(given: Iterable[str]) -> dict[int, str]:
    """The version of each year.

    Raises
    ------
    UsageError : not ``year=version``, or a year that stands twice
    """
    found: dict[int, str] = {}
    for text in given:
        year, equals, version = text.partition("=")
        if not (len(year) == 4 and year.isascii() and year.isdigit()) or not equals or not version:
            message = (
                f"--version {text}: 写作 年份=版本 · a year and its version are due; try: --version 2024=NAME"
            )
            raise UsageError(message)
        if int(year) in found:
            seen = found[int(year)]
            message = f"--version {text}: {year} 已有 · has {seen} already; try: name each year once"
            raise UsageError(message)
        found[int(year)] = version
    return found
