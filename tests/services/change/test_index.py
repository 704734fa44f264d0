"""The change account of an index as a table."""

from collections import defaultdict
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services import verbs
from gaoxin.services.change.index import change

from .conftest import TABLE, write_pack

YEARS = (2023, 2024)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["minmax", "percentile_rank", "base_period, base: 2023"])
def test_amounts_sum_to_the_change_of_the_index(tmp_path: Path, table: str, method: str):
    pack = write_pack(tmp_path, "p", method=method)
    found = change(pack, table, YEARS).rows()
    sums: dict[tuple[str, str], float] = defaultdict(float)
    ends = {}
    for row in found:
        sums[row["subject"], row["measure"]] += row["amount"]
        ends[row["subject"], row["measure"]] = (row["before"], row["after"])
    totals = {(r["subject"], r["period"]): r for r in verbs.index(pack, table).rows() if r["node"] == "total"}
    assert {subject for subject, _ in sums} == {"甲", "乙", "丙"}
    for (subject, measure), amount in sums.items():
        before, after = (totals[subject, year][measure] for year in YEARS)
        assert ends[subject, measure] == pytest.approx((before, after), abs=1e-9)
        assert amount == pytest.approx(after - before, abs=1e-9)


@pytest.mark.slow
def test_own_figures_by_hand(pack: str, table: str):
    """Energy of 甲 from 50 to 45, a third of the score; the others stand from 40 to 60, then from 30 to 58.

    Among the old ones it is 50, then 75; among the new ones 800/28, then 1300/28.
    """
    rows = {
        (r["part"], r["node"]): r
        for r in change(pack, table, YEARS, subjects=["甲"]).rows()
        if r["measure"] == "score"
    }
    own, peers = rows["own", "energy"], rows["peers", "energy"]
    assert own["amount"] == pytest.approx((25 + 500 / 28) / 6)
    assert peers["amount"] == pytest.approx((800 / 28 - 50 + 1300 / 28 - 75) / 6)
    assert (own["figure_before"], own["figure_after"], own["title"], own["status"]) == (50, 45, "能耗", "")


@pytest.mark.slow
def test_another_standard_is_a_break_and_no_rise_or_fall(pack: str, older: str, table: str):
    found = change(pack, table, YEARS, pack_before=older, subjects=["甲"], name="strength")
    assert found.notices == ("口径变动,不可比: zones-2021 → zones-2024 (2024)",)
    broken = {row["status"] for row in found.rows() if row["part"] == "specification"}
    assert broken == {"break"}
    assert {row["detail"] for row in found.rows() if row["part"] == "specification"} == {
        "weight",
        "undivided",
    }


def test_a_version_that_computes_alike_is_no_break(tmp_path: Path, pack: str, table: str):
    same = write_pack(tmp_path, "zones-2022")
    found = change(pack, table, YEARS, pack_before=same, subjects=["甲"], name="strength")
    assert found.notices == ()
    assert {row["part"] for row in found.rows()} == {"own", "peers"}


def test_a_missing_figure_is_named_and_has_no_amount(pack: str, tmp_path: Path):
    path = tmp_path / "gap.csv"
    path.write_text(TABLE.replace("甲,2024,180,18,45", "甲,2024,180,,45"), encoding="utf-8")
    found = change(pack, str(path), YEARS, subjects=["甲", "乙"])
    (row,) = [row for row in found.rows() if row["subject"] == "甲"]
    assert (row["part"], row["node"], row["amount"], row["status"]) == (
        "unknown",
        "firms",
        None,
        "missing 2024",
    )
    assert (row["figure_before"], row["figure_after"]) == (10, None)
    with pytest.raises(UsageError, match="甲: 没有可分解的变动"):
        found.bars("甲")
    assert len(found.bars("乙"))


def test_a_figure_lost_under_spread_weights_is_marked(tmp_path: Path):
    pack = write_pack(tmp_path, "p", least="1/2")
    path = tmp_path / "gap.csv"
    path.write_text(TABLE.replace("甲,2024,180,18,45", "甲,2024,180,,45"), encoding="utf-8")
    rows = [r for r in change(pack, str(path), YEARS, subjects=["甲"]).rows() if r["measure"] == "score"]
    assert [(r["detail"], r["status"]) for r in rows if r["node"] == "firms" and r["detail"] == "weight"] == [
        ("weight", "missing 2024")
    ]
    assert sum(r["amount"] for r in rows) == pytest.approx(rows[0]["after"] - rows[0]["before"], abs=1e-9)


def test_bars_go_from_one_score_to_the_other(pack: str, table: str):
    found = change(pack, table, YEARS)
    bars = found.bars("甲").rows()
    assert (bars[0]["part"], bars[-1]["part"]) == ("before", "after")
    assert bars[-2]["end"] == pytest.approx(bars[-1]["amount"], abs=1e-9)
    assert {row["subject"] for row in found.bars(measure="rank").rows()} == {"甲", "乙", "丙"}


@pytest.mark.parametrize("years", [(2024, 2024), (2022, 2024)])
def test_wrong_years(pack: str, table: str, years: tuple[int, int]):
    with pytest.raises(UsageError, match="try: "):
        change(pack, table, years)


@pytest.mark.slow
def test_a_variant_is_that_of_the_standards_that_have_it(tmp_path: Path, pack: str, table: str):
    bare = change(pack, table, YEARS, name="bare", variant="equal", subjects=["甲"])
    assert bare.rows()[0]["before"] == 0
    other = Path(write_pack(tmp_path, "zones-2020")) / "pack.yaml"
    text = other.read_text("utf-8").replace(
        "indicator: revenue}]\n    variants:", "weight: 1, indicator: revenue}]\n    variants:"
    )
    other.write_text(text.replace("{equal: {title: {zh: 等权, en: equal weights}}}", "{}"), encoding="utf-8")
    found = change(
        pack, table, YEARS, pack_before=str(other.parent), name="bare", variant="equal", subjects=["甲"]
    )
    assert found.another_standard
    with pytest.raises(UsageError, match="has no variant 'x'"):
        change(pack, table, YEARS, name="bare", variant="x")
