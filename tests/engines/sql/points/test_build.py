"""The steps of a score sheet in SQL: each under a line that says what it is."""

from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.points.build import (
    RANKED,
    group_columns,
    place_column,
    points_ctes,
    ranked_cte,
    result_query,
)
from gaoxin.plan.points import Counted, points_plan
from tests.services.points.conftest import Sheets, T

LISTS = [{"id": "top", "title": T, "to": "5%"}]


def test_the_whole_script():
    item = {"id": "i", "max": 10, "score": "a"}
    ranking = {"by": ["stage"], "lists": LISTS}
    _, plan = points_plan(Sheets.program([Sheets.group(item)], ranking=ranking))
    steps = [*points_ctes(plan, "figures"), ranked_cte(plan)]
    assert [step.name for step in steps] == [
        *("spread_1", "shares", "items", "sums", "totals", "decided", "scored", "ranked"),
    ]
    found = text(script(steps, result_query(plan, RANKED, plan.outputs)))
    assert '10e0 * "s_i" AS "i_i"' in found
    assert 'PARTITION BY "period", "g.0"' in found
    assert "* 1 + 0 ) // 20" in " ".join(found.split())
    assert group_columns(plan) == ["g.0"]


def test_rows_are_ranked_by_their_points_unless_a_veto_or_an_exact_total_has_a_say():
    item = {"id": "i", "max": 10, "score": "a"}
    veto = [{"id": "v", "title": T, "when": "fines >= 3", "then": "zero"}]
    _, plan = points_plan(Sheets.program([Sheets.group(item)]))
    _, held = points_plan(Sheets.program([Sheets.group(item)], veto=veto))
    counted = Counted("counted_1", "group_1", frozenset(("i",)))
    exact = Counted("counted_1", "group_1", frozenset(("i",)), total="whole total")
    assert place_column(plan, (counted,)) == "points"
    assert place_column(plan, (exact,)) == place_column(held) == "place by"


def test_exact_points_are_added_as_integers():
    items = [
        {"id": "i", "max": "7/3", "formula": "a / 3"},
        {"id": "k", "max": "1/2", "formula": "b / 2 万元"},
    ]
    _, plan = points_plan(Sheets.program([Sheets.group(*items)]))
    found = text(script(points_ctes(plan, "figures"), result_query(plan, "scored", ["points"])))
    assert "AS INT128) *" in found
    assert plan.error == 0
