"""What the names in a run's tables mean: titles, units, formulas, and the place that explains each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_UNSAFE = re.compile(r"[^\w.-]+")
_SHARED = "vocabulary"


def anchor(*names: str) -> str:
    """The anchor of a thing on its page: ``i-rd_intensity``, ``c-hnte.H-05``.

    Examples
    --------
    >>> anchor("c", "hnte", "H-05")
    'c-hnte.H-05'
    """
    return f"{names[0]}-{_UNSAFE.sub('_', '.'.join(names[1:]))}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the dictionary.

    Parameters
    ----------
    pack : id of the pack that says it
    letter : v variable, i indicator
    name : its name there
    body : what the dictionary holds
    """

    pack: str
    letter: str
    name: str
    body: Mapping[str, Any]

    @property
    def page(self) -> str:
        """Where it is explained, from the home of the language."""
        return f"sources/{self.pack}.html#{anchor(self.letter, self.name)}"

    @property
    def unit(self) -> str:
        """Its unit, empty for a pure number."""
        unit = str(self.body.get("unit") or "")
        return "" if unit == "1" else unit

    @property
    def numeric(self) -> bool:
        """Whether its figures are numbers."""
        return self.letter == "i" or self.body.get("type", "number") in {"number", "real"}


def pairs(body: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The inputs of a thing: names, with shifts in years (0, -1 and so on)."""
    return [(name, shift) for name, shift in children(body, "inputs")]


def part(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What an entry holds under a key; empty where it has nothing."""
    return body.get(key) or {}


def children(body: Mapping[str, Any], key: str) -> list[Any]:
    """A list of things that an entry holds; empty where it has none."""
    return body.get(key) or []


class Names:
    """The dictionary of a run, asked by name.

    Parameters
    ----------
    dictionary : the content of ``dictionary.json``
    """

    def __init__(self, dictionary: Mapping[str, Any]) -> None:
        self.packs: dict[str, dict[str, Any]] = dictionary.get("packs", {})
        self._kinds: dict[str, Any] = dictionary.get("kinds", {})
        self._known: dict[tuple[str, str], Entry | None] = {}

    def kind(self, kind: str) -> Any:
        """The titles of a kind of subject."""
        return self._kinds.get(kind, {}).get("title", kind)

    def entry(self, pack: str, name: str) -> Entry | None:
        """A variable or an indicator by the name that a pack uses for it; None where nobody explains it."""
        key = (pack, name)
        if key not in self._known:
            self._known[key] = next(self._found(pack, name), None)
        return self._known[key]

    def section(self, pack: str, section: str) -> dict[str, dict[str, Any]]:
        """Things of one sort that a pack says, by name: variables, indicators, points and others."""
        return self.packs.get(pack, {}).get(section) or {}

    def thing(self, pack: str, section: str, name: str) -> dict[str, Any]:
        """One of these; empty where the pack says nothing of it."""
        return self.section(pack, section).get(name) or {}

    def title(self, pack: str, name: str) -> Any:
        """Its titles, or the name where nobody explains it."""
        entry = self.entry(pack, name)
        return entry.body.get("title") or name if entry else name

    def _found(self, pack: str, name: str) -> Iterator[Entry]:
        front, dot, rest = name.partition(".")
        if dot:
            for other, body in self.packs.items():
                if front in (other, body.get("family")):
                    yield from self._inside(other, rest)
        for other in dict.fromkeys((pack, _SHARED, *self.packs)):
            yield from self._inside(other, name)

    def _inside(self, pack: str, name: str) -> Iterator[Entry]:
        for letter, section in (("i", "indicators"), ("v", "variables")):
            if body := self.thing(pack, section, name):
                yield Entry(pack, letter, name, body)
