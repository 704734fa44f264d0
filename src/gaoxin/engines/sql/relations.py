"""A bound table as the relation ``input`` of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.engines.sql.cte import Cte
from gaoxin.engines.sql.inputs import full_columns, input_query
from gaoxin.engines.sql.rows import Relation

if TYPE_CHECKING:
    from collections.abc import Collection

    from gaoxin.engines.sql.cte import Query
    from gaoxin.plan.binding import Binding, Source


def typed_relation(
    source: Source, binding: Binding, stored: str, name: str, *, quick: bool
) -> tuple[Relation, Cte]:
    """The typed rows of a table, and the step that makes them.

    Parameters
    ----------
    source, binding : the table, and what its columns mean
    stored : the relation that holds it
    name : of the relation to make
    quick : read as `input_query` does
    """

    def narrow(few: Collection[str]) -> Query:
        return input_query(binding.only(few), stored, quick=True)

    query = input_query(binding, stored, quick=quick)
    made = Relation(
        name,
        frozenset(query.named_selects),
        dated=binding.periods != (0,),
        full=full_columns(source, binding, quick=quick),
        codes=binding.subject.code,
        # read quickly, every cell of a row is looked at, whether its column is asked for or not
        narrow=narrow if quick else None,
    )
    return made, Cte(name, f"{source.name}: typed, exact columns", query, kept=False)
