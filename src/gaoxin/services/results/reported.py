"""What the data say: the subjects that they name, and every reported figure with its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gaoxin.formula.program import Program
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.texts import reported
from gaoxin.services.results.typed import Typed
from gaoxin.spec import Subject, Variable

Pair = tuple[str, str]
"""A kind of subject, and an identifier."""


def add_subjects(files: TableFiles, kinds: Mapping[str, Typed], programs: Sequence[Program]) -> None:
    """Add every subject with its name and what it belongs to, both of its last period that says them.

    What a subject belongs to is a subject too, whether or not it has figures of its own.
    """
    specs = {name: spec for program in programs for name, spec in program.subjects.items()}
    known: set[Pair] = set()
    above: dict[Pair, None] = {}
    for kind, found in kinds.items():
        spec = specs[kind]
        parent = _parent(spec, kinds, found)
        names, parents = _last(found, spec.name), _last(found, spec.belongs_to[parent] if parent else None)
        keys: list[str] = pc.unique(found.figures["subject"]).to_pylist()
        known |= {(kind, key) for key in keys}
        above |= {(parent, name): None for name in parents.values()} if parent else {}
        _add(files, kind, keys, names, (parent, parents))
    for kind, key in sorted(above):
        if (kind, key) not in known:
            _add(files, kind, [key], {}, (None, {}))


def _add(
    files: TableFiles,
    kind: str,
    keys: list[str],
    names: Mapping[str, str],
    above: tuple[str | None, Mapping[str, str]],
) -> None:
    parent, parents = above
    belongs = [parents.get(key) for key in keys]
    columns = {
        "kind": kind,
        "subject": pa.array(keys, pa.string()),
        "name": pa.array([names.get(key) or key for key in keys], pa.string()),
        "parent_kind": pa.array([parent if name else None for name in belongs], pa.string()),
        "parent": pa.array(belongs, pa.string()),
    }
    files.add("subjects", columns)


def _parent(spec: Subject, kinds: Collection[str], found: Typed) -> str | None:
    """The kind that subjects belong to: the first that they name, those with figures before others."""
    named = [kind for kind, link in spec.belongs_to.items() if link in found.figures.column_names]
    return next((kind for kind in named if kind in kinds), named[0] if named else None)


def _last(found: Typed, variable: str | None) -> dict[str, str]:
    """The value of a variable in the last period that has one, by subject."""
    if variable is None or variable not in found.figures.column_names:
        return {}
    rows = found.figures.select(["subject", variable]).filter(pc.is_valid(found.figures[variable]))
    return dict(zip(rows["subject"].to_pylist(), rows[variable].to_pylist(), strict=True))


def add_values(files: TableFiles, found: Typed, variables: Mapping[str, Variable], gathered: Any) -> None:
    """Add every reported figure of a kind: as gathered with its cell, or, without that, as it is stored.

    Parameters
    ----------
    gathered : a Parquet file or an Arrow table; see `Basis.values`
    """
    if gathered is None:
        files.add("values", _stored(found, variables))
        return
    table: Any = pq.read_table(gathered) if isinstance(gathered, (str, Path)) else gathered
    periods = pc.unique(found.figures["period"])
    files.add("values", {"kind": found.kind, **_columns(table.filter(pc.is_in(table["period"], periods)))})


def _columns(table: Any) -> dict[str, Any]:
    return dict(zip(table.column_names, table.columns, strict=True))


def _stored(found: Typed, variables: Mapping[str, Variable]) -> dict[str, Any]:
    """Stored figures in the long form, by subject, period and variable."""
    cells = _columns(found.figures)
    place = pa.array(range(found.figures.num_rows), pa.int32())
    parts: list[Any] = []
    for name in _reported(found.figures.column_names):
        number, text = reported(cells, name, variables[name])
        keys = {"subject": cells["subject"], "period": cells["period"], "place": place}
        part = pa.table({**keys, "number": number, "text": text})
        part = part.filter(pc.is_valid(part["text"]))
        parts.append(part.append_column("variable", pa.repeat(pa.scalar(name), part.num_rows)))
    if not parts:
        return {"subject": pa.array([], pa.string())}
    whole = pa.concat_tables(parts)
    whole = whole.take(pc.sort_indices(whole["place"]))
    return {"kind": found.kind, "corrected": False, **_columns(whole)}


def _reported(columns: Iterable[str]) -> list[str]:
    """The variables behind stored columns."""
    names = [name.removesuffix("__lo") for name in columns if not name.endswith("__hi")]
    return [name for name in names if name not in ("subject", "period")]
