"""The engine keeps within the limits of the project."""

from dataclasses import replace
from pathlib import Path

import pytest

from gaoxin.base.errors import UnsupportedError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.services.project import Project
from gaoxin.services.project.engine import engine_of
from gaoxin.spec import Text


def test_limits_are_handed_on(tmp_path: Path):
    project = Project(tmp_path, Text(zh="区", en="Zone"), (), {}, threads=1, memory="1GB")
    with engine_of(replace(project, spill=tmp_path / "spill")) as engine:
        assert isinstance(engine, DuckDB)
        found = engine._connection.execute(
            "select current_setting('threads'), current_setting('memory_limit'), "
            "current_setting('temp_directory')"
        ).fetchone()
    assert found == (1, "953.6 MiB", str(tmp_path / "spill"))


def test_an_engine_that_is_not_there_is_told(tmp_path: Path):
    project = Project(tmp_path, Text(zh="区", en="Zone"), (), {})
    with pytest.raises(UnsupportedError, match=r"spark.*--engine duckdb"), engine_of(project, "spark"):
        pass
