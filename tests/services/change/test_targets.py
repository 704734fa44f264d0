"""What a target takes, proved by the index itself."""

import csv
import io
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.measure.targets import Goal
from gaoxin.services import verbs
from gaoxin.services.change.targets import target

from .conftest import TABLE

COLUMNS = {"revenue": "营业收入（万元）", "firms": "企业数（家）", "energy": "能耗（吨）"}


def recomputed(pack: str, folder: Path, moved: dict[str, float]) -> tuple[float, int]:
    """Score and rank of 甲 in 2024 by the index, with other figures in the table."""
    rows = list(csv.DictReader(io.StringIO(TABLE)))
    for row in rows:
        if (row["zone"], row["year"]) == ("甲", "2024"):
            row |= {COLUMNS[node]: repr(figure) for node, figure in moved.items()}
    path = folder / "moved.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = verbs.index(pack, str(path)).rows()
    (total,) = [r for r in found if (r["subject"], r["period"], r["node"]) == ("甲", 2024, "total")]
    return total["score"], total["rank"]


@pytest.mark.slow
@pytest.mark.parametrize("goal", [Goal(score=45), Goal(rank=2), Goal(rank=1)], ids=str)
def test_every_answer_holds_in_the_index_itself(pack: str, table: str, tmp_path: Path, goal: Goal):
    found = target(pack, table, "甲", goal=goal)
    rows = found.rows()
    mixed = {row["node"]: row["target"] for row in rows if row["way"] == "mix"}
    answers = [({row["node"]: row["target"]}, row) for row in rows if row["way"] == "alone"]
    for moved, row in [*answers, (mixed, {**found.mix, "reached": True})]:
        score, rank = recomputed(pack, tmp_path, moved)
        assert (row["score"], row["rank"]) == (pytest.approx(score, abs=1e-9), rank)
        assert row["reached"] == (score >= goal.score - 1e-9 if goal.score else rank <= goal.rank)
    for row in rows:
        if row["way"] == "alone" and row["reached"]:
            score, rank = recomputed(pack, tmp_path, {row["node"]: row["step_before"]})
            assert score < goal.score if goal.score else rank > goal.rank


@pytest.mark.slow
def test_counts_stay_whole_and_amounts_stay_at_their_scale(pack: str, table: str):
    rows = {
        r["node"]: r for r in target(pack, table, "甲", goal=Goal(score=41.7)).rows() if r["way"] == "alone"
    }
    assert rows["firms"]["target"] == 26
    assert rows["firms"]["unit"] == "家"
    assert rows["firms"]["step_before"] == 25
    assert rows["revenue"]["target"] == round(rows["revenue"]["target"], 6)


@pytest.mark.slow
def test_out_of_reach_says_the_nearest(pack: str, table: str):
    rows = [r for r in target(pack, table, "甲", goal=Goal(score=50)).rows() if r["node"] == "energy"]
    alone = next(row for row in rows if row["way"] == "alone")
    assert (alone["reached"], alone["target"], alone["score"]) == (
        False,
        30,
        pytest.approx(38.888888888888886),
    )
    assert alone["why"].startswith("达不到")


def test_only_what_may_move_moves_and_not_further(pack: str, table: str):
    found = target(pack, table, "甲", goal=Goal(score=90), most={"firms": 3, "energy": 5}, costs={"firms": 2})
    assert {row["node"]: row["change"] for row in found.rows() if row["way"] == "mix"} == {
        "firms": 3,
        "energy": -5,
    }
    assert found.mix["reached"] is False
    assert {row["node"] for row in found.rows()} == {"firms", "energy"}
    assert found.mix["cost"] == pytest.approx(6 + 5 / 28)


def test_a_missing_figure_is_no_lever(tmp_path: Path):
    from .conftest import write_pack

    pack = write_pack(tmp_path, "p", least="1/2")
    path = tmp_path / "gap.csv"
    path.write_text(TABLE.replace("甲,2024,180,18,45", "甲,2024,180,,45"), encoding="utf-8")
    rows = target(pack, str(path), "甲", goal=Goal(score=40)).rows()
    (row,) = [row for row in rows if row["node"] == "firms"]
    assert (row["target"], row["reached"], row["why"]) == (None, None, "待补充 · its figure is missing")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"goal": Goal()}, "a score or a rank"),
        ({"goal": Goal(score=1, rank=1)}, "a score or a rank"),
        ({"goal": Goal(rank=0)}, "ranks begin with 1"),
        ({"goal": Goal(rank=1), "costs": {"staff": 1}}, r"staff: 不是指标.*revenue, firms, energy"),
        ({"goal": Goal(rank=1), "most": {"firms": -1}}, "firms: 不能为负"),
        ({"goal": Goal(rank=1), "period": 2022}, "2022: 表中没有此年"),
    ],
)
def test_wrong_questions(pack: str, table: str, wrong: dict, message: str):
    with pytest.raises(UsageError, match=message):
        target(pack, table, "甲", **wrong)


def test_a_unit_without_a_score(pack: str, tmp_path: Path):
    path = tmp_path / "gap.csv"
    path.write_text(TABLE.replace("甲,2024,180,18,45", "甲,2024,180,,45"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"甲 2024: 没有得分 .* missing: 企业 firms"):
        target(pack, str(path), "甲", goal=Goal(rank=1))
