"""An index from figures to rows, by hand."""

from gaoxin.engines.array.index import run_index


def test_by_hand(plan, figures) -> None:
    """Less is better for b: A 0 and 100, B 50 and 100, C 100 and 0."""
    chosen = plan(normalise={"method": "minmax"}, b={"direction": "down"})
    found = run_index(chosen, figures([1, 2, 3], [10, 10, 20])).to_pylist()
    totals = [(row["subject"], row["score"], row["rank"]) for row in found if row["node"] == "total"]
    assert totals == [("A", 50.0, 2), ("B", 75.0, 1), ("C", 50.0, 2)]
    assert [row["node"] for row in found[:3]] == ["total", "a", "b"]


def test_the_order_of_rows_does_not_matter(plan, figures) -> None:
    chosen = plan(normalise={"method": "zscore"}, impute={"method": "peer_mean", "peers": 1})
    table = figures([1, 2, 4], [None, 10, 20])
    assert run_index(chosen, table.take([2, 0, 1])).equals(run_index(chosen, table))
