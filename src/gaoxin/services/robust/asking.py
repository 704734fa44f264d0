"""What a caller says is uncertain: of the pack, of a file, or of Python; with the draws asked for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from gaoxin.base.errors import Fault, PackError, Place, UsageError
from gaoxin.loading.yaml import read_yaml
from gaoxin.spec.index import Index
from gaoxin.spec.uncertainty import Uncertainty

Given = Uncertainty | Mapping[str, Any] | str | Path


def uncertainty(index: Index, given: Given | None = None, **asked: object) -> Uncertainty:
    """What is uncertain in an index.

    Parameters
    ----------
    given : instead of what the pack says: a model, plain values, or a YAML file
    asked : other settings, such as draws and seed; None leaves them

    Raises
    ------
    UsageError : plain values or settings that mean nothing
    PackError : the faults of a file, with lines
    """
    found = index.robust or Uncertainty() if given is None else _read(given)
    changes = {name: value for name, value in asked.items() if value is not None}
    if not changes:
        return found
    return _valid({**found.model_dump(exclude_unset=True), **changes})


def _read(given: Given) -> Uncertainty:
    if isinstance(given, Uncertainty):
        return given
    if isinstance(given, Mapping):
        return _valid(_exact(given))
    return _of_file(Path(given))


def _valid(values: Mapping[str, Any]) -> Uncertainty:
    try:
        return Uncertainty.model_validate(values)
    except ValidationError as error:
        said = "; ".join(f"{_place(e)}: {_words(e)}" for e in error.errors())
        message = f"不确定性设定有误 · what is uncertain: {said}; try: docs/en/robust.md"
        raise UsageError(message) from error


def _of_file(path: Path) -> Uncertainty:
    if not path.is_file():
        message = f"{path}: 没有此文件 · no such file; try: the YAML file that says what is uncertain"
        raise UsageError(message)
    document = read_yaml(path.read_text(encoding="utf-8-sig"), str(path))
    if document.faults:
        raise PackError(document.faults)
    try:
        return Uncertainty.model_validate(document.value)
    except ValidationError as error:
        raise PackError(
            [
                Fault(
                    Place(str(path), document.line(e["loc"])),
                    _place(e),
                    f"{e.get('input')!r:.80}",
                    _words(e),
                    "see docs/en/robust.md for what may vary",
                )
                for e in error.errors()
            ]
        ) from error


def _place(error: Any) -> str:
    return ".".join(map(str, error["loc"])) or "robust"


def _words(error: Any) -> str:
    return str(error["msg"]).removeprefix("Value error, ")


def _exact(value: Any) -> Any:
    """Plain values of Python as a pack would have them: 0.25 is the decimal that is written so."""
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, Mapping):
        given = cast("Mapping[Any, Any]", value)
        return {key: _exact(one) for key, one in given.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(one) for one in cast("list[Any]", value)]
    return value
