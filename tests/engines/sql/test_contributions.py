"""The query of contributions; that parts add up is tested on the engine."""

from gaoxin.engines.sql.contributions import contribution_query
from gaoxin.engines.sql.cte import text
from gaoxin.plan.parts import parts_plan
from tests.agreement import members

EXPECTED = """\
SELECT
  "rollup.firm.rows"."zone" AS "subject",
  "rollup.firm.rows"."period",
  "rollup.firm.rows"."subject" AS "member",
  (
    "hightech"
  ) AS "counted",
"""


def test_the_query_of_a_share_fits_on_a_screen():
    formula = "sum(firm.revenue where firm.hightech) / sum(firm.revenue)"
    plan = parts_plan(members.program(formula=formula, unit="%", coverage="0"), "f")
    found = text(contribution_query(plan, "input", [2024]))
    assert found.startswith(EXPECTED)
    assert found.count("\n") < 70
    assert '"rollup.firm.rows"."period" IN (2024)' in found
    assert found.rstrip().endswith('"rollup.firm.rows"."subject"')


def test_without_periods_all_come_out():
    plan = parts_plan(members.program(formula="sum(firm.revenue)", unit="元"), "f")
    found = text(contribution_query(plan, "input"))
    assert " IN (" not in found
    assert "JOIN input AS wholes" in found
