"""Score sheets of a whole population: points with the digits that add up, full marks, shares, and peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow
from numpy.typing import NDArray

from gaoxin.formula.program import Program, Sheet
from gaoxin.formula.sheets import ALL, Cap
from gaoxin.measure.points import DIGITS, Shown, of_others, reconciled

Floats = NDArray[np.float64]
pa: Any = pyarrow


VETOES = {
    "excluded": "有否决项，不参与排序",
    "zero": "有否决项，总分计0",
    "veto unknown": "否决项待核实，不参与排序",
}
"""Words of a status of `gaoxin.plan.points` about vetoes, as people read them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a sheet.

    Parameters
    ----------
    item : empty for the total, else `group` or `group.item`
    name : as formulas name it
    parent : place of the part that it is in, -1 for the total
    cap : its own
    bonus : whether its points come on top of the cap of the total
    share : name of the share that it is of its cap, where it is one
    """

    item: str
    name: str
    parent: int
    cap: Cap
    bonus: bool = False
    share: str = ""


def nodes(program: Program, made: Sheet) -> list[Node]:
    """The parts of a sheet: the total, then each group with its items."""
    own = program.own(made.name)
    found = [Node("", own, -1, made.cap)]
    for spec, (group, cap, rows) in zip(made.spec.groups, made.groups, strict=True):
        place = len(found)
        found.append(Node(spec.id, program.own(group), 0, cap, spec.bonus))
        for row in rows:
            name = program.own(row.name)
            share = f"{name}#share" if row.share is not None else ""
            found.append(Node(f"{spec.id}.{row.spec.id}", name, place, row.cap, share=share))
    return found


def sheet_of(program: Program, name: str) -> Sheet:
    """A sheet of a pack by its name."""
    made = program.items[f"{program.pack.family}.{name}"]
    assert isinstance(made, Sheet)
    return made


def parts_of(program: Program, name: str) -> list[str]:
    """The parts of a sheet as formulas name them."""
    return [node.name for node in nodes(program, sheet_of(program, name))]


def sheet_heads(program: Program, made: Sheet, rows: Any, ranks: Any = None) -> dict[str, Any]:
    """The columns of the run's table ``sheets``: with whom subjects are compared, rank, list and veto.

    Parameters
    ----------
    rows : as of `sheet_rows`
    ranks : as of `gaoxin.services.points.standings`; None where nothing is ranked
    """
    _, told = peer_groups(program, made, rows)
    found: dict[str, Any] = {"peers_of": pa.array(told, pa.string())}
    if ranks is None:
        return found
    own = program.own(made.name)
    _, ranked = grouped_by(rows, [f"{own}#{category}" for category in made.spec.ranking.by])
    mine = _beside(rows, ranks)
    titles = {each.id: each.title.zh for each in made.spec.ranking.lists}
    return found | {
        "ranked_in": pa.array(ranked, pa.string()),
        "rank": pa.array([row.get("rank") for row in mine], pa.int32()),
        "ranked": pa.array([row.get("of") for row in mine], pa.int32()),
        "list": pa.array([titles.get(row.get("list") or "") for row in mine], pa.string()),
        "veto": pa.array([_vetoed(row.get("status") or "") for row in mine], pa.string()),
    }


def ranks_rows(made: Sheet) -> bool:
    """Whether a sheet says how its subjects are ranked, or which are left out."""
    spec = made.spec
    return bool(spec.ranking.by or spec.ranking.lists or spec.veto or spec.min_share < 1)


def _beside(rows: Any, ranks: Any) -> list[dict[str, Any]]:
    """What is said of the subject of each row."""
    by_key = {(row["subject"], row["period"]): row for row in ranks.to_pylist()}
    keys = zip(rows["subject"].to_pylist(), rows["period"].to_pylist(), strict=True)
    return [by_key.get(key, {}) for key in keys]


def _vetoed(status: str) -> str | None:
    """What the words of a status say of vetoes."""
    words = [VETOES[word] for word in status.split(";") if word in VETOES]
    return "；".join(words) or None


def peer_categories(made: Sheet) -> tuple[str, ...]:
    """The categories whose groups are peers: those of shares, else those of ranks, else that of caps."""
    shared = [row.share.spec.by for row in made.rows if row.share is not None]
    named = next((by for by in shared if by), made.spec.ranking.by)
    return named or ((made.spec.max_by,) if made.spec.max_by else ())


def sheet_rows(
    program: Program, made: Sheet, rows: Any, ranks: Any = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The columns of the run's table ``points`` that a sheet fills, part by part.

    Parameters
    ----------
    rows : an Arrow table of the points of all parts, and of what `beside_points` names
    ranks : as of `gaoxin.services.points.standings`, from which totals count where an item is unknown

    Returns
    -------
    for each part its place in the sheet and its columns, in the order of the rows
    """
    parts = nodes(program, made)
    ends = {
        end: np.stack([_doubles(rows, f"{n.name}.{end}") for n in parts], axis=1) for end in ("low", "high")
    }
    shown = {end: digits(ends[end], [n.parent for n in parts]) for end in ends}
    full = full_marks(program, made, parts, rows)
    groups, _ = peer_groups(program, made, rows)
    medians, peers = of_others(ends["low"], groups)
    counts = ends["low"] == ends["high"]
    if ranks is not None:
        counts[:, 0] |= np.array([row.get("points") is not None for row in _beside(rows, ranks)], np.bool_)
    for at, node in enumerate(parts):
        yield (
            node.item,
            {
                "low": rows[f"{node.name}.low"],
                "high": rows[f"{node.name}.high"],
                "cap": _column(full[:, at]),
                "share": _column(np.clip(_doubles(rows, node.share), 0, 1)) if node.share else None,
                "low_text": _texts(shown["low"].points[:, at], ~np.isnan(ends["low"][:, at])),
                "high_text": _texts(shown["high"].points[:, at], ~np.isnan(ends["high"][:, at])),
                "counted": _texts(shown["low"].points[:, at], counts[:, at]),
                "sum_text": _cut(shown["low"], ends["low"], at),
                "peers": pa.array(peers[:, at], pa.int32()),
                "median": _column(medians[:, at]),
            },
        )


