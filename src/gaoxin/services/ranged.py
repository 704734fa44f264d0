"""One zone alone: its figures between the extremes of the nation that were entered by hand.

A zone that holds its own row only has no minimum and no maximum to be measured against. Whoever enters those
of the nation, with their source, in a table of ranges (``indicator, period, minimum, maximum, source``, the
same as the ``ranges.csv`` of a project) gets the position of each figure, and an index whose min-max runs
between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Figure, Program
from gaoxin.services import verbs
from gaoxin.services.board import Range, Ranges, ranges_in
from gaoxin.services.changed import IndexResults
from gaoxin.services.indices import Ran, index_task
from gaoxin.services.results.arrow import pa
from gaoxin.services.tables import Options, Results, program_of
from gaoxin.spec import Index, IndexNode, Normalise

_MOST = 20
"""Notices of one kind."""

_POSITIONS = {
    "subject": pa.string(),
    "period": pa.int32(),
    "indicator": pa.string(),
    "value": pa.float64(),
    "minimum": pa.float64(),
    "maximum": pa.float64(),
    "position": pa.float64(),
    "source": pa.string(),
    "status": pa.string(),
}


def position(pack: str | Program, table: object, ranges: str | Path, options: Options = Options()) -> Results:
    """Where each figure stands between the entered extremes.

    position = 100·(value - minimum)/(maximum - minimum), without regard to whether more is better

    Parameters
    ----------
    ranges : CSV of ``indicator, period, minimum, maximum, source``; numbers in the figure's unit, or with one

    Returns
    -------
    subject, period, indicator, value, minimum, maximum, position, source, and status: empty, ``unknown`` (no
    figure), ``outside`` (beyond an extreme: the range or the figure is wrong; the position is not cut) or
    ``no range`` (of this year)

    Raises
    ------
    DataError : faults of the ranges, or of the table
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    found = _read(ranges, program, None)
    names = list(dict.fromkeys(name for name, _ in found))
    if not names:
        message = (
            f"{ranges}: 没有一行范围 · it has no row; try: {', '.join(sorted(_units(program, None))[:5])}"
        )
        raise UsageError(message)
    figures = verbs.indicators(program, table, options, names=names)
    assert isinstance(figures, Results)
    rows = [
        _position(row, name, found.get((name, row["period"]))) for row in figures.rows() for name in names
    ]
    columns = {key: pa.array([row[key] for row in rows], kind) for key, kind in _POSITIONS.items()}
    return Results(pa.table(columns), program.pack.pack, figures.notices)


def _position(row: Mapping[str, Any], name: str, span: Range | None) -> dict[str, Any]:
    value = row[name]
    head = {"subject": row["subject"], "period": row["period"], "indicator": name, "value": value}
    if span is None:
        return {**dict.fromkeys(_POSITIONS), **head, "status": "no range"}
    low, high = float(span.minimum), float(span.maximum)
    status = "unknown" if value is None else "" if low <= value <= high else "outside"
    place = None if value is None else 100 * (value - low) / (high - low)
    ends = {"minimum": low, "maximum": high, "source": span.source}
    return {**head, **ends, "position": place, "status": status}


