"""The rows of an index, with the list of the cells that were filled or treated on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow

from gaoxin.services.indices import Ran, of_periods
from gaoxin.services.scores import scores_of
from gaoxin.services.tables import Results

pa: Any = pyarrow  # its stubs do not know all that it can do


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

    def scores(self) -> Results:
        """Give a row for each subject and period, a column for each node: a table that a pack can read."""
        return Results(scores_of(self.ran), self.pack)


def cells_of(ran: Sequence[Ran]) -> Any:
    """The changed cells of several runs, one after another."""
    from gaoxin.engines.array.index import changed_cells  # late: numpy and scipy take a moment

    return pa.concat_tables([of_periods(changed_cells(one.plan, one.rows), one.periods) for one in ran])
