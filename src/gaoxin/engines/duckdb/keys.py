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

    def at(self, table: Table, binding: Binding) -> Future[Keys]:
        """The look at the keys of a table, which begins if it has not.

        Its first question is put into words here: the thread has its turn at Python late.
        """
        seen = identity(table)
        if seen not in self._begun:
            relation = f"looked_{len(self._begun)}"
            first = glance(binding, relation)
            self._begun[seen] = table, self.thread.submit(self._look, table, binding, relation, first)
        return self._begun[seen][1]

    def _look(self, table: Table, binding: Binding, relation: str, first: str | None) -> Keys:
        with self.connected().cursor() as cursor:
            view(cursor, relation, table)
            return keys_of(lambda question: cursor.execute(question).fetchall(), binding, relation, first)


def glance(binding: Binding, relation: str) -> str | None:
    """The question whether the keys of a table are plain; None where that cannot be told at a glance."""
    question = plain_keys_query(binding, relation)
    return question and _words(question)


def keys_of(ask: Callable[[str], list[Any]], binding: Binding, relation: str, first: str | None) -> Keys:
    """Look at the keys of all rows: as they stand if that is enough, and for duplicates unless they ascend.

    Parameters
    ----------
    ask : gives the rows of a query
    binding, relation : of the table
    first : the first question, of `glance`
    """
    ((plain, ascending),) = [(False, False)] if first is None else ask(first)
    read, whole = binding.with_plain_keys() if plain else binding, True
    if not plain:
        ((whole, ascending),) = ask(_words(keys_query(binding, relation)))
    once = whole and (ascending or ask(_words(duplicates_query(read, relation))) == [(False,)])
    return Keys(once, plain)


def _words(question: Query) -> str:
    return question.sql(dialect=DIALECT, copy=False)


def identity(table: Table) -> tuple[object, ...]:
    """What tells the keys of a table from those of others: its file as it is now, or the table in memory."""
    bound = (table.binding.subject, table.binding.period) if table.binding else ()
    keys = [key and key.source for key in bound]
    if table.source.path is None:
        return (id(table.source.table), *keys)
    state = Path(table.source.path).stat()
    return (table.source.path, state.st_mtime_ns, state.st_size, *keys)
