"""An index under an alternative of one of its methods: another index, checked like one from a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard, cast, get_args

from pydantic import ValidationError

from gaoxin.base.errors import UsageError
from gaoxin.spec import uncertainty as u
from gaoxin.spec.index import TOTAL, Index
from gaoxin.spec.methods import Treat
from gaoxin.spec.model import Model

Choice = (
    u.ScreenOptions
    | u.ImputeOptions
    | u.TreatOptions
    | u.WinmaxOptions
    | u.NormaliseOptions
    | u.WeighOptions
    | u.AggregateOptions
)
"""Inputs that choose among alternatives of a step."""
_CHOICES = get_args(Choice)
_AT_LEAVES = frozenset({"impute", "treat", "normalise"})
_KEYS = {"goalposts": "posts", "bands": "bands", "distance_to_reference": "target"}
"""What a leaf states for one method of normalising alone."""


def is_choice(found: object) -> TypeGuard[Choice]:
    """Tell whether an input chooses among alternatives of a step."""
    return isinstance(found, _CHOICES)


def labels(choice: Choice) -> list[str]:
    """Short names of the alternatives, for results."""
    return [_label(option) for option in choice.options]


def under(index: Index, chosen: list[tuple[Choice, int]]) -> Index:
    """The index with the alternatives that were chosen.

    Raises
    ------
    UsageError : an index cannot be like that
    """
    made: dict[str, Any] = index.model_dump(exclude_unset=True)
    for choice, place in chosen:
        _apply(made, index, choice, choice.options[place])
    try:
        return Index.model_validate(made)
    except ValidationError as error:
        said = "; ".join(str(e["msg"]).removeprefix("Value error, ") for e in error.errors())
        names = ", ".join(f"{choice.id} = {_label(choice.options[place])}" for choice, place in chosen)
        message = (
            f"{names}: 指数不能这样设定 · an index cannot be like that: {said}; try: another alternative"
        )
        raise UsageError(message) from error


def check(index: Index, choice: Choice) -> None:
    """Refuse an input that names what the index does not have.

    Raises
    ------
    UsageError : such a node or level, or no winsorising whose limit could vary
    """
    if isinstance(choice, u.ScreenOptions):
        return
    leaves = isinstance(choice, (u.ImputeOptions, u.TreatOptions, u.WinmaxOptions, u.NormaliseOptions))
    known = [node.id for node in index.leaves()] if leaves else [family.node for family in index.families()]
    refuse_unknown(choice.id, choice.nodes, known)
    if isinstance(choice, u.AggregateOptions) and choice.level is not None:
        levels = sorted({family.level for family in index.families()})
        if choice.level not in levels:
            seen = f"{choice.id}: level {choice.level}"
            message = f"{seen}: 没有该层 · the index has levels {levels}; try: one of them"
            raise UsageError(message)
    if isinstance(choice, u.WinmaxOptions):
        _winsorised(index, choice)


def refuse_unknown(name: str, nodes: tuple[str, ...], known: list[str]) -> None:
    """Refuse nodes that an index does not have.

    Raises
    ------
    UsageError : the input names another node
    """
    if unknown := [node for node in nodes if node not in known]:
        message = (
            f"{name}: {', '.join(unknown)}: 指数中没有该节点 · the index has no such node here; "
            f"try: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}"
        )
        raise UsageError(message)


def _apply(made: dict[str, Any], index: Index, choice: Choice, option: object) -> None:
    """Write an alternative into the plain form of an index."""
    methods: dict[str, Any] = made.setdefault("methods", {})
    match choice:
        case u.ScreenOptions():
            methods["screen"] = _plain(option)
        case u.WinmaxOptions():
            _apply_winmax(made, index, choice, option)
        case u.AggregateOptions() if choice.level is not None:
            methods.setdefault("levels", {})[choice.level] = _plain(option)
        case _:
            step = {"weigh": "weight"}.get(choice.vary, choice.vary)
            if choice.nodes:
                for node in _nodes(made, choice.nodes):
                    _set(node, choice.vary, _plain(option, at_leaf=choice.vary in _AT_LEAVES))
            else:
                methods[step] = _plain(option)
                if choice.vary == "normalise":
                    _drop_keys(made, str(methods[step].get("method", "minmax")))


def _set(node: dict[str, Any], key: str, value: Any) -> None:
    node[key] = value
    if key == "normalise":
        _drop_foreign(node, str(value.get("method", "minmax")))


def _drop_keys(made: dict[str, Any], method: str) -> None:
    """Take from the leaves without a method of their own what the new one does not read."""
    for node in _walk(made["tree"]):
        if "indicator" in node and node.get("normalise") is None:
            _drop_foreign(node, method)


def _drop_foreign(node: dict[str, Any], method: str) -> None:
    for owner, key in _KEYS.items():
        if owner != method:
            node.pop(key, None)


def _apply_winmax(made: dict[str, Any], index: Index, choice: u.WinmaxOptions, option: object) -> None:
    for node, treat in _winsorised(index, choice):
        changed = {**treat.model_dump(exclude_unset=True), "winmax": option}
        if node is None:
            made["methods"]["treat"] = changed
        else:
            next(_nodes(made, (node,)))["treat"] = changed


def _winsorised(index: Index, choice: u.WinmaxOptions) -> list[tuple[str | None, Treat]]:
    """What winsorises, and whose limit varies: that of the index (None), or of single leaves."""
    leaves = {node.id: node.treat or index.methods.treat for node in index.leaves()}
    found: list[tuple[str | None, Treat | str | None]] = (
        [(node, leaves[node]) for node in choice.nodes] if choice.nodes else [(None, index.methods.treat)]
    )
    kept = [
        (node, treat) for node, treat in found if isinstance(treat, Treat) and "winsorise" in treat.methods
    ]
    if len(kept) < len(found):
        message = (
            f"{choice.id}: 没有缩尾处理 · nothing is winsorised there, so its limit cannot vary; "
            "try: methods.treat.methods: [winsorise] in the index, or vary: treat"
        )
        raise UsageError(message)
    return kept


def _nodes(made: dict[str, Any], wanted: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if TOTAL in wanted:
        yield made
    yield from (node for node in _walk(made["tree"]) if node["id"] in wanted)


def _walk(nodes: Any) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _walk(node.get("children", ()))


def _plain(option: object, *, at_leaf: bool = False) -> Any:
    if isinstance(option, Model):
        return option.model_dump(exclude_unset=True)
    return "none" if at_leaf and option == u.NONE else None


def _label(option: object) -> str:
    if not isinstance(option, Model):
        return "no limit" if option is None else str(option)
    parts = [f"{key} {_shown(value)}" for key, value in option if key in option.model_fields_set]
    return ", ".join(part.removeprefix("method ").removeprefix("methods ") for part in parts) or "default"


def _shown(value: object) -> str:
    return " ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else str(value)
