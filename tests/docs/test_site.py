"""The site builds without a network, and no page asks a browser to fetch anything from elsewhere."""

import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import ROOT

FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}
FOREIGN = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
LAZY = ("mermaid", "glightbox", "pyodide", "data-md-source", "arithmatex")
"""Features whose scripts are fetched from a public server when a page uses them."""


class Fetches(HTMLParser):
    """Collects the foreign addresses that a browser would load with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.lazy: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        values = {key: value or "" for key, value in attrs}
        loads = [values.get(key, "") for key in ("src", "srcset", "poster", "data")]
        if tag == "link" and FETCHED_LINKS & set(values.get("rel", "").split()):
            loads.append(values.get("href", ""))
        loads += CSS.findall(values.get("style", ""))
        self.foreign += [load for load in loads if FOREIGN.match(load)]
        marks = f"{values.get('class', '')} {' '.join(values)}"
        self.lazy += [word for word in LAZY if word in marks]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site from a copy."""
    place = tmp_path_factory.mktemp("docs")
    code = "import sys, pathlib, build_docs; build_docs.build_apart(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(place)]
    done = subprocess.run(command, cwd=ROOT / "dev", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "site"


@pytest.mark.slow
def test_every_page_is_built_and_in_the_menu(site: Path):
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    assert pages <= built
    listed = set(re.findall(r'"([\w/.-]+\.md)"', (ROOT / "zensical.toml").read_text("utf-8")))
    assert pages == listed, "the menu in zensical.toml lists every page, and no other"


@pytest.mark.slow
def test_no_page_fetches_from_elsewhere(site: Path):
    found: dict[str, list[str]] = {}
    for page in site.rglob("*.html"):
        look = Fetches()
        text = page.read_text("utf-8")
        look.feed(text)
        styles = " ".join(re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL))
        if bad := look.foreign + look.lazy + CSS.findall(styles):
            found[page.name] = bad
    assert not found


@pytest.mark.slow
def test_no_style_fetches_from_elsewhere(site: Path):
    found = {
        sheet.name: bad for sheet in site.rglob("*.css") if (bad := CSS.findall(sheet.read_text("utf-8")))
    }
    assert not found


def test_settings_switch_off_what_would_be_fetched():
    settings = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
    assert settings["theme"]["font"] is False
    assert not {"repo_url", "extra_javascript", "extra_css"} & set(settings)


def test_the_scan_sees_what_a_browser_would_load():
    look = Fetches()
    look.feed(
        '<link rel="stylesheet" href="https://a.example/x.css"><script src="//b.example/x.js"></script>'
        '<a href="https://fine.example">read</a><img src="logo.png"><pre class="mermaid">x</pre>'
    )
    assert look.foreign == ["https://a.example/x.css", "//b.example/x.js"]
    assert look.lazy == ["mermaid"]
