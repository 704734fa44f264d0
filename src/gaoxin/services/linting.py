"""Checking a pack folder, without running anything."""

from __future__ import annotations

from pathlib import Path

from gaoxin.base.errors import Fault, PackError, Place, UnsupportedError
from gaoxin.formula.checks import with_checks
from gaoxin.loading.library import library_for
from gaoxin.loading.loader import load_tests
from gaoxin.plan.rows import full_plan
from gaoxin.services.cases import read_cases
from gaoxin.services.expectations import read_expectations
from gaoxin.services.verbs import plans


def lint(path: Path) -> list[Fault]:
    """Every fault of a pack folder: form, formulas, references, tests, and whether it compiles."""
    library = library_for(str(path))
    try:
        program = with_checks(library.program(str(path)))
        cases = read_cases(program, load_tests(path))
        read_expectations(program, [output.name for output in full_plan(program).outputs], cases)
        plans(program)
    except PackError as error:
        return list(error.faults)
    except UnsupportedError as error:
        seen, _, step = str(error).partition("; try: ")
        rule, place = "a pack compiles for the engines", Place(str(path / "pack.yaml"))
        return [Fault(place, "pack", seen, rule, step or "split the formula")]
    return []
