"""What holds for every page: links, numbers, words, languages, weight."""

import json
import re
from pathlib import Path

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.catalogue import strings
from tests.report.made import HOSTILE, LONG
from tests.report.reading import Page, pages, target

FIGURE = re.compile(r"^[<>≈+-]*\d[\d,]*(\.\d+)?( ?[%‰]| \S+)?$")
PLACE = re.compile(r"\d{1,4}")
"""A year, or a place in an order."""
FORMULA = re.compile(r"/sources/[^#]+#[ipx]-")
"""The place of an indicator, of points, or of a node of an index; what was reported leads to its cell."""
LIMIT = 300_000


@pytest.fixture(scope="module")
def read(report: BuiltReport) -> list[Page]:
    return pages(report.folder)


@pytest.mark.slow
def test_every_link_leads_somewhere(read: list[Page]):
    anchors = {page.path.resolve(): {*page.ids} for page in read}
    lost = []
    for page in read:
        for link in {*page.links}:
            path, anchor = target(page, link)
            if not path.is_file() or (anchor and anchor not in anchors.get(path, ())):
                lost.append((page.path.name, link))
    assert not lost


def test_every_number_in_a_table_leads_to_its_source(read: list[Page]):
    """By itself, or by the head of its row where that leads to the formula of all figures in it."""
    places = {"run.html", "sources.html"}  # hashes and counts of rows: these are the sources
    bare = [
        (page.path.name, cell.text)
        for page in read
        if page.path.name not in places
        for table in page.tables
        for row in table.rows
        for cell in row
        if cell.figure
        and FIGURE.match(cell.text.strip())
        and not cell.links
        and not (row[0].head and any(FORMULA.search(link) for link in row[0].links))
        and not PLACE.fullmatch(cell.text)
    ]
    assert not bare


def test_nothing_is_fetched_from_elsewhere(read: list[Page], report: BuiltReport):
    for page in read:
        assert not [s for s in page.sources + page.links if "//" in s], page.path
    style = (report.folder / "assets" / "gaoxin.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_what_pages_need_is_there(read: list[Page]):
    needed = {target(page, source)[0] for page in read for source in page.sources}
    assert needed
    assert all(path.is_file() for path in needed)


def test_hostile_names_stay_names(read: list[Page]):
    for page in read:
        assert "<script>alert" not in page.text, page.path
        assert HOSTILE not in page.text
    shown = [page for page in read if page.path.parent.name == "subjects" and HOSTILE in page.title]
    assert len(shown) == 2, "the page of the firm with the hostile name, in both languages, says its name"
    assert any(LONG in page.words for page in read)


def test_the_search_list_is_no_script_of_others(report: BuiltReport):
    text = (report.folder / "assets" / "list-enterprise.js").read_text("utf-8")
    found = json.loads(text.removeprefix("window.gaoxinList=").rstrip(";\n"))
    assert HOSTILE in {name for name, _, _ in found}
    assert all((report.folder / page).is_file() for _, _, page in found)


def test_headings_come_in_order(read: list[Page]):
    for page in read:
        assert page.headings[0] == 1, page.path
        assert page.headings.count(1) == 1, page.path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), (page.path, page.headings)


def test_anchors_are_given_once(read: list[Page]):
    for page in read:
        assert len(page.ids) == len({*page.ids}), page.path


def test_both_languages_have_the_same_pages(report: BuiltReport):
    english = {path.relative_to(report.folder / "en") for path in (report.folder / "en").rglob("*.html")}
    chinese = {path.relative_to(report.folder) for path in report.folder.rglob("*.html")}
    assert chinese == english | {Path("en") / path for path in english}


@pytest.mark.slow
def test_a_page_leads_to_its_twin_and_says_its_language(read: list[Page], report: BuiltReport):
    for page in read:
        inside = page.path.relative_to(report.folder)
        english = inside.parts[0] == "en"
        twin = Path(*inside.parts[1:]) if english else Path("en") / inside
        assert page.lang == ("en" if english else "zh-CN")
        assert (report.folder / twin).resolve() in {target(page, link)[0] for link in page.links}


def test_every_page_says_what_it_is(read: list[Page]):
    for page in read:
        english = page.lang == "en"
        assert ("the competent authority decides" if english else "自评结果,以主管部门认定为准") in page.words
        assert "20260331-143005-ab12cd" in page.words
        assert "2025-03-31" in page.words
        assert "rule-2020" in page.words
        assert "合成数据 · synthetic" in page.words
        assert "认定通过" not in page.words


def test_english_pages_are_english(read: list[Page]):
    ours = {
        words["zh"] for words in strings().values() if len(words["zh"]) > 5 and words["zh"] != words["en"]
    }
    for page in (page for page in read if page.lang == "en"):
        assert not [words for words in ours if words in page.words], page.path


def test_charts_and_tables_have_the_same_numbers(read: list[Page]):
    compared = 0
    for page in read:
        for name, text in page.blocks.items():
            table = next(t for t in page.tables if t.chart == name.removesuffix("-data"))
            shown = [[cell.text.strip() for cell in row] for row in table.rows]
            for figures in charted(json.loads(text)):
                assert any({*figures} <= {*row} for row in shown), (page.path, figures, shown)
                compared += 1
    assert compared > 20


def charted(data: dict) -> list[list[str]]:
    """The rows of a chart as the table writes them."""
    match data["type"]:
        case "line":
            return [[period, text] for period, _, text in data["points"]]
        case "stack":
            assert all(
                f"{number:g}" == part
                for row in data["rows"]
                for part, number in zip(row[2], row[3], strict=True)
            )
            return [[name, score, *parts] for name, score, parts, _ in data["rows"]]
        case _:
            return [
                [
                    name,
                    f"{most:g}",
                    "—" if low is None else f"{low:g}～{high:g}" if low != high else f"{low:g}",
                ]
                for name, most, low, high in data["rows"]
            ]


def test_a_page_is_light(read: list[Page]):
    assert max(page.path.stat().st_size for page in read) < LIMIT
