"""The verbs of change: accounts of an index, targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from gaoxin.formula.program import Program
from gaoxin.measure.targets import Goal
from gaoxin.services.change import index as of_index
from gaoxin.services.change import targets
from gaoxin.services.change.index import Changes
from gaoxin.services.change.targets import Target
from gaoxin.services.tables import Options


def change(
    pack: str | Program,
    table: object,
    before: int,
    after: int,
    *,
    pack_before: str | Program | None = None,
    subject: str | Collection[str] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
    as_of: date | None = None,
    members: Mapping[str, object] | None = None,
    options: Options | None = None,
) -> Changes:
    """Account for the change of scores and ranks between two years, part by part.

    Parameters
    ----------
    pack, table, name, variant, as_of, members : as of `gaoxin.index`
    before, after : the two years
    pack_before : the pack of the earlier year, where the standard changed: what that does is a break
    subject : one unit or several, and the change of their rank by indicator too; where None all units that
        have a row in both years, and the parts of their rank
    node : of the tree; the total where None

    Returns
    -------
    rows: subject, measure (score or rank), part (own, peers, specification, calibre; all where no order of
    the parts has a score), detail (value, weight, set, method, undivided, rest), node, title, amount, before
    and after (the score or rank), figure_before and figure_after (of an indicator), status. The amounts of a
    subject and measure sum to ``after - before``. Where a score is unknown the part is ``unknown``, a row for
    each missing figure, without an amount. `bars` gives a waterfall

    Raises
    ------
    UsageError : a year or a unit that the table does not have, one year twice, an index without a score
    """
    given = options or Options(as_of, None, members or {})
    wanted = [subject] if isinstance(subject, str) else subject
    return of_index.change(
        pack,
        table,
        (before, after),
        given,
        pack_before=pack_before,
        subjects=wanted,
        name=name,
        variant=variant,
        node=node,
    )


def target(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    score: float | None = None,
    rank: int | None = None,
    period: int | None = None,
    most: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
    as_of: date | None = None,
    members: Mapping[str, object] | None = None,
    options: Options | None = None,
) -> Target:
    """Find what it takes a unit to reach a score or a rank: one indicator alone, and the cheapest mix.

    Parameters
    ----------
    pack, table, name, variant, as_of, members : as of `gaoxin.index`
    score, rank : the goal, one of them
    period : the latest of the table where None
    most : by node of an indicator, the greatest change in its unit; where given, only these move
    costs : by node, the cost of a change by one unit; where there is none, a change from the worst to the
        best unit costs 1
    node : of the tree; the total where None

    Returns
    -------
    rows: subject, period, way (alone: that indicator only; mix: all rows together), node, title, unit,
    figure, target (the figure that it takes), change, cost, reached, score and rank with it (computed anew,
    the other units' figures as they are), step_before (the figure one step before, which does not reach the
    goal), why. Where nothing reaches the goal the row has the nearest. `now`, `mix` and `runs` beside them

    Raises
    ------
    UsageError : not one goal, a unit or period that the table does not have, a unit without a score
    """
    given = options or Options(as_of, None, members or {})
    return targets.target(
        pack,
        table,
        subject,
        given,
        goal=Goal(score, rank),
        period=period,
        most=most,
        costs=costs,
        name=name,
        variant=variant,
        node=node,
    )
