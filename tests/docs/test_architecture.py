"""The architecture page names rooms and modules that exist, and every room that exists."""

import re

from .conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
HOUSE = ROOT / "src" / "gaoxin"
CODE = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"[a-z_]+(?:/[a-z_]+)+(?:\.py|\.toml)?|[a-z_]+\.(?:py|toml)")


def named() -> set[str]:
    """Give every path that stands in code marks on the page."""
    return {word for word in CODE.findall(PAGE) if PLACE.fullmatch(word)}


def rooms() -> set[str]:
    """Give the rooms of the table."""
    table = PAGE.partition("| room |")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {word for cell in first for word in CODE.findall(cell)}


def test_what_is_named_exists():
    assert len(named()) > 20
    missing = {name for name in named() if not any((base / name).exists() for base in (ROOT, HOUSE))}
    assert not missing


def test_every_room_is_named_and_exists():
    folders = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").is_file()}
    assert rooms() - {"api.py"} == folders


def test_the_page_is_read():
    assert {"cli", "plan", "base"} <= rooms()
    assert "engines/duckdb/sign.py" in named()
