"""The keys of a table, looked at once: whether every row has one of its own, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoxin.engines.duckdb.views import view
from gaoxin.engines.sql.inputs import duplicates_query, keys_query, plain_keys_query
from gaoxin.engines.sql.statements import DIALECT

if TYPE_CHECKING:
    import duckdb

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


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks at the keys of tables: at each once, beside what is made ready meanwhile.

    Parameters
    ----------
    thread : where they run
    connected : gives the connection that knows the tables
    """

    thread: Executor
    connected: Callable[[], duckdb.DuckDBPyConnection]
    _begun: dict[tuple[object, ...], tuple[Table, Future[Keys]]] = field(
        default_factory=dict[tuple[object, ...], "tuple[Table, Future[Keys]]"]
    )

    def done(self, table: Table) -> bool:
        """Whether the keys of a table are known, or need no look."""
        _, look = self._begun.get(identity(table), (table, None))
        return table.binding is None or (look is not None and look.done())

    def at(self, table: Table, binding: Binding, relation: str) -> Future[Keys]:
        """The look at the keys of a table, which begins if it has not."""
        seen = identity(table)
        if seen not in self._begun:
            self._begun[seen] = table, self.thread.submit(self._look, table, binding, relation)
        return self._begun[seen][1]

    def _look(self, table: Table, binding: Binding, relation: str) -> Keys:
        with self.connected().cursor() as cursor:
            if table.source.path is None:
                view(cursor, relation, table)
            return keys_of(
                lambda question: cursor.execute(question.sql(dialect=DIALECT, copy=False)).fetchall(),
                binding,
                relation,
            )


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
    bound = (table.binding.subject, table.binding.period) if table.binding else ()
    keys = [key and key.source for key in bound]
    if table.source.path is None:
        return (id(table.source.table), *keys)
    state = Path(table.source.path).stat()
    return (table.source.path, state.st_mtime_ns, state.st_size, *keys)
