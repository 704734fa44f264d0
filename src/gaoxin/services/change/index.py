"""The change account of an index as a table: of each unit its score and its rank, part by part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.measure.change import Account, Amount, Side, account, rank_account, waterfall
from gaoxin.measure.change.account import Mixtures
from gaoxin.plan.reasons import CHANGED
from gaoxin.services.change.arrow import pa
from gaoxin.services.change.reading import Read, check_years, read, subjects_of
from gaoxin.services.change.scoring import faults, score
from gaoxin.services.tables import Options, Results, program_of
from gaoxin.services.versions import same_index

_SCHEMA = {
    "subject": pa.string(),
    "measure": pa.string(),
    "part": pa.string(),
    "detail": pa.string(),
    "node": pa.string(),
    "title": pa.string(),
    "amount": pa.float64(),
    "before": pa.float64(),
    "after": pa.float64(),
    "figure_before": pa.float64(),
    "figure_after": pa.float64(),
    "status": pa.string(),
}
_BARS = {
    "subject": pa.string(),
    "part": pa.string(),
    "node": pa.string(),
    "amount": pa.float64(),
    "start": pa.float64(),
    "end": pa.float64(),
}


@dataclass(slots=True)
class Changes(Results):
    """The rows of change accounts; `bars` gives them as a waterfall.

    Parameters
    ----------
    another_standard : whether the two years have different standards: no rise or fall is told across them
    """

    another_standard: bool = False

    def bars(self, subject: str | None = None, measure: str = "score", most: int | None = 12) -> Results:
        """The bars of a waterfall: subject, part, node, amount, start, end; the ends are before and after.

        Parameters
        ----------
        subject : one unit; all where None
        measure : ``score`` or ``rank``
        most : so many bars at most between the ends, the smallest together as ``rest``

        Raises
        ------
        UsageError : no such unit, or its change is not known
        """
        rows = [r for r in self.rows() if r["measure"] == measure and r["amount"] is not None]
        subjects = [subject] if subject is not None else list(dict.fromkeys(r["subject"] for r in rows))
        found: list[dict[str, Any]] = []
        for each in subjects:
            own = [row for row in rows if row["subject"] == each]
            if not own:
                message = f"{each}: 没有可分解的变动 · no change that is known; try: a unit with both scores"
                raise UsageError(message)
            amounts = [(row["part"], row["node"], row["amount"]) for row in own]
            for bar in waterfall(own[0]["before"], own[0]["after"], amounts, most):
                cells = (bar.part, bar.node, bar.amount, bar.start, bar.end)
                found.append(dict(zip(_BARS, (each, *cells), strict=True)))
        return Results(_table(found, _BARS), self.pack, self.notices)


def change(
    pack: str | Program,
    table: object,
    years: tuple[int, int],
    options: Options = Options(),
    *,
    pack_before: str | Program | None = None,
    subjects: Collection[str] | None = None,
    name: str | None = None,
    variant: str | None = None,
    node: str | None = None,
) -> Changes:
    """Account for the change of scores and ranks between two years.

    Parameters
    ----------
    pack, table, options, name, variant : as of `index`; `options.periods` is not used
    years : the earlier and the later
    pack_before : the pack of the earlier year, where the standard changed; the variant is that of each that
        has it
    subjects : these units, and the change of their rank by indicator too; all that have both years where None
    node : of the tree; the total where None

    Returns
    -------
    see `gaoxin.change`

    Raises
    ------
    UsageError : a year or a unit that the table does not have, one year twice, an index without a score
    """
    programs = [
        given if isinstance(given, Program) else program_of(given, options.as_of)
        for given in (pack_before or pack, pack)
    ]
    variants = _variants(programs, name, variant)
    later = read(programs[1], table, options, name=name, variant=variants[1])
    earlier = later
    if not same_index(programs[0].pack, programs[1].pack, name):
        earlier = read(programs[0], table, options, name=name, variant=variants[0])
    top = later.top(node)
    for side in (earlier, later):
        check_years(side.panel, years)
        side.top(node)
    chosen = subjects_of(later.panel, years, subjects)
    sides = [Side(side.plan, side.panel, side.walls(*years)) for side in (earlier, later)]
    if earlier is later:
        sides[0] = sides[1]
    mixtures = Mixtures((sides[0], sides[1]), years, score, top)
    titles = {**{mixtures.name(0, n): title for n, title in earlier.titles.items()}, **later.titles}
    rows: list[dict[str, Any]] = []

    @cache
    def why(number: int) -> list[dict[str, str]]:
        return faults(sides[number].panel, sides[number].plan, top)

    for subject in chosen:
        told = _Told(mixtures, subject, titles, why, by_indicator=subjects is not None)
        rows += told.rows()
    notices = [*later.notices, *earlier.notices, *_breaks(earlier, later, years)]
    told = tuple(dict.fromkeys(notices))
    return Changes(_table(rows, _SCHEMA), later.program.pack.pack, told, earlier is not later)


def _variants(programs: Sequence[Program], name: str | None, variant: str | None) -> list[str | None]:
    """The variant of each standard: of those that have it; of both, to be refused, where none has."""
    known = [_has(program, name, variant) for program in programs]
    return [variant if has or not any(known) else None for has in known]


def _has(program: Program, name: str | None, variant: str | None) -> bool:
    index = program.pack.index.get(name or next(iter(program.pack.index), ""))
    return index is not None and variant in index.variants


def _breaks(earlier: Read, later: Read, years: tuple[int, int]) -> Iterator[str]:
    """What cannot be compared across the years: another standard, and figures of another calibre."""
    if earlier is not later:
        yield f"{CHANGED}: {earlier.program.pack.pack} → {later.program.pack.pack} ({years[1]})"
    for leaf, since in {**earlier.walls(*years), **later.walls(*years)}.items():
        yield f"{CHANGED}: {later.titles.get(leaf, leaf)} ({since})"


class _Told:
    """The rows of one unit."""

    def __init__(
        self,
        mixtures: Mixtures,
        subject: str,
        titles: Mapping[str, str],
        faults: Callable[[int], list[dict[str, str]]],
        *,
        by_indicator: bool,
    ) -> None:
        self._faults = faults
        self._mixtures, self._subject, self._titles = mixtures, subject, titles
        self._account, self._states = account(mixtures, subject)
        self._by_indicator = by_indicator
        self._gaps: dict[str, list[str]] = {}
        for leaf, year in self._account.gaps:
            self._gaps.setdefault(leaf, []).append(f"missing {year}")

    def rows(self) -> Iterator[dict[str, Any]]:
        found = self._account
        if found.change is None:
            yield from self._unknown(found)
            return
        yield from self._measured("score", found.before, found.after, found.amounts)
        ranks = rank_account(self._mixtures, self._subject, self._states, by_indicator=self._by_indicator)
        count = len(self._mixtures.factors)
        first, last = (self._states[(late,) * count].rank for late in (False, True))
        yield from self._measured("rank", first, last, ranks)

    def _measured(
        self, measure: str, before: float | None, after: float | None, amounts: Iterable[Amount]
    ) -> Iterator[dict[str, Any]]:
        for amount in amounts:
            yield {
                "subject": self._subject,
                "measure": measure,
                "part": amount.part,
                "detail": amount.detail,
                "node": amount.node,
                "title": self._titles.get(amount.node, amount.node),
                "amount": amount.amount,
                "before": before,
                "after": after,
                "figure_before": self._figure(0, amount.node),
                "figure_after": self._figure(1, amount.node),
                "status": self._status(amount.part, amount.node),
            }

    def _unknown(self, found: Account) -> Iterator[dict[str, Any]]:
        """A row for each figure that is missing; else for each node without a score for another reason."""
        if not self._gaps:
            for number, year in enumerate(self._mixtures.years):
                side = self._mixtures.side(number)
                for node, word in self._faults(number)[side.panel.row(self._subject, year)].items():
                    self._gaps.setdefault(self._mixtures.name(number, node), []).append(f"{word} {year}")
        for node in self._gaps or {self._mixtures.top: []}:
            yield {
                **dict.fromkeys(_SCHEMA),
                "subject": self._subject,
                "measure": "score",
                "part": "unknown",
                "node": node,
                "title": self._titles.get(node, node),
                "before": found.before,
                "after": found.after,
                "figure_before": self._figure(0, node),
                "figure_after": self._figure(1, node),
                "status": self._status("unknown", node) or "unknown",
            }

    def _figure(self, number: int, node: str) -> float | None:
        side, year = self._mixtures.side(number), self._mixtures.years[number]
        at = next(
            (
                at
                for at, leaf in enumerate(side.plan.leaves)
                if self._mixtures.name(number, leaf.node) == node
            ),
            None,
        )
        if at is None:
            return None
        figure = float(side.panel.figures[side.panel.row(self._subject, year), at])
        return figure if figure == figure else None

    def _status(self, part: str, node: str) -> str:
        words = ["break"] if part in ("calibre", "specification") else []
        return ";".join([*words, *self._gaps.get(node, [])])


def _table(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> Any:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in schema.items()})
