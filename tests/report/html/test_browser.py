"""Pages in a browser: no foreign call, nothing on the console, readable by all and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gaoxin.report import BuiltReport
from gaoxin.report.html.book import subject_page
from tests.report.made import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[3] / "src" / "gaoxin" / "report" / "html" / "assets" / "gaoxin.js"
FIRM = subject_page("enterprise", "91310000MA1FL0001A")
QUIET = {"preload": False, "resultTypes": ["violations"]}
"""The checker looks at the page as it is, fetches nothing to do so, and writes no list of what is good."""
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
NAMES = ("index", "figure", "ranking", "firm", "zone", "list", "nearly", "findings", "sources", "formulas",
         "packs", "run", "sure", "map", "change", "years")  # fmt: skip


@pytest.fixture(scope="module")
def paths(report: BuiltReport) -> dict[str, str]:
    """The sorts of pages, each by an example."""
    found = {name: f"{name}.html" for name in NAMES}
    found |= {"firm": FIRM, "zone": subject_page("zone", "Z1"), "list": "subjects/enterprise-1.html"}
    found |= {"formulas": "sources/rule-2020.html"}
    patterns = {"figure": "figures/zone-rd-*z1-*.html", "ranking": "ranking/*-2024.html"}
    patterns |= {"sure": "ranking/*-2024-sure.html", "map": "ranking/*-2024-map.html"}
    patterns |= {"change": "ranking/*-2024-change.html", "years": "ranking/*-2024-years.html"}
    for name, pattern in patterns.items():
        found[name] = next(report.folder.glob(pattern)).relative_to(report.folder).as_posix()
    return found


class Visit:
    """A tab that remembers what went wrong in it."""

    def __init__(self, tab: "Tab", folder: Path) -> None:
        self.tab, self.folder = tab, folder
        self.faults: list[str] = []
        tab.on("console", lambda said: self.faults.append(said.text))
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.on("request", lambda asked: self.faults.extend(self.foreign(asked.url)))

    def foreign(self, url: str) -> list[str]:
        return [] if url.startswith(self.folder.as_uri()) else [f"asks for {url}"]

    def open(self, path: str) -> "Tab":
        self.tab.goto((self.folder / path).as_uri())
        return self.tab


@pytest.fixture(params=SIZES)
def visit(request: pytest.FixtureRequest, browser: "Browser", report: BuiltReport) -> Iterator[Visit]:
    context = browser.new_context(viewport=SIZES[request.param])
    yield Visit(context.new_page(), report.folder)
    context.close()


@pytest.mark.parametrize("language", ["", "en/"])
def test_pages_are_whole_and_readable_by_all(
    visit: Visit, paths: dict[str, str], language: str, tmp_path: Path
):
    from axe_playwright_python.sync_playwright import Axe

    for name, path in paths.items():
        tab = visit.open(language + path)
        found = Axe().run(tab, options=QUIET)
        assert found.violations_count == 0, f"{language}{path}\n{found.generate_report()}"
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width == tab.viewport_size["width"], f"{path} is wider than the screen: {width}"
        tab.screenshot(path=tmp_path / f"{name}.png", full_page=True)
    assert not visit.faults


def test_dark_pages_keep_their_contrast(visit: Visit, paths: dict[str, str]):
    from axe_playwright_python.sync_playwright import Axe

    visit.open("index.html").click("[data-switch=dark]")
    for path in (paths[name] for name in ("index", "figure", "firm", "findings", "packs", "sure", "map")):
        tab = visit.open(path)
        assert tab.get_attribute("[data-switch=dark]", "aria-pressed") == "true", "the choice is remembered"
        found = Axe().run(tab, options=QUIET)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
    assert not visit.faults


def test_charts_are_drawn_with_patterns_and_words(visit: Visit, paths: dict[str, str]):
    for name in ("figure", "ranking", "firm"):
        tab = visit.open(paths[name])
        assert tab.locator(".chart svg").count() == 1
        assert tab.get_attribute(".chart", "aria-label")
    assert visit.open(paths["ranking"]).locator(".chart svg pattern").count() > 0
    assert not visit.faults


def test_the_language_is_switched_in_place(visit: Visit):
    tab = visit.open(FIRM)
    tab.click("a.tool")
    assert tab.url.endswith(f"/en/{FIRM}")
    assert tab.get_attribute("html", "lang") == "en"
    tab.click("a.tool")
    assert tab.get_attribute("html", "lang") == "zh-CN"


def test_subjects_are_found_by_name_and_by_code(visit: Visit):
    tab = visit.open("subjects/enterprise-1.html")
    tab.fill("#wanted", "fl0001")
    tab.wait_for_selector(".found a")
    assert tab.locator(".found a").all_inner_texts() == ["甲公司 91310000MA1FL0001A"]
    tab.fill("#wanted", "<script>")
    assert HOSTILE in tab.locator(".found a").first.inner_text()
    tab.fill("#wanted", "没有这一家")
    assert tab.locator(".found a").count() == 0
    assert "没有找到" in tab.locator("[role=status]").inner_text()
    tab.fill("#wanted", "fl0001")
    tab.click(".found a")
    assert tab.url.endswith(FIRM)
    assert not visit.faults


def test_everything_can_be_read_without_scripts(
    browser: "Browser", report: BuiltReport, paths: dict[str, str]
):
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["desktop"])
    tab = context.new_page()
    for path in paths.values():
        tab.goto((report.folder / path).as_uri())
        assert len(tab.locator("main").inner_text()) > 50, path
        assert tab.locator(".chart").locator("visible=true").count() == 0, "no empty frames of charts"
        assert tab.locator("[data-switch], form").locator("visible=true").count() == 0, "no dead switches"
    tab.goto((report.folder / FIRM).as_uri())
    assert "1,234,567.50 万元" in tab.locator("#values ~ .scroll").inner_text()
    context.close()


def test_the_keyboard_reaches_content_and_links(visit: Visit):
    tab = visit.open("index.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_print_repeats_the_head_of_tables(browser: "Browser", report: BuiltReport):
    tab = browser.new_page(viewport=SIZES["desktop"])
    tab.goto((report.folder / "subjects" / "enterprise-1.html").as_uri())
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert tab.locator(".menu, .tools, form").locator("visible=true").count() == 0
    assert "20260331-143005-ab12cd" in tab.locator("footer").inner_text()
    assert tab.pdf(format="A4").startswith(b"%PDF")
    tab.close()


def test_the_script_keeps_to_es2015():
    code = re.sub(r"/\*.*?\*/|'(?:\\.|[^'\\])*'", "''", SCRIPT.read_text("utf-8"), flags=re.S)
    newer = {
        "optional chaining": r"\?\.(?!\d)", "nullish": r"\?\?", "modules": r"\b(import|export)\b",
        "async": r"\b(async|await)\b", "optional catch": r"catch\s*\{", "power": r"\*\*",
        "object spread": r"\{\s*\.\.\.", "big integers": r"\d+n\b", "class fields": r"#\w+\s*[=;]",
        "newer library": r"\.(includes|padStart|flat|flatMap|matchAll|replaceAll|at)\(|Object\.entries",
    }  # fmt: skip
    assert [name for name, sign in newer.items() if re.search(sign, code)] == []
