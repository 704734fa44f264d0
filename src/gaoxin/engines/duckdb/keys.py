"""The keys of a table, looked at once: whether every row has one of its own, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoxin.engines.sql.inputs import duplicates_query, keys_query, plain_keys_query

if TYPE_CHECKING:
    from gaoxin.engines.protocol import Table
    from gaoxin.engines.sql.cte import Query
    from gaoxin.plan.binding import Binding


@dataclass(frozen=True, slots=True)
class Keys:
    """What was seen of the keys of a table.

    Parameters
    ----------
    good : every row has a key, which stands in no other row
    plain : every key is read as it stands
    """

    good: bool
    plain: bool


def keys_of(ask: Callable[[Query], list[Any]], binding: Binding, relation: str) -> Keys:
    """Look at the keys of all rows: as they stand if that is enough, and for duplicates unless they ascend.

    Parameters
    ----------
    ask : gives the rows of a query
    binding, relation : of the table
    """
    glance = plain_keys_query(binding, relation)
    ((plain, ascending),) = [(False, False)] if glance is None else ask(glance)
    read, whole = binding.with_plain_keys() if plain else binding, True
    if not plain:
        ((whole, ascending),) = ask(keys_query(binding, relation))
    return Keys(whole and (ascending or ask(duplicates_query(read, relation)) == [(False,)]), plain)


def identity(table: Table) -> tuple[object, ...]:
    """What tells the keys of a table from those of others: its file as it is now, or the table in memory."""
    keys = (table.binding.subject, table.binding.period, table.binding.years) if table.binding else ()
    if table.source.path is None:
        return (id(table.source.table), *keys)
    state = Path(table.source.path).stat()
    return (table.source.path, state.st_mtime_ns, state.st_size, *keys)
