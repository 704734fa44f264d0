"""The files around the code keep their promises too."""

import re
from pathlib import Path

from .conftest import ROOT

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|TBD|lorem ipsum)\b|待补写", re.IGNORECASE)


def pages() -> list[Path]:
    """Give the prose of the repository."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def test_no_page_is_a_stub():
    unfinished = [
        page.relative_to(ROOT).as_posix() for page in pages() if UNFINISHED.search(page.read_text("utf-8"))
    ]
    assert not unfinished


def test_the_lock_names_no_server():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock, "write it with `make lock`; a lock that names a server fails behind a mirror"
    assert lock.count("--hash=sha256:") > lock.count("==")


def test_english_and_chinese_front_pages_show_the_same_commands():
    shown = [
        re.findall(r"^\$ (.+)$", (ROOT / name).read_text("utf-8"), re.M)
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert shown[0] == shown[1]


def test_both_distributions_carry_the_licence():
    texts = {(ROOT / name).read_text("utf-8") for name in ("LICENSE", "src/gaoxin_packs/LICENSE")}
    assert len(texts) == 1
