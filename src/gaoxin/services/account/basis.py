"""What accounts of figures over members were made of: the standard, the tables, what was published before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gaoxin.engines.protocol import Table, Task
from gaoxin.formula.program import Figure, Program
from gaoxin.services.change.arrow import pa
from gaoxin.services.change.zone import ZoneAccount
from gaoxin.services.hashing import file_hash


@dataclass(frozen=True, slots=True)
class Held:
    """A table that was read.

    Parameters
    ----------
    kind : of subject that its rows are
    name : of the file
    sha256 : of the file; of a table in memory its Arrow stream
    """

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What accounts rest on.

    Parameters
    ----------
    program, figure : the pack, and the figure of it
    member : the kind of the members
    found : the accounts
    names : of members and subjects, by identifier
    tables : that were read: of the subjects, then of the members
    published : figures of the year before as they were published, by subject
    as_of : the day of judgement, where one was given
    """

    program: Program
    figure: Figure
    member: str
    found: tuple[ZoneAccount, ...]
    names: Mapping[str, str]
    tables: tuple[Held, ...]
    published: Mapping[str, str | Decimal | int]
    as_of: date | None

    @property
    def sha256(self) -> str:
        """SHA-256 of the pack as it was loaded."""
        return hashlib.sha256(self.program.pack.model_dump_json().encode()).hexdigest()


def tables_of(program: Program, given: object, members: Mapping[str, object], task: Task) -> tuple[Held, ...]:
    """The tables of a task, hashed.

    Parameters
    ----------
    given, members : as the user gave them: a file is hashed as it is
    """
    read = [(program.subject or "", given, task.table)]
    read += [(kind, members[kind], task.members[kind]) for kind in members]
    return tuple(Held(kind, Path(own.source.name).name, _hash(table, own)) for kind, table, own in read)


def _hash(given: object, table: Table) -> str:
    if isinstance(given, (str, Path)) and Path(given).is_file():
        return file_hash(Path(given))
    if table.source.table is None:
        return ""
    sink: Any = pa.BufferOutputStream()
    held: Any = table.source.table
    with pa.ipc.new_stream(sink, held.schema) as stream:
        stream.write_table(held)
    return hashlib.sha256(sink.getvalue()).hexdigest()
