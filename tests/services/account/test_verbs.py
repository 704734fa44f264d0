"""The account of a figure over members."""

from fractions import Fraction
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.account.verbs import account

from .conftest import FIRMS


def test_revenue_of_a_zone_closes_to_the_yuan(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "total_revenue", zones, members={"firm": firms})
    rows = {row["part"]: row for row in found.rows()}
    assert {part: row["exact"] for part, row in rows.items()} == {
        "before": "450.0001",
        "entered": "70",
        "left": "-50",
        "stayed": "10.4999",
        "after": "480.5",
    }
    parts = [Fraction(row["exact"]) for part, row in rows.items() if part not in ("before", "after")]
    assert Fraction(rows["before"]["exact"]) + sum(parts) == Fraction(rows["after"]["exact"])
    assert {part: row["members"] for part, row in rows.items() if row["members"]} == {
        "entered": 1,
        "left": 1,
        "stayed": 2,
    }
    assert (rows["stayed"]["before"], rows["stayed"]["after"]) == (400.0001, 410.5)
    assert rows["entered"]["points"] == pytest.approx(7000 / 450.0001)
    movers = found.movers.rows()
    assert [(m["name"], m["standing"], m["exact"]) for m in movers] == [
        ("丁公司", "entered", "70"),
        ("丙公司", "left", "-50"),
        ("甲公司", "stayed", "30.4999"),
        ("乙公司", "stayed", "-20"),
    ]


def test_in_words(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "total_revenue", zones, members={"firm": firms}, most=1)
    assert found.text() == (
        "高新区2024年营业收入合计 480.5 万元,比上年（450.0001 万元）增加 30.4999 万元,增长 6.78%。其中："
        "新增 1 家 +70 万元,拉动 15.56 个百分点；退出 1 家 -50 万元,拉动 -11.11 个百分点；"
        "原有 2 家 +10.4999 万元,拉动 2.33 个百分点。\n变动最大的：丁公司（新增）+70 万元。"
    )


def test_a_published_figure_that_was_corrected_is_a_line(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "total_revenue", zones, members={"firm": firms}, published={"高新区": "440"})
    rows = {row["part"]: row["exact"] for row in found.rows()}
    assert (rows["before"], rows["corrections"], rows["after"]) == ("440", "10.0001", "480.5")
    assert sum(Fraction(v) for k, v in rows.items() if k != "after") == Fraction(rows["after"])


def test_a_quotient_and_both_of_its_sums(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "intensity", zones, members={"firm": firms})
    rows = [row for row in found.rows() if row["figure"] == "figure"]
    amounts = {row["part"]: row["amount"] for row in rows}
    before, after = 1500 / 450.0001, 1900 / 480.5
    assert (amounts["before"], amounts["after"]) == (pytest.approx(before), pytest.approx(after))
    assert amounts["entered"] == pytest.approx((400 - before * 70) / 480.5)
    assert amounts["left"] == pytest.approx((-100 + before * 50) / 480.5)
    assert sum(v for k, v in amounts.items() if k not in ("before", "after")) == pytest.approx(
        after - before, abs=1e-12
    )
    sums = {(row["figure"], row["part"]): (row["exact"], row["unit"]) for row in found.rows()}
    assert sums["numerator", "entered"] == ("4", "万元")
    assert sums["denominator", "after"] == ("480.5", "万元")
    assert "个百分点" in found.text()


def test_a_comparable_series_is_the_calibre_and_the_rest_is_compared(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "total_output", zones, members={"firm": firms})
    assert {row["part"]: row["exact"] for row in found.rows()} == {
        "before": "120",
        "calibre": "-4",
        "entered": "20",
        "left": "-10",
        "stayed": "9",
        "after": "135",
    }
    assert "工业产值自2024年起口径不同,已按可比口径衔接" in found.text()


def test_a_break_without_a_comparable_series_is_no_rise_or_fall(zone_pack: str, zones: str, firms: str):
    found = account(zone_pack, "total_staff", zones, members={"firm": firms})
    assert {row["part"]: row["exact"] for row in found.rows()} == {
        "before": "35",
        "undivided": "4",
        "after": "39",
    }
    assert not found.movers.rows()
    assert "增加" not in found.text()
    assert "无可比数据,不作升降比较" in found.text()


def test_who_did_not_report_and_who_did_again(zone_pack: str, zones: str, tmp_path: Path):
    path = tmp_path / "gaps.csv"
    text = FIRMS.replace("B,2024,高新区,乙公司,280", "B,2024,高新区,乙公司,").replace(
        "A,2023,高新区,甲公司,100.0001", "A,2023,高新区,甲公司,"
    )
    path.write_text(text, encoding="utf-8")
    found = account(zone_pack, "total_revenue", zones, members={"firm": str(path)})
    rows = {row["part"]: row["exact"] for row in found.rows()}
    assert rows == {
        "before": "350",
        "entered": "70",
        "left": "-50",
        "returned": "130.5",
        "missing": "-300",
        "after": "200.5",
    }


@pytest.mark.slow
def test_what_is_not_known_is_refused(zone_pack: str, zones: str, firms: str):
    with pytest.raises(UsageError, match=r"2023 没有可比的两年"):
        account(zone_pack, "total_revenue", zones, members={"firm": firms}, period=2023)
    with pytest.raises(UsageError, match=r"别处 没有可比的两年"):
        account(zone_pack, "total_revenue", zones, members={"firm": firms}, subject="别处")
