"""The list of filled and treated cells."""

from gaoxin.engines.array.index import changed_cells, run_index


def test_cells_and_how(plan, figures) -> None:
    """The gap of b becomes the mean of 1 to 9 and 100; the outlier of a is pulled in, b passes by its log."""
    ways = {"impute": {"method": "median"}, "treat": {"methods": ["winsorise"]}}
    chosen = plan(**ways, b={"treat": {"methods": ["log"], "rule": "always"}})
    rows = run_index(chosen, figures([*range(1, 10), 100], [5.0, 6.0, None, *([5.0] * 7)]))
    found = changed_cells(chosen, rows).to_pylist()
    assert [row["how"] for row in found if row["node"] == "b"] == ["log"] * 2 + ["median;log"] + ["log"] * 7
    (only,) = [row for row in found if row["node"] == "a"]
    assert (only["subject"], only["raw"], only["imputed"], only["treated"]) == ("J", 100, 100, 9)
    assert only["how"] == "winsorise"


def test_nothing_changed(plan, figures) -> None:
    chosen = plan()
    assert changed_cells(chosen, run_index(chosen, figures([1, None], [2, 3]))).num_rows == 0
