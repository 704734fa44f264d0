"""YAML text -> plain values with the line of each, safely: no tags, no anchors, bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import yaml

from gaoxin.base.errors import Fault, PackError, Place

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000

Path = tuple[str | int, ...]

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where the wheel has it: twenty times faster

_OPENING = frozenset(("MappingStartEvent", "SequenceStartEvent"))
_CLOSING = frozenset(("MappingEndEvent", "SequenceEndEvent"))
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(slots=True)
class Document:
    """A YAML file as plain values.

    Parameters
    ----------
    file : its name, for messages
    value : dicts, lists, texts, integers, dates, True, False and None; decimals stay text, exactly as printed
    lines : 1-based line of each value, by its path
    faults : what is wrong, with places
    """

    file: str
    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict[Path, int])
    faults: list[Fault] = field(default_factory=list[Fault])

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest path above it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, file: str) -> Document:
    """Read one YAML document.

    Raises
    ------
    PackError : the text is not YAML, is too large, or holds control characters
    """
    if len(text) > MAX_BYTES:
        rule = f"a file of a pack has at most {MAX_BYTES}"
        raise _broken(file, 1, f"{len(text)} characters", rule, "split it")
    document = Document(file)
    try:
        _Composer(document, _events(text, file)).run()
    except yaml.MarkedYAMLError as error:
        raise _marked(file, text, error) from error
    except (yaml.YAMLError, ValueError) as error:
        seen = str(error).splitlines()[0] if str(error) else type(error).__name__
        step = "save it again as UTF-8 text"
        raise _broken(file, 1, seen, "the file must be YAML in UTF-8", step) from error
    return document


def _marked(file: str, text: str, error: yaml.MarkedYAMLError) -> PackError:
    """The fault behind an error of the parser, which stands at most on the last line."""
    mark = error.problem_mark or error.context_mark
    seen = str(error.problem or error.context or "this text")
    step = "check indents, colons and quotes"
    line = min(mark.line + 1, len(text.splitlines())) if mark else 1
    return _broken(file, line, seen, "the file must be YAML", step)


def mapping(value: object) -> dict[str, Any] | None:
    """A value of a document that is a mapping; None for any other."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _events(text: str, file: str) -> Iterator[Any]:
    """The events of a text, one at a time: reading stops where a bound is passed."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_PARSER)):
        name = type(event).__name__
        depth += name in _OPENING
        depth -= name in _CLOSING
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > MAX_DEPTH:
            rule = f"a file nests at most {MAX_DEPTH} deep"
            raise _broken(file, line, f"more than {MAX_DEPTH} levels", rule, "flatten it")
        if count > MAX_NODES:
            rule = "a file of a pack has no more"
            raise _broken(file, line, f"more than {MAX_NODES} nodes", rule, "split it")
        yield event


def _broken(file: str, line: int, seen: str, rule: str, step: str) -> PackError:
    return PackError([Fault(Place(file, line), "file", seen, rule, step)])


class _Composer:
    """Builds values from events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document, self.events = document, events

    def run(self) -> None:
        started = False
        for event in self.events:
            name = type(event).__name__
            if name in ("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"):
                continue
            if started:
                self.fault(event, "a second document", "a file holds one document", "remove the `---` line")
                return
            started = True
            self.document.value = self.node(event, ())

    def fault(self, event: Any, seen: str, rule: str, step: str) -> None:
        place = Place(self.document.file, event.start_mark.line + 1)
        self.document.faults.append(Fault(place, "file", seen, rule, step))

    def node(self, event: Any, path: Path) -> Any:
        name = type(event).__name__
        self.document.lines[path] = event.start_mark.line + 1
        if name == "AliasEvent":
            self.fault(
                event,
                f"the alias *{event.anchor}",
                "packs have no anchors and aliases",
                "write the value out",
            )
            return None
        self.check_plain(event)
        if name == "ScalarEvent":
            return _scalar(event)
        return self.mapping(path) if name == "MappingStartEvent" else self.sequence(path)

    def check_plain(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(
                event,
                f"the anchor &{event.anchor}",
                "packs have no anchors and aliases",
                "write the value out",
            )
        if event.tag not in (None, "!"):
            self.fault(event, f"the tag {event.tag}", "packs have no tags", "remove it")

    def skip(self) -> None:
        """Leave out everything up to the end of the collection that has just begun."""
        open_collections = 1
        for event in self.events:
            name = type(event).__name__
            open_collections += name.endswith("StartEvent") - name.endswith("EndEvent")
            if open_collections == 0:
                return

    def sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            found.append(self.node(event, (*path, len(found))))
        return found

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            kind = type(event).__name__
            if kind == "MappingEndEvent":
                break
            if kind != "ScalarEvent":
                self.fault(event, "a key that is not a text", "keys are texts", "write a plain key")
                if kind != "AliasEvent":
                    self.skip()
                self.node(next(self.events), (*path, "?"))
                continue
            self.check_plain(event)
            key = str(event.value)
            if key in found:
                seen = f"{key} a second time"
                self.fault(event, seen, "a key stands once in a mapping", "rename or remove one of the two")
            found[key] = self.node(next(self.events), (*path, key))
        return found


def _scalar(event: Any) -> Any:
    """A plain scalar as a value; quoted and block texts, and decimals, stay text."""
    text = str(event.value)
    style = getattr(event, "style", None)
    if style not in (None, ""):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text.lstrip("+-")) <= 18 and _INTEGER.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
