"""The engine of a project, with the limits that its settings state."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from gaoxin.engines.protocol import Engine
from gaoxin.services.project.model import Project


@contextmanager
def engine_of(project: Project) -> Generator[Engine]:
    """The default engine within the limits of a project."""
    from gaoxin.engines.duckdb.engine import DuckDB

    with DuckDB(memory=project.memory, threads=project.threads, spill=project.spill) as engine:
        yield engine
