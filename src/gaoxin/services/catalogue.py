"""The packs at hand: listing, contents and schema."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from gaoxin.loading.library import installed, library_for
from gaoxin.spec import Board, BoardNode, IndexNode, Max, Pack

_STATES = {"indicator": "有指标", "task": "仅有任务", "open": "待设指标"}
_ASSUMED = "（暂定）"
_UNPUBLISHED = "未公布"


def catalogue() -> list[dict[str, Any]]:
    """Every pack at hand with its family, dates, status and title."""
    library = installed()
    rows: list[dict[str, Any]] = []
    for name in sorted(library.entries):
        entry = library.entries[name]
        pack = library.load(entry).pack
        row: dict[str, Any] = {"pack": name, "family": entry.family, "from": entry.since, "to": entry.to}
        rows.append({**row, "status": pack.status, "title": pack.title.zh, "title_en": pack.title.en})
    return rows


def contents(pack: str) -> dict[str, Any]:
    """All that a pack says, as plain data."""
    dumped = _loaded(pack).model_dump_json(exclude_defaults=True, by_alias=True)
    found: dict[str, Any] = json.loads(dumped)
    return found


def _loaded(pack: str) -> Pack:
    library = library_for(pack)
    return library.load(library.find(pack)).pack


def contents_text(pack: str) -> str:
    """What a pack says, for people."""
    found = _loaded(pack)
    lines = [f"{found.pack}  {found.title.zh}  {found.title.en}", f"status: {found.status}"]
    lines += [*_document(found), *_boards(found), *_verdicts(found), *_points(found)]
    lines += [
        f"indicator {n}  {i.title.zh} [{i.unit}] = {_line(i.formula)}" for n, i in found.indicators.items()
    ]
    lines += _indices(found)
    lines += [f"variable {n}  {v.title.zh} [{v.unit}]" for n, v in found.variables.items()]
    return "\n".join(lines)


def _verdicts(pack: Pack) -> Iterable[str]:
    for name, verdict in pack.verdicts.items():
        yield f"verdict {name}  {verdict.title.zh}"
        for c in verdict.conditions:
            yield f"  {c.id:8} {c.title.zh}  [{c.status or pack.status}]  {_line(c.require)}"


def _points(pack: Pack) -> Iterable[str]:
    for name, sheet in pack.points.items():
        yield f"points {name}  {sheet.title.zh}  {_cap(sheet.max)}".rstrip()
        for item in (item for group in sheet.groups for item in group.items):
            yield f"  {item.id:20} {item.title.zh}  {_cap(item.max) or '(max 未公布)'}"


def _cap(cap: Max) -> str:
    """A cap: one for all, or one for each category."""
    if isinstance(cap, dict):
        told = ", ".join(f"{label} {'未公布' if value is None else value}" for label, value in cap.items())
        return f"(max {told})"
    return "" if cap is None else f"(max {cap})"


def _indices(pack: Pack) -> Iterable[str]:
    for name, index in pack.index.items():
        yield f"index {name}  {index.title.zh}  variants: {', '.join(index.variants) or 'none'}"
        for node in (node for root in index.tree for node in root.walk()):
            yield f"  {node.id:8} {node.title.zh}  weight {_weight(node)}"


def _weight(node: IndexNode) -> str:
    """A weight: one for all, or one for each category."""
    told = node.weights or {"": node.weight}
    return ", ".join(f"{label} {_UNPUBLISHED if w is None else w}".strip() for label, w in told.items())


def _boards(pack: Pack) -> Iterable[str]:
    for name, board in pack.board.items():
        leaves = Counter(node.state for node in board.walk() if not node.children)
        counts = "  ".join(f"{_STATES[state]} {leaves[state]}" for state in _STATES if leaves[state])
        yield f"board {name}  {board.title.zh}  (不排名，没有总分 · never ranked, no total)  {counts}"
        for node, depth in (found for root in board.tree for found in _deep(root, 1)):
            yield f"{'  ' * depth}{node.id:6} {node.title.zh}{_leaf(node, board)}"
        if board.assumed:
            yield f"  {_ASSUMED} 原文未载，由本系统暂定 · not in the document, set by us"
        for rule in board.red:
            told = f"{rule.title.zh} ({rule.title.en}; {rule.when} {rule.threshold})"
            yield f"  red: {told} [{rule.status or pack.status}]"


def _deep(node: BoardNode, depth: int) -> Iterable[tuple[BoardNode, int]]:
    yield node, depth
    for child in node.children:
        yield from _deep(child, depth + 1)


def _leaf(node: BoardNode, board: Board) -> str:
    """What a leaf says of itself; what the document does not state is marked."""
    if node.state is None:
        return ""
    said = {"owner": node.owner, "clause_class": node.clause_class, "measures": ", ".join(node.measures)}
    marked = [f"{text}{_ASSUMED if key in board.assumed else ''}" for key, text in said.items() if text]
    note = [f"（{node.note}）"] if node.note else []
    return "  " + "  ".join([f"[{_STATES[node.state]}]", *marked, *note])


def _line(formula: str) -> str:
    return " ".join(formula.split())


def _document(pack: Pack) -> Iterable[str]:
    document = pack.document
    if document is not None:
        yield f"document: {document.title} {document.number or ''} {'、'.join(document.issuers)}"
    if pack.in_force.since or pack.in_force.to:
        yield f"in force: {pack.in_force.since or '…'} to {pack.in_force.to or '…'}"
    if pack.needs:
        yield f"needs: {', '.join(pack.needs)}"


def schema() -> dict[str, Any]:
    """The JSON Schema of a pack, made from the models."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **Pack.model_json_schema(by_alias=True)}
