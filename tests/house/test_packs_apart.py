"""The engine names nothing that a standard defines: standards are data."""

import ast
import re
from collections.abc import Iterator

import pytest
import yaml

from .conftest import ROOT, Source

pytestmark = pytest.mark.slow

PACKS = ROOT / "src" / "gaoxin_packs"
SECTIONS = (
    "variables",
    "indicators",
    "index",
    "indices",
    "points",
    "verdicts",
    "ladder",
    "clauses",
    "board",
)
SPECIFIC = re.compile(r"(?=.*[A-Za-z])(?=.*[_\-0-9]).{4,}")
"""A plain word (`region`) or a bare number may also stand in the code; a compound (`rd_expense`) may not."""

STANDARDS = (
    *("高企", "高新技术企业", "科技型中小", "专精特新", "小巨人"),
    *("瞪羚", "独角兽", "众创空间", "火炬", "工信部", "入统"),
)


def ids_in(node: object) -> Iterator[str]:
    """Walk a document for every `id:`."""
    if isinstance(node, dict):
        found = node.get("id")
        if isinstance(found, str):
            yield found
        for value in node.values():
            yield from ids_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from ids_in(value)


def ids_of_packs() -> set[str]:
    """Collect the names of the packs and of all that they define."""
    ids: set[str] = set()
    for path in sorted(PACKS.rglob("*.yaml")):
        ids.add(path.parent.name)
        if path.parent.name == "tests":
            continue
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        ids |= set(ids_in(document))
        if isinstance(document, dict):
            inside = [document.get(section) for section in SECTIONS]
            bare = document if path.stem in SECTIONS else {}
            ids |= {str(key) for part in (*inside, bare) if isinstance(part, dict) for key in part}
    return {name for name in ids - {"tests", *SECTIONS} if SPECIFIC.fullmatch(name)}


def words_of(source: Source) -> Iterator[tuple[int, str]]:
    """Give every identifier and every string of a module, with its line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
    for constant in source.strings():
        yield constant.lineno, str(constant.value)


def test_no_name_of_a_pack_in_the_engine(sources: list[Source]):
    ids = ids_of_packs()
    if not ids:
        pytest.skip("no pack is here to compare with")
    found = [f"{s.name}:{line} {word}" for s in sources for line, word in words_of(s) if word in ids]
    assert not found, f"these belong in a pack: {found}"


def test_no_standard_by_its_chinese_name(sources: list[Source]):
    found = [
        f"{source.name}:{line} {term}"
        for source in sources
        for line, word in words_of(source)
        for term in STANDARDS
        if term in word
    ]
    assert not found, f"these belong in a pack: {found}"
