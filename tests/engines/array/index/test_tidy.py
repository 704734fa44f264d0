"""The rows of the result."""

from gaoxin.engines.array.index import run_index


def test_columns_and_types(plan, figures) -> None:
    found = run_index(plan(), figures([1], [None]))
    kinds = {field.name: str(field.type) for field in found.schema}
    assert kinds == {
        "subject": "string",
        "period": "int32",
        "node": "string",
        "level": "int32",
        **dict.fromkeys(["raw", "imputed", "treated", "normalised", "score", "weight"], "double"),
        "rank": "int64",
        "status": "string",
    }


def test_what_is_unknown_is_null_with_a_word(plan, figures) -> None:
    found = run_index(plan(), figures([1], [None])).to_pylist()
    assert [(row["node"], row["score"], row["rank"], row["status"]) for row in found] == [
        ("total", None, None, "unknown"),
        ("a", 1.0, 1, ""),
        ("b", None, None, "unknown"),
    ]


def test_no_rows(plan, figures) -> None:
    found = run_index(plan(), figures([], []))
    assert found.num_rows == 0
    assert found.column_names[-1] == "status"


def test_computed_weights_are_shown(plan, figures) -> None:
    found = run_index(plan(weight={"method": "critic"}), figures([0, 1, 2], [0, 10, 40])).to_pylist()
    weights = {row["node"]: (row["weight"], row["status"]) for row in found[:3]}
    assert weights["total"] == (1.0, "weight computed")
    assert abs(weights["a"][0] + weights["b"][0] - 1) < 1e-12
    assert weights["a"][1] == "weight computed"
