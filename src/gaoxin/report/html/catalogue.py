"""The words of the pages, in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
"""What ``lang`` says."""


@cache
def strings() -> dict[str, dict[Language, str]]:
    """The catalogue: each key with its words in both languages."""
    return json.loads((Path(__file__).parent / "strings.json").read_text(encoding="utf-8"))


class Words:
    """The catalogue in one language.

    Parameters
    ----------
    language : zh or en
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._strings = {key: words[language] for key, words in strings().items()}

    def __call__(self, key: str, **figures: object) -> str:
        """The words of a key, with figures in their places."""
        text = self._strings[key]
        return text.format(**figures) if figures else text

    def known(self, group: str, value: str) -> str:
        """The words of a coded value (``group.value``), or the value where the catalogue has none."""
        return self._strings.get(f"{group}.{value}", value)

    def of(self, title: Mapping[str, Any] | str | None) -> str:
        """A title in this language, in the other one where it has none, empty where there is none."""
        if not title:
            return ""
        if isinstance(title, str):
            return title
        return str(title.get(self.language) or title.get("zh") or title.get("en") or "")
