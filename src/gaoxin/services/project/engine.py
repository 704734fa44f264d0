"""The engine of a project, with the limits that its settings state."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from gaoxin.base.errors import UnsupportedError
from gaoxin.engines.protocol import Engine
from gaoxin.services.project.model import Project

ENGINES = ("duckdb",)
"""The engines that are there."""


@contextmanager
def engine_of(project: Project, name: str = "duckdb") -> Generator[Engine]:
    """An engine within the limits of a project.

    Raises
    ------
    UnsupportedError : there is no engine of that name yet
    """
    from gaoxin.engines.duckdb.engine import DuckDB

    if name not in ENGINES:
        message = (
            f"{name}: 本版本没有这个引擎 · no such engine in this version; try: --engine {', '.join(ENGINES)}"
        )
        raise UnsupportedError(message)

    with DuckDB(memory=project.memory, threads=project.threads, spill=project.spill) as engine:
        yield engine
