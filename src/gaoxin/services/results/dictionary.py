"""What the names in the tables of a run mean: titles, units, formulas, clauses and statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from gaoxin.formula.explain import LANGUAGES, Speaker
from gaoxin.formula.inputs import item_inputs
from gaoxin.formula.program import Figure, Program
from gaoxin.formula.values import Interval, plain
from gaoxin.plan.index import IndexPlan, Tidy
from gaoxin.services.score_sheets import (
    figures_of,
    filled_cap,
    method,
    raw_inputs,
    rests_on_variant,
    sheet_of,
)
from gaoxin.spec import Award, Board, BoardNode, Condition, Index, Max, Pack, PointsItem, Text, Variable

Entry = dict[str, Any]
Plans = Mapping[tuple[str, str], IndexPlan]
"""The plans of indices, by pack and name."""


def dictionary(programs: Sequence[Program], plans: Plans) -> Entry:
    """The dictionary of a run, as plain data; each entry only has what its pack says.

    A variable stands under the pack that declares it, where that is one of the programs' packs, else under
    the pack that uses it. A pack beside them has its head, and the indicators that they use.
    """
    packs: Entry = {}
    declared = {name for program in programs for name in program.pack.variables}
    for program in programs:
        pack = program.pack
        strays = {n: v for n, v in program.variables.items() if n not in declared}
        declared |= strays.keys()
        packs[pack.pack] = _said(
            {
                **_head(pack, program.subject),
                "variables": {n: _variable(pack, v) for n, v in (pack.variables | strays).items()},
                "indicators": {name: _indicator(program, pack, name) for name in pack.indicators},
                "verdicts": {name: _verdict(program, name) for name in pack.verdicts},
                "points": {name: _points(program, name) for name in pack.points},
                "index": {n: _index(pack, i, plans.get((pack.pack, n))) for n, i in pack.index.items()},
                "boards": {name: _board(board) for name, board in pack.board.items()},
            }
        )
    for program, pack, name in _borrowed(programs):
        packs.setdefault(pack.pack, _said({**_head(pack, pack.subject), "indicators": {}}))
        packs[pack.pack].setdefault("indicators", {})[name] = _indicator(program, pack, name)
    kinds = {kind: {"title": _text(spec.title)} for p in programs for kind, spec in p.subjects.items()}
    return {"packs": packs, "kinds": kinds}


def _borrowed(programs: Sequence[Program]) -> Iterator[tuple[Program, Pack, str]]:
    """The indicators of other packs that programs use: who uses it, its pack, its name there."""
    own = {program.pack.pack for program in programs}
    for program in programs:
        for made in program.items.values():
            if isinstance(made, Figure) and made.pack.pack not in own:
                yield program, made.pack, made.name.removeprefix(f"{made.pack.family}.")


def _said(entry: Entry) -> Entry:
    """An entry without what is not said."""
    return {key: value for key, value in entry.items() if value not in (None, "", {}, [])}


def _text(text: Text | None) -> Entry | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _cap(cap: Max) -> int | float | None:
    """A cap, the greatest of those that differ by category; nothing where it is not published."""
    if isinstance(cap, dict):
        return _number(max((value for value in cap.values() if value is not None), default=None))
    return _number(cap)


def _head(pack: Pack, kind: str | None) -> Entry:
    """Which document a pack restates."""
    found = pack.document
    document = None if found is None else _said(found.model_dump(mode="json"))
    force = {"from": pack.in_force.since, "to": pack.in_force.to}
    return {
        "pack": pack.pack,
        "family": pack.family,
        "title": _text(pack.title),
        "summary": _text(pack.summary),
        "document": document,
        "in_force": _said({key: day and day.isoformat() for key, day in force.items()}),
        "status": pack.status,
        "kind": kind,
    }


def _source(pack: Pack, key: str | None) -> str | None:
    """A source in words: its title, with its number where it has one."""
    if key is None or key not in pack.sources:
        return key
    source = pack.sources[key]
    return f"{source.title}（{source.number}）" if source.number else source.title


def _inputs(program: Program, name: str) -> list[list[str | int]]:
    """The variables behind an item, each with its year from the row's own: -1 is the year before."""
    return [[ref.name, -ref.shift] for ref in item_inputs(program, name)]


def _variable(pack: Pack, spec: Variable) -> Entry:
    keys = ("unit", "type", "calibre", "population", "purpose", "origin", "torch", "missing")
    said = {key: getattr(spec, key) for key in keys}
    return _said({"title": _text(spec.title), **said, "source": _source(pack, spec.source)})


def _indicator(program: Program, pack: Pack, name: str) -> Entry:
    spec = pack.indicators[name]
    said = {
        "title": _text(spec.title),
        "unit": spec.unit,
        "formula": spec.formula,
        "clause": spec.clause,
        "status": spec.status or pack.status,
        "source": _source(pack, spec.source),
        "inputs": _inputs(program, f"{pack.family}.{name}"),
    }
    return _said(said)


