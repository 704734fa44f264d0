"""What the totals of a few rows rest on."""

from gaoxin.engines.sql.cte import text
from gaoxin.engines.sql.points.near import details_query
from gaoxin.plan.points import points_plan
from tests.services.points.conftest import Sheets


def test_only_what_a_total_is_made_of_is_asked():
    percentile = {"method": "percentile_rank", "by": ["stage"]}
    items = [
        {"id": "i", "max": {"初创期": 1, "成长期": 2}, "score": "a"},
        {"id": "k", "max": 5, "score": "b", "normalise": percentile},
        {"id": "p", "max": 5, "formula": "fines"},
    ]
    _, plan = points_plan(Sheets.program([Sheets.group(*items)], max_by="stage"))
    found = text(details_query(plan, "near"))
    for name in ("lo_i", "hi_i", "f_i", "w_k", "n_k", "p_p.low", "c_stage"):
        assert f's."{name}"' in found
    assert 's."f_k"' not in found
