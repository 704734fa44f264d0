"""The keys of a table, looked at once: whether every row has one of its own, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoxin.engines.sql.inputs import duplicates_query, keys_query, plain_keys_query
from gaoxin.engines.sql.statements import DIALECT, parquet_rows

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

    def at(self, table: Table, binding: Binding) -> Future[Keys]:
        """The look at the keys of a table, which begins if it has not."""
        seen = identity(table)
        if seen not in self._begun:
            look = Look(table, binding, f"looked_{len(self._begun)}")
            self._begun[seen] = table, self.thread.submit(look.taken, self.connected)
        return self._begun[seen][1]


@dataclass(slots=True)
class Look:
    """One look at the keys of a table.

    The first question is put into words at once, and none needs a view of the table: in a thread of its own
    it waits for its turn at Python before and after each word with DuckDB.

    Parameters
    ----------
    table, binding : whose keys
    relation : what it calls the table
    """

    table: Table
    binding: Binding
    relation: str
    first: str | None = field(init=False)

    def __post_init__(self) -> None:
        glance = plain_keys_query(self.binding, self.relation)
        self.first = glance and self.words(glance)

    def words(self, question: Query) -> str:
        """A question that reads the table where it stands."""
        path = self.table.source.path
        if path is not None:
            question = question.with_(self.relation, as_=parquet_rows(path), copy=False)
        return question.sql(dialect=DIALECT, copy=False)

    def taken(self, connected: Callable[[], duckdb.DuckDBPyConnection]) -> Keys:
        """Look, by a connection to the database."""
        with connected().cursor() as cursor:
            if self.table.source.path is None:
                cursor.register(self.relation, self.table.source.table)
            return self.seen(lambda question: cursor.execute(question).fetchall())

    def seen(self, ask: Callable[[str], list[Any]]) -> Keys:
        """The keys of all rows: as they stand if that is enough, and for duplicates unless they ascend."""
        ((plain, ascending),) = [(False, False)] if self.first is None else ask(self.first)
        read, whole = self.binding.with_plain_keys() if plain else self.binding, True
        if not plain:
            ((whole, ascending),) = ask(self.words(keys_query(self.binding, self.relation)))
        if ascending or not whole:
            return Keys(whole, plain)
        return Keys(ask(self.words(duplicates_query(read, self.relation))) == [(False,)], plain)


def identity(table: Table) -> tuple[object, ...]:
    """What tells the keys of a table from those of others: its file as it is now, or the table in memory."""
    bound = (table.binding.subject, table.binding.period) if table.binding else ()
    keys = [key and key.source for key in bound]
    if table.source.path is None:
        return (id(table.source.table), *keys)
    state = Path(table.source.path).stat()
    return (table.source.path, state.st_mtime_ns, state.st_size, *keys)
