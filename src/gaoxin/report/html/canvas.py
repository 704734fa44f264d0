"""The pages of one kind of subject in one language, while they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from gaoxin.report.html.arrow import pa, pc
from gaoxin.report.html.catalogue import Words
from gaoxin.report.html.columns import Column, Marks, joined, mapped
from gaoxin.report.html.dictionary import Entry, anchor
from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_tables import BROKEN, SubjectTables


class Canvas:
    """What every part of a subject's page draws on.

    Parameters
    ----------
    site : the language
    tables : the figures
    """

    def __init__(self, site: Site, tables: SubjectTables) -> None:
        self.site, self.tables = site, tables
        self.words, self.names = site.words, site.book.names
        self.mark = Marks()
        self.periods = tables.periods
        self.last = tables.periods[-1]

    def title(self, pack: str, name: str) -> str:
        """The title of a variable or an indicator."""
        return self.words.of(self.names.title(pack, name))

    def entry(self, pack: str, name: str) -> Entry | None:
        """A variable or an indicator."""
        return self.names.entry(pack, name)

    def state(self, group: str, codes: Column) -> Markup:
        """A mark for a column of codes (several are joined by ``;``), each shown as a tag with its words."""
        return self.mark(mapped(codes, lambda code: tags(self.words, group, code)))

    def cell(self, group: str, codes: Column) -> Markup:
        """A mark for a column of single codes, each a cell of a table in the tone of its state."""
        return self.mark(mapped(codes, lambda code: cell(self.words, group, code)))

    def figure(self, cells: Column) -> Markup:
        """A mark for a column of figures as HTML, with words for those that are not comparable."""
        return self.mark(pc.replace_substring(cells, BROKEN, tag(self.words("break"), "break")))

    def value_anchor(self, name: str) -> str:
        """Where a reported figure stands on the page; empty where the data lack the variable."""
        plain = name if name in self._variables else name.rpartition(".")[2]
        return anchor("v", plain) if plain in self._variables else ""

    @property
    def _variables(self) -> Mapping[str, None]:
        return dict.fromkeys(self.tables.variables)

    def or_none(self, parts: list[Any], key: str) -> Markup:
        """A mark for parts side by side; the words of a key where all are empty."""
        whole = joined(*parts, pa.array([""] * self.tables.size))
        nothing = f"<li>{escape(self.words(key))}</li>"
        return self.mark(pc.if_else(pc.equal(whole, ""), nothing, whole))


def tags(words: Words, group: str, codes: str) -> str:
    """The tags of one or several codes."""
    return " ".join(tag(words.known(group, code), code) for code in codes.split(";") if code)


def cell(words: Words, group: str, code: str) -> str:
    """A state in words, as a cell of a table."""
    return f'<td class="{escape(code)}">{escape(words.known(group, code))}</td>' if code else "<td></td>"


def tag(words: str, style: str) -> str:
    """A state in words, as HTML."""
    return f'<span class="tag {escape(style)}">{escape(words)}</span>'
