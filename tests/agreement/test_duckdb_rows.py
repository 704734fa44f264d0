"""DuckDB agrees with the reference on random formulas and random rows, ties and missing values included."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import FormulaError, PackError
from gaoxin.plan.rows import full_plan
from tests.agreement import language as lang
from tests.agreement.run import on_duckdb, on_reference

ALLOWED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as con:
        yield con


@pytest.mark.slow
@ALLOWED
@given(rows=lang.rows(), formulas=st.lists(lang.condition(2), min_size=1, max_size=4))
def test_conditions_agree(connection, rows, formulas) -> None:
    try:
        program = lang.program(
            {
                "verdicts": {
                    "v": {
                        "title": lang.T,
                        "all": [
                            {"id": f"c{n}", "title": lang.T, "require": f} for n, f in enumerate(formulas)
                        ],
                    }
                }
            }
        )
        plan = full_plan(program)
    except (AssertionError, FormulaError, PackError):
        return
    assert on_duckdb(connection, program, plan, rows) == on_reference(program, plan, rows)


@pytest.mark.slow
@ALLOWED
@given(rows=lang.rows(), formula=st.one_of(lang.money(2), lang.ratio(2)))
def test_figures_agree(connection, rows, formula) -> None:
    try:
        unit = "元" if lang.is_money(formula) else "1"
        program = lang.program({"indicators": {"f": {"title": lang.T, "formula": formula, "unit": unit}}})
        plan = full_plan(program)
    except (AssertionError, FormulaError, PackError):
        return
    ours, reference = on_duckdb(connection, program, plan, rows), on_reference(program, plan, rows)
    for key, row in reference.items():
        for name, value in row.items():
            if value is None:
                assert ours[key][name] is None
            else:
                assert ours[key][name] == pytest.approx(value, rel=1e-9, abs=1e-9)
