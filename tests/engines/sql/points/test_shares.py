"""The SQL of shares: the spread of a group once, windows for percentile ranks."""

from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.points.shares import SHARES, known_column, needs_spread, share_ctes, worse_column
from gaoxin.plan.points import Counted, points_plan
from tests.services.points.conftest import Sheets


def sql(*methods: str, counted: tuple[Counted, ...] = ()) -> str:
    items = [
        {"id": f"i{n}", "max": 1, "score": "a", "normalise": {"method": method, "by": ["stage"]}}
        for n, method in enumerate(methods)
    ]
    _, plan = points_plan(Sheets.program([Sheets.group(*items)]))
    return text(script(share_ctes(plan, "figures", counted), select_all(SHARES)))


def test_one_spread_for_a_set_of_categories():
    found = sql("minmax", "share_of_max", "minmax")
    assert found.count("GROUP BY") == found.count("JOIN") == 1
    assert "OVER" not in found


def test_a_percentile_rank_is_a_window_for_audit():
    found = sql("percentile_rank")
    assert 'RANK() OVER (PARTITION BY f."period", f."c_stage" ORDER BY f."f_i0"' in found
    assert "GROUP BY" not in found


def test_what_was_counted_is_joined_by_its_group():
    found = sql("percentile_rank", counted=(Counted("counted_1", "group_1", frozenset({"i0"})),))
    assert "OVER" not in found
    assert 'f."group_1" = counted_1."group"' in found


def test_columns_of_an_item():
    item = {"id": "i", "max": 1, "score": "a", "normalise": {"method": "percentile_rank", "constant": 1}}
    _, plan = points_plan(Sheets.program([Sheets.group(item)]))
    (share,) = plan.shares
    assert (worse_column(share), known_column(share)) == ("w_i", "n_i")
    assert needs_spread(share)
