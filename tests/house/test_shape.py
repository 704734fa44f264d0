"""Small files, short functions, honest folder names, and a test beside every module."""

import ast

import pytest

from .conftest import ROOT, SRC, Source

pytestmark = pytest.mark.slow

MAX_FILE = 400
MAX_FUNCTION = 60
DRAWERS = {"utils", "util", "common", "helpers", "misc", "lib", "shared"}

UNTESTED: dict[str, str] = {
    "__main__.py": "two lines; run by the command-line tests",
}
"""Modules without a test of their own, and why."""


def test_files_fit_a_reader(every_source: list[Source]):
    long = [f"{s.name}: {n} lines" for s in every_source if (n := s.text.count("\n")) > MAX_FILE]
    assert not long, f"split these; the limit is {MAX_FILE} lines: {long}"


def test_functions_fit_a_screen(every_source: list[Source]):
    long = [
        f"{source.name}:{node.lineno} {node.name}: {size} lines"
        for source in every_source
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := body_lines(node)) > MAX_FUNCTION
    ]
    assert not long, f"split these; the limit is {MAX_FUNCTION} lines without the docstring: {long}"


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function, its docstring left out."""
    assert node.end_lineno is not None
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    doc = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - doc


def test_no_drawer_for_odds_and_ends(every_source: list[Source]):
    places = {part for s in every_source for part in (*s.path.relative_to(ROOT).parts[:-1], s.path.stem)}
    assert not places & DRAWERS, f"name the thing by what it does: {sorted(places & DRAWERS)}"


def test_every_module_has_its_test(sources: list[Source]):
    missing = []
    for source in sources:
        inside = source.path.relative_to(SRC)
        if inside.as_posix() in UNTESTED or not holds_code(source):
            continue
        twin = ROOT / "tests" / inside.with_name(f"test_{inside.name}")
        if not twin.is_file():
            missing.append(f"{source.name} -> {twin.relative_to(ROOT).as_posix()}")
    assert not missing, f"tests mirror the source; not found: {missing}"


def holds_code(source: Source) -> bool:
    """Tell whether a module does more than pass names on."""
    defines = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return source.path.name != "__init__.py" and any(isinstance(node, defines) for node in source.tree.body)


def test_exceptions_are_alive():
    gone = [
        name
        for name in UNTESTED
        if not (SRC / name).is_file() and (SRC / "cli").joinpath("__init__.py").is_file()
    ]
    assert not gone, f"these exceptions name no module: {gone}"
