"""Every class of error is raised by something that a test does."""

import ast
from collections.abc import Iterator

import pytest

from .conftest import ROOT, SRC, Source, read

pytestmark = pytest.mark.slow


def error_classes(sources: list[Source]) -> dict[str, set[str]]:
    """Collect the classes of the `errors` modules, each with its bases."""
    return {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for source in sources
        if source.path.name == "errors.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    }


def expected_in(source: Source) -> Iterator[str]:
    """Give the names that a test hands to `raises`."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) == "raises"
        ):
            for argument in (
                *node.args[:1],
                *(k.value for k in node.keywords if k.arg == "expected_exception"),
            ):
                for part in ast.walk(argument):
                    if isinstance(part, ast.Name | ast.Attribute):
                        yield part.id if isinstance(part, ast.Name) else part.attr


def test_every_error_is_provoked(sources: list[Source]):
    classes = error_classes(sources)
    provoked = {name for source in read(ROOT / "tests") for name in expected_in(source)}
    parents = {base for bases in classes.values() for base in bases}
    idle = sorted(name for name in classes if name not in provoked and name not in parents)
    assert not idle, f"no test provokes {idle}; write the bad file that does, or remove the class"


def test_errors_live_where_they_are_looked_for(sources: list[Source]):
    strays = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in sources
        if source.path.name != "errors.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any(base_name(base).endswith("Error") for base in node.bases)
    ]
    assert not strays, (
        f"error classes stand in {SRC.name}.base.errors or in an errors.py of their room: {strays}"
    )


def base_name(node: ast.expr) -> str:
    """Name a base class."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
