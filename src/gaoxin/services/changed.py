"""The rows of an index, with the list of the cells that were filled or treated on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow

from gaoxin.plan.index import IndexPlan
from gaoxin.services.indices import of_periods
from gaoxin.services.tables import Results

pa: Any = pyarrow  # its stubs do not know all that it can do


@dataclass(frozen=True, slots=True)
class Ran:
    """An index that ran.

    Parameters
    ----------
    plan : its plan
    rows : its rows, of all periods where a score rests on figures of others
    periods : those that are asked for; all of the rows where None
    """

    plan: IndexPlan
    rows: Any
    periods: Collection[int] | None = None


@dataclass(slots=True)
class IndexResults(Results):
    """What `gaoxin.index` gives.

    Parameters
    ----------
    table, pack, notices : as of `Results`
    ran : each plan that ran, with its rows
    """

    ran: tuple[Ran, ...] = ()

    def changed(self) -> Results:
        """List every cell that is not as it was reported.

        Returns
        -------
        ``subject, period, node, raw, imputed, treated, how``; ``how`` names the method that filled the cell,
        the one that treated it, or both
        """
        return Results(cells_of(self.ran), self.pack)


def cells_of(ran: Sequence[Ran]) -> Any:
    """The changed cells of several runs, one after another."""
    from gaoxin.engines.array.index import changed_cells  # late: numpy and scipy take a moment

    return pa.concat_tables([of_periods(changed_cells(one.plan, one.rows), one.periods) for one in ran])
