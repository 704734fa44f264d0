"""Ways to raise a sheet on the pages of subjects."""

from gaoxin.report.html.site import Site
from gaoxin.report.html.subject_raises import raised_rows
from tests.report.made import FIRMS


def test_ways_with_their_moves(site: Site):
    found = raised_rows(site, "enterprise")
    assert set(found) == {FIRMS[0][0]}
    one, two = found[FIRMS[0][0]]
    assert (one["sheet"], one["gain"], one["before"], one["after"]) == ("评分表", "2", "15～21.5", "17～23.5")
    assert one["moves"] == [
        {"variable": "营业收入", "cell": "v-revenue", "now": "1,234,567.5 万元", "then": "1,234,568 万元"}
    ]
    assert [move["variable"] for move in two["moves"]] == ["营业收入", "研发费用"]
    assert raised_rows(site, "zone") == {}
