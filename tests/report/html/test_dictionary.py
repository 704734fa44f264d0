"""Names of a run's tables, and the place that explains each."""

import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.html.dictionary import Names, anchor, children, pairs, part


@pytest.mark.parametrize(
    ("pack", "name", "page"),
    [
        ("rule-2020", "rd_share", "sources/rule-2020.html#i-rd_share"),
        ("zone-2021", "rule.rd_share", "sources/rule-2020.html#i-rd_share"),
        ("zone-2021", "rule-2020.rd_share", "sources/rule-2020.html#i-rd_share"),
        ("zone-2021", "revenue", "sources/vocabulary.html#v-revenue"),
        ("", "zone_rd", "sources/zone-2021.html#i-zone_rd"),
    ],
)
def test_a_name_leads_to_its_place(book: Book, pack: str, name: str, page: str):
    entry = book.names.entry(pack, name)
    assert entry is not None
    assert entry.page == page


def test_a_pack_is_asked_before_others():
    packs = {p: {"variables": {"x": {"title": p}}} for p in ("vocabulary", "own")}
    names = Names({"packs": packs})
    assert [names.title(pack, "x") for pack in ("own", "other")] == ["own", "vocabulary"]


def test_what_nobody_explains_keeps_its_name(book: Book):
    assert book.names.entry("rule-2020", "stranger") is None
    assert book.names.title("rule-2020", "stranger") == "stranger"
    assert book.names.kind("stranger") == "stranger"
    assert book.names.thing("rule-2020", "boards", "stranger") == {}


def test_units_and_kinds_of_figures(book: Book):
    found = {name: book.names.entry("", name) for name in ("revenue", "code", "rd_share")}
    assert {name: (e.unit, e.numeric) for name, e in found.items() if e} == {
        "revenue": ("万元", True),
        "code": ("", False),
        "rd_share": ("%", True),
    }


def test_parts_of_an_entry():
    body = {"inputs": [["a", 0], ["b", -1]], "document": None}
    assert pairs(body) == [("a", 0), ("b", -1)]
    assert children(body, "groups") == []
    assert part(body, "document") == {}


def test_anchors_hold_no_space():
    assert anchor("x", "总 分", "a b") == "x-总_分.a_b"
