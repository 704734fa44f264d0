"""Each analysis on a small index."""

from collections.abc import Callable
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services import verbs as running
from gaoxin.services.analyses import verbs


def at(results: Any, **wanted: object) -> list[dict[str, Any]]:
    return [row for row in results.rows() if all(row[key] == value for key, value in wanted.items())]


def test_availability(lab: str, table: Any):
    found = at(verbs.availability(lab, table, periods=[2024]), subject="丙", node="total")
    assert [(row["known"], row["missing"], row["period"]) for row in found] == [(2, 1, 2024)]


def test_statistics(lab: str, table: Any):
    row = at(verbs.statistics(lab, table, limits={"available": 0.9}), period=2024, node="b")[0]
    assert (row["n"], row["mean"], row["flags"]) == (3, pytest.approx(14 / 3), "few")
    with pytest.raises(UsageError, match="no such limit; try: available"):
        verbs.statistics(lab, table, limits={"size": 1})


def test_correlations(lab: str, table: Any):
    found = verbs.correlations(lab, table, method="spearman", levels=(0,), periods=[2023])
    assert {(r["node"], r["other"], r["relation"]) for r in found.rows()} == {
        ("a", "b", "siblings"),
        ("a", "c", "apart"),
        ("b", "c", "apart"),
    }
    with pytest.raises(UsageError, match="pearson, spearman, kendall"):
        verbs.correlations(lab, table, method="cosine")


@pytest.mark.slow
def test_components_and_alpha(lab: str, table: Any):
    first = at(verbs.pca(lab, table), period=2023, group="g", component=1, node="a")[0]
    whole = at(verbs.cronbach_alpha(lab, table), period=2023, group="g", without=None)[0]
    r = first["eigenvalue"] - 1
    assert whole["alpha"] == pytest.approx(2 * r / (1 + r), abs=0.02)
    with pytest.raises(UsageError, match="over='indicators'"):
        verbs.pca(lab, table, stage="raw")


def test_weights(lab: str, table: Any):
    rows = at(verbs.effective_weights(lab, table), period=2023)
    assert {row["node"]: row["effective_weight"] for row in rows} == {
        "total": 1,
        "g": 0.75,
        "a": 0.375,
        "b": 0.375,
        "c": 0.25,
    }


def test_contributions_add_up(lab: str, table: Any):
    rows = at(verbs.score_contributions(lab, table), subject="乙", period=2023)
    assert {row["node"]: row["to_top"] for row in rows} == {
        "total": 56.25,
        "g": 56.25,
        "a": 18.75,
        "b": 37.5,
        "c": 0,
    }


def test_strengths(lab: str, table: Any):
    rows = verbs.strengths(lab, table, top=1, subjects=["甲"], periods=[2023]).rows()
    assert [(row["kind"], row["node"], row["rank"]) for row in rows] == [
        ("strength", "c", 1),
        ("weakness", "b", 4),
    ]


@pytest.mark.slow
def test_dropping_each_node_computes_the_index_anew(lab: str, table: Any):
    rows = verbs.drop_each(lab, table, nodes=["c", "g"], units=True, periods=[2023]).rows()
    scores = {(row["dropped"], row["subject"]): (row["score"], row["rank_change"]) for row in rows}
    assert scores["c", "乙"] == (75, -1)
    assert scores["g", "甲"] == (100, -2)
    means = {
        row["dropped"]: row["mean_abs_rank_change"]
        for row in verbs.drop_each(lab, table, periods=[2023]).rows()
    }
    assert means == {None: 0, "g": 1.25, "a": 0.75, "b": 0.25, "c": 0.5}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda lab, table: verbs.drop_each(lab, table, nodes=["z"]), "nodes z: 没有"),
        (lambda lab, table: verbs.drop_each(lab, table, name="flat"), "没有总分"),
        (lambda lab, table: verbs.drop_each(lab, running.index(lab, table)), "需要原表"),
        (lambda lab, table: verbs.strengths(lab, table, subjects=["戊"]), "subjects 戊: 没有"),
        (lambda lab, table: verbs.strengths(lab, table, top=0), "至少为 1"),
        (lambda lab, table: verbs.pca(lab, table, name="z"), "has no index 'z'"),
    ],
)
def test_wrong_use_says_what_to_try(lab: str, table: Any, call: Callable[[str, Any], object], word: str):
    with pytest.raises(UsageError, match=word) as raised:
        call(lab, table)
    assert "try: " in str(raised.value) or "its indices are" in str(raised.value)
