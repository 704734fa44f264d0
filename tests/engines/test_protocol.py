"""What an engine offers, and what a run needs."""

import inspect

from gaoxin.engines import protocol
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.duckdb.results import Rows
from gaoxin.engines.protocol import Engine, Result, Table, Task
from gaoxin.plan.binding import Source


def methods(kind: type) -> dict[str, list[str]]:
    """Give the public methods of a class with the names of their arguments."""
    return {
        name: list(inspect.signature(member).parameters)
        for name, member in vars(kind).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }


def test_duckdb_offers_what_the_protocol_asks():
    offered = methods(DuckDB)
    for name, arguments in methods(Engine).items():
        assert offered[name] == arguments, name
    assert DuckDB.name.startswith("duckdb ")


def test_its_results_too():
    offered = methods(Rows)
    for name, arguments in methods(Result).items():
        assert offered[name] == arguments, name


def test_a_task_alone_judges_every_row_on_its_own_day():
    task = Task(Table(Source("t", ())))
    assert (task.members, task.as_of, task.periods) == ({}, None, None)


def test_the_protocol_names_no_engine():
    assert "duckdb" not in inspect.getsource(protocol).lower()