def digits(points: Floats, parents: list[int]) -> Shown:
    """Points of a sheet with the digits that add up; what is not known counts 0 and is shown as nothing."""
    return reconciled(np.nan_to_num(points), parents)


def full_marks(program: Program, made: Sheet, parts: list[Node], rows: Any) -> Floats:
    """The most points of every part in every row: its cap, else what its parts may have; NaN: not published.

    The full marks of the total leave bonus groups aside.
    """
    full = np.stack([_cap(program, made, node.cap, rows) for node in parts], axis=1)
    for at in reversed(range(len(parts))):
        if parts[at].cap.values:
            continue
        below = [n for n, part in enumerate(parts) if part.parent == at and not part.bonus]
        full[:, at] = full[:, below].sum(axis=1)
    return full


def peer_groups(program: Program, made: Sheet, rows: Any) -> tuple[NDArray[np.int64], list[str | None]]:
    """The group of each row: a number, -1 where a category is not known, and its name where it has one."""
    names = [f"{program.own(made.name)}#{category}" for category in peer_categories(made)]
    return grouped_by(rows, names)


def grouped_by(rows: Any, names: list[str]) -> tuple[NDArray[np.int64], list[str | None]]:
    """Rows of one period that share the values of some columns: a number for each, and what they share."""
    columns = [rows[name].to_pylist() for name in names]
    keys = list(zip(rows["period"].to_pylist(), *columns, strict=True))
    known: dict[tuple[Any, ...], int] = {}
    codes = [-1 if None in key else known.setdefault(key, len(known)) for key in keys]
    told = [" × ".join(map(str, key[1:])) if names and None not in key else None for key in keys]
    return np.array(codes, np.int64), told


def _cap(program: Program, made: Sheet, cap: Cap, rows: Any) -> Floats:
    """A cap in every row; NaN where it is not published, where the category is not known, or without one."""
    size: int = rows.num_rows
    values = {key: np.nan if value is None else float(value) for key, value in cap.values.items()}
    if cap.by is None:
        return np.full(size, values.get(ALL, np.nan))
    column: list[str] = rows[f"{program.own(made.name)}#{made.spec.max_by}"].to_pylist()
    return np.array([values.get(category, np.nan) for category in column], np.float64)


def _doubles(rows: Any, name: str) -> Floats:
    """A column of doubles, NaN for null."""
    values: list[float | None] = rows[name].to_pylist()
    return np.array([np.nan if value is None else value for value in values])


def _column(values: Floats) -> Any:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _texts(shown: NDArray[np.int64], told: NDArray[np.bool_]) -> Any:
    """Whole units of the last digit as people read them, without idle zeros; null where not told."""
    known = {int(value): text(int(value)) for value in np.unique(shown)}
    cells = [known[int(value)] for value in shown]
    return pa.array(cells, pa.string(), mask=~told)


def _cut(shown: Shown, points: Floats, at: int) -> Any:
    """What the parts add up to, where a cap cuts it."""
    cut = (shown.sums[:, at] != shown.points[:, at]) & ~np.isnan(points[:, at])
    return pa.array([text(int(value)) for value in shown.sums[:, at]], pa.string(), mask=~cut)


def text(units: int, places: int = DIGITS) -> str:
    """Units of the last digit as a decimal.

    Examples
    --------
    >>> text(26667), text(-50000), text(0)
    ('2.6667', '-5', '0')
    """
    whole, part = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