def index_in_ranges(
    pack: str | Program,
    table: object,
    ranges: str | Path,
    options: Options = Options(),
    *,
    name: str | None = None,
    variant: str | None = None,
) -> IndexResults:
    """Compute an index whose min-max runs between entered extremes, where a year has them.

    Every indicator that is normalised by min-max and has a range in a year is scored as between goalposts,
    cut at them; a figure beyond them is a notice. The others stay as they are: of one zone alone, min-max
    without a range has no scale.

    Parameters
    ----------
    ranges : as of `position`; an indicator is named as the index reads it, or by the id of its node

    Returns
    -------
    as of `gaoxin.index`
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    chosen = index_task(program, name, variant)[1].index
    found = _read(ranges, program, program.pack.index[chosen])
    plain = verbs.index(program, table, options, name=chosen, variant=variant)
    assert isinstance(plain, IndexResults)
    parts: list[Any] = []
    ran: list[Ran] = []
    notices = dict.fromkeys(plain.notices)
    for period in sorted(set(plain.table["period"].to_pylist())):
        changed, spans, lacking = _within(program, chosen, period, found)
        some = replace(options, periods=[period])
        made = verbs.index(changed, table, some, name=chosen, variant=variant)
        assert isinstance(made, IndexResults)
        parts.append(made.table)
        ran += made.ran
        if lacking:
            notices[f"{period}: 未填全国范围 · no range entered: {', '.join(lacking)}"] = None
        notices |= dict.fromkeys(_beyond(made.table.to_pylist(), spans))
    rows = pa.concat_tables(parts) if parts else plain.table
    return IndexResults(rows, program.pack.pack, tuple(notices), tuple(ran) or plain.ran)


def _beyond(rows: Sequence[Mapping[str, Any]], spans: Mapping[str, Range]) -> Iterator[str]:
    told = 0
    for row in rows:
        span = spans.get(row["node"])
        if span is None or row["raw"] is None or span.minimum <= Fraction(row["raw"]) <= span.maximum:
            continue
        told += 1
        if told <= _MOST:
            ends = f"{float(span.minimum):g} – {float(span.maximum):g}"
            who = f"{row['subject']} {row['period']} {row['node']}"
            yield f"{who}: {row['raw']:g} 超出所填范围 · is outside the entered range {ends} ({span.source})"


def _within(
    program: Program, index: str, period: int, found: Ranges
) -> tuple[Program, dict[str, Range], list[str]]:
    """The program with goalposts of a year in place of min-max, these, and the leaves that have none."""
    spec = program.pack.index[index]
    spans: dict[str, Range] = {}
    lacking: list[str] = []
    for leaf in spec.leaves():
        if (leaf.normalise or spec.methods.normalise).method != "minmax":
            continue
        span = found.get((leaf.id, period)) or found.get((leaf.indicator or "", period))
        if span is None:
            lacking.append(leaf.id)
        else:
            spans[leaf.id] = span
    tree = tuple(_posted(node, spec, spans) for node in spec.tree)
    changed = {**program.pack.index, index: spec.model_copy(update={"tree": tree})}
    return replace(program, pack=program.pack.model_copy(update={"index": changed})), spans, lacking


def _posted(node: IndexNode, spec: Index, spans: Mapping[str, Range]) -> IndexNode:
    if node.children:
        return node.model_copy(
            update={"children": tuple(_posted(child, spec, spans) for child in node.children)}
        )
    if node.id not in spans:
        return node
    way, span = node.normalise or spec.methods.normalise, spans[node.id]
    posts = Normalise(method="goalposts", low=way.low, high=way.high)
    return node.model_copy(update={"normalise": posts, "posts": (span.minimum, span.maximum)})


def _read(path: str | Path, program: Program, index: Index | None) -> Ranges:
    place = Path(path)
    if not place.is_file():
        message = (
            f"{place}: 没有这个文件 · there is no such file; try: indicator,period,minimum,maximum,source"
        )
        raise UsageError(message)
    which = "the index reads" if index is not None else f"{program.pack.pack} has"
    return ranges_in(place, _units(program, index), which)


def _units(program: Program, index: Index | None) -> dict[str, str]:
    """The unit of each figure: those that an index reads, by node and by name, or all of a pack."""
    if index is None:
        own = {name: spec.unit for name, spec in program.variables.items() if spec.type in ("number", "real")}
        made = ((program.own(name), item) for name, item in program.items.items())
        return own | {name: item.spec.unit for name, item in made if isinstance(item, Figure)}
    found: dict[str, str] = {}
    for leaf in index.leaves():
        item = program.find(leaf.indicator or "")
        variable = program.variables.get(leaf.indicator or "")
        unit = item.spec.unit if isinstance(item, Figure) else variable.unit if variable else "1"
        found |= {leaf.id: unit, leaf.indicator or leaf.id: unit}
    return found