def _verdict(program: Program, name: str) -> Entry:
    pack = program.pack
    spec = pack.verdicts[name]
    full = f"{pack.family}.{name}"
    conditions = [_condition(program, f"{full}.{condition.id}", condition) for condition in spec.conditions]
    said = {"title": _text(spec.title), "clause": spec.clause, "status": pack.status}
    return _said({**said, "conditions": conditions})


def _condition(program: Program, full: str, spec: Condition) -> Entry:
    """A condition; a reading that no source settles, whatever the row, makes it assumed."""
    status, scope = spec.status or program.pack.status, program.scopes[program.pack.family]
    if any(assumption.when is None for assumption in spec.assumptions):
        status = "assumed"
    said = {
        "id": spec.id,
        "title": _text(spec.title),
        "require": spec.require,
        "words": {lang: Speaker(program, scope, lang).say(spec.require) for lang in LANGUAGES},
        "clause": spec.clause,
        "status": status,
        "inputs": _inputs(program, full),
    }
    return {**_said(said), "jury": spec.jury}


def _points(program: Program, name: str) -> Entry:
    pack = program.pack
    spec = pack.points[name]
    status = spec.status or pack.status
    groups: list[Entry] = []
    for group in spec.groups:
        items = [_item(program, name, i, status) for i in group.items]
        titled = {"id": group.id, "title": _text(group.title), "max": _cap(group.max)}
        groups.append({**titled, "items": items})
    status = "assumed" if rests_on_variant(sheet_of(program, name)) else status
    return {"title": _text(spec.title), "max": _cap(spec.max), "status": status, "groups": groups}


def _item(program: Program, sheet: str, spec: PointsItem, status: str) -> Entry:
    """An item: how its points come about, the figures that it names, the reported ones behind them."""
    made = sheet_of(program, sheet)
    row = next(row for row in made.rows if row.spec.id == spec.id)
    figures = [program.own(name) for name in figures_of(program, row)]
    said = {
        "id": spec.id,
        "title": _text(spec.title),
        "max": _cap(spec.max),
        "formula": " | ".join(_ways(spec)),
        "clause": spec.clause,
        "status": "assumed" if filled_cap(made, row.cap, spec) else spec.status or status,
        "words": {lang: method(program, made, row, lang) for lang in LANGUAGES},
        "figures": figures,
        "raw": [[ref.name, -ref.shift] for ref in raw_inputs(program, row)],
        "inputs": _inputs(program, row.name),
    }
    return _said(said)


def _ways(spec: PointsItem) -> Iterator[str]:
    """How an item's points come about: a formula, a jury's grade, or bands, the best of which counts."""
    if spec.formula or spec.grade or spec.score:
        yield spec.formula or spec.grade or spec.score or ""
    for way in spec.alternatives:
        bands = [f"{band.when} → {_award(band.points)}" for band in way.bands]
        yield "; ".join([*bands, f"… → {_award(way.otherwise)}"])


def _award(award: Award) -> str:
    return str(Interval(*award)) if isinstance(award, tuple) else plain(award)


def _index(pack: Pack, spec: Index, plan: IndexPlan | None) -> Entry:
    """An index with its nodes, parents first; the weights are shares among siblings, as they were used."""
    above = {child.id: family.node for family in spec.families() for child in family.children}
    behind = {node.id: node for root in spec.tree for node in root.walk()}
    rows = [] if plan is None else [row for step in plan.steps if isinstance(step, Tidy) for row in step.rows]
    nodes: list[Entry] = []
    for row in rows:
        node = behind.get(row.node)
        own = (node.status if node else None) or spec.status or pack.status
        marked = "assumed" if {"assumed", "weight assumed"} & {*row.marks} else own
        said = {
            "node": row.node,
            "parent": above.get(row.node),
            "title": _text(node.title if node else spec.title),
            "level": row.level,
            "weight": _number(row.share),
            "indicator": node.indicator if node else None,
            "status": marked,
        }
        nodes.append({key: value for key, value in said.items() if value is not None})
    return {"title": _text(spec.title), "nodes": nodes}


def _board(board: Board) -> Entry:
    red = [
        {
            "when": rule.when,
            "threshold": plain(rule.threshold),
            "title": _text(rule.title),
            "status": rule.status,
        }
        for rule in board.red
    ]
    said = {"title": _text(board.title), "note": board.note, "assumed": list(board.assumed)}
    more = {"directions": dict(board.directions), "red": red}
    return {**_said({**said, **more}), "tree": [_leaf(node) for node in board.tree]}


def _leaf(node: BoardNode) -> Entry:
    keys = ("quote", "place", "owner", "clause_class", "state", "note")
    said = {"id": node.id, "title": _text(node.title), **{key: getattr(node, key) for key in keys}}
    below = [_leaf(child) for child in node.children]
    return _said({**said, "measures": list(node.measures), "children": below})
