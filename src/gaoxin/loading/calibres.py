"""Calibres: what a break names is there, and can stand for the figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gaoxin.base import units
from gaoxin.formula.program import Program
from gaoxin.loading.found import Found
from gaoxin.loading.yaml import Path
from gaoxin.spec import Pack, Variable


def breaks_are_sourced(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """Every break says who changed the calibre, by a key of the pack's own `sources`."""
    known = program.pack.sources
    for path, name, variable in _breaks(program.pack):
        source = variable.breaks[int(path[-1])].source
        if source not in known:
            rule = f"the pack's sources are {', '.join(known) or 'none'}"
            yield Found((*path, "source"), name, f"source {source}", rule, "add it there")


def comparable_series_compare(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """A comparable series is a figure of the same kind and unit, for the same purpose, without breaks."""
    for path, name, variable in _breaks(program.pack):
        other = variable.breaks[int(path[-1])].comparable
        if other is None:
            continue
        found = program.variables.get(other)
        where = (*path, "comparable")
        if found is None:
            rule = "`comparable` names a variable in sight"
            yield Found(where, name, f"comparable {other}", rule, "declare it with the new calibre")
        elif found.breaks or found.type != variable.type or _dimension(found) != _dimension(variable):
            seen = f"comparable {other} ({found.type}, {found.unit}, {len(found.breaks)} breaks)"
            rule = f"it stands for a {variable.type} in {variable.unit} and has one calibre throughout"
            yield Found(where, name, seen, rule, "name a series of the same kind and unit, without breaks")


def _breaks(pack: Pack) -> Iterator[tuple[Path, str, Variable]]:
    for name, variable in pack.variables.items():
        for number in range(len(variable.breaks)):
            yield ("variables", name, "breaks", number), name, variable


def _dimension(variable: Variable) -> units.Dimension:
    parsed = units.parse(variable.unit)
    return parsed.dimension if parsed else units.NONE
