"""What is typed about a table becomes the options of a verb."""

from datetime import date
from pathlib import Path

import pytest
from cyclopts import App

from gaoxin.base.errors import UsageError
from gaoxin.cli.options import Given, day, options_of
from gaoxin.services.tables import Options


def typed(words: str) -> Options:
    app = App()

    @app.default
    def command(table: str, *, given: Given = Given()) -> Options:
        return given.options()

    return app(words.split(), result_action="return_value")


def test_nothing_typed():
    assert typed("t.csv") == Options()


def test_all_typed():
    words = "--as-of 2025-06-30 --period 2023 --period 2024 --members firm=a.csv --members lab=b.csv"
    found = typed(f"t.csv {words} --sheet one --memory 4GB --spill there")
    members = {"firm": "a.csv", "lab": "b.csv"}
    assert found == Options(date(2025, 6, 30), (2023, 2024), members, "one", "4GB", Path("there"))


@pytest.mark.parametrize("members", ["firm", "=a.csv", "firm="])
def test_members_are_a_subject_and_a_table(members: str):
    with pytest.raises(UsageError, match=f"--members {members}: a subject and its table are due; try: "):
        options_of(None, (), (members,))


def test_days():
    assert day(None) is None
    with pytest.raises(UsageError, match=r"--as-of 2025-6-30: .* a day is written 2026-06-30"):
        day("2025-6-30")
