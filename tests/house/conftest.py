"""The source tree as the house rules see it."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "gaoxin"


@dataclass(frozen=True)
class Source:
    """One Python file, read and parsed once."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Give the path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """Give the room: the first folder under src/gaoxin, empty for the front door."""
        parts = self.path.relative_to(SRC).parts
        return parts[0] if len(parts) > 1 else ""

    def strings(self) -> list[ast.Constant]:
        """Give the string constants that are not docstrings."""
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        docs = {
            id(node.body[0].value)
            for node in ast.walk(self.tree)
            if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
        }
        return [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]


def read(folder: Path) -> list[Source]:
    """Read every Python file below a folder."""
    files = sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)
    return [Source(path, text := path.read_text("utf-8"), ast.parse(text)) for path in files]


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """Give the modules of src/gaoxin."""
    return read(SRC)


@pytest.fixture(scope="session")
def every_source(sources: list[Source]) -> list[Source]:
    """Give the modules of src/gaoxin, the tests and the tools."""
    others = [read(ROOT / folder) for folder in ("tests", "benchmarks", "dev") if (ROOT / folder).is_dir()]
    return sources + [source for group in others for source in group]
