"""What would raise the score sheets of some subjects: of those with the most points in the last period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gaoxin.decide.raising import Raiser
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Program, Sheet
from gaoxin.services.results.arrow import pa, pc
from gaoxin.services.results.exact import Figures
from gaoxin.services.results.files import TableFiles
from gaoxin.services.results.near import members_of
from gaoxin.services.results.typed import Typed
from gaoxin.services.score_sheets import Advice, advice, sheet_of
from gaoxin.services.worlds import compares_rows

MOST = 20
"""So many subjects of a sheet are looked at."""
ROWS = 10_000
"""Where a sheet compares rows, nobody is looked at in a larger table: `explain` looks at one."""


def add_raises(
    files: TableFiles, program: Program, kinds: Mapping[str, Typed], rows: Any, as_of: date | None
) -> tuple[str, ...]:
    """Add what would raise the sheets of a pack.

    Parameters
    ----------
    rows : an Arrow table of the points of the pack

    Returns
    -------
    a notice where only some subjects were looked at
    """
    own = kinds[program.subject or ""]
    notices: list[str] = []
    compares = compares_rows(program)
    for name in program.pack.points:
        chosen = [] if compares and own.whole.num_rows > ROWS else _chosen(rows, name)
        world = _World(program, kinds, as_of, compares=compares)
        made = sheet_of(program, name)
        raiser = Raiser(program, made)
        found = [row for key in chosen for row in _rows(world.evaluator(key, made), name, made, raiser)]
        if found:
            files.add("raises", pa.Table.from_pylist(found, schema=_schema()))
        if len(chosen) < pc.count_distinct(rows["subject"]).as_py():
            told = f"提分建议只测算了得分最高的 {len(chosen)} 家，其余可用 gaoxin explain 查询"
            notices.append(f"{program.pack.pack} {name}: {told} · advice: the {len(chosen)} with most points")
    return tuple(notices)


def _chosen(rows: Any, name: str) -> list[tuple[str, int]]:
    """Who is looked at: those with the most certain points of the last period."""
    last = pc.max(rows["period"])
    kept = rows.filter(pc.and_(pc.equal(rows["period"], last), pc.is_valid(rows[f"{name}.low"])))
    order = [(f"{name}.low", "descending"), ("subject", "ascending")]
    found = kept.select(["subject", "period", f"{name}.low"]).sort_by(order).slice(0, MOST)
    return list(zip(found["subject"].to_pylist(), found["period"].to_pylist(), strict=True))


class _World:
    """The rows that a sheet is computed from."""

    def __init__(
        self, program: Program, kinds: Mapping[str, Typed], as_of: date | None, *, compares: bool
    ) -> None:
        self.program, self.kinds, self.as_of = program, kinds, as_of
        self.figures = Figures(kinds[program.subject or ""].whole, program.variables)
        self.whole = World(self.figures, as_of) if compares else None

    def evaluator(self, key: tuple[str, int], made: Sheet) -> Evaluator:
        """A subject, beside all others where rows are compared."""
        subject, period = key
        members = members_of(self.program, subject, self.kinds)
        if self.whole is not None:
            return Evaluator(self.program, World(self.figures, self.as_of, members), subject, period)
        founded = {self.program.founded} if self.program.founded else set[str]()
        names = {ref.name for ref in item_inputs(self.program, made.name)} | founded
        own = self.figures.of(subject, names)
        return Evaluator(self.program, World(own, self.as_of, members), subject, period)


def _rows(evaluator: Evaluator, name: str, made: Sheet, raiser: Raiser) -> Iterator[dict[str, Any]]:
    """The rows of one subject; one without a variable where nothing was found."""
    program = evaluator.program
    key = {"pack": program.pack.pack, "kind": program.subject, "sheet": name}
    key |= {"subject": evaluator.subject, "period": evaluator.period}
    found = advice(evaluator, made, raiser)
    if not found:
        yield {**key, "place": 0, "moves": 0}
    for place, each in enumerate(found, 1):
        yield from ({**key, "place": place, **row} for row in _way(each))


def _way(each: Advice) -> Iterator[dict[str, Any]]:
    told: dict[str, str] = {}
    for name, (low, high) in each.shown.items():
        told |= {f"{name}_low": low, f"{name}_high": high}
    columns = ("variable", "now", "then", "change_zh", "change_en")
    for move in each.moves:
        row = {column: move[column] for column in columns}
        yield {"moves": len(each.moves), **row, **told, "items": "; ".join(each.items)}


def _schema() -> Any:
    texts = (
        "pack kind subject sheet variable now then change_zh change_en gain_low gain_high before_low"
        " before_high after_low after_high items"
    )
    fields = [(name, pa.string()) for name in texts.split()]
    return pa.schema([*fields, *((name, pa.int32()) for name in ("period", "place", "moves"))])
