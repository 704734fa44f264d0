"""Commands on one table: as a table and as JSON, into files, with notices, and their exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from .conftest import STANDARD, Gaoxin

FOOTER = "自评结果,以主管部门认定为准"
ASSUMED = "notice: entry-2024 rests on 暂定值(官方未公布): E-2"
REWORDED = "notice: entry-2024 rests on 待核原文: E-3"

ZONE = "高新区,年度\n示例高新区,2024\n"
MEMBERS = (
    "统一社会信用代码,年度,所属高新区,营业收入（统计年报）（千元）,研发经费内部支出（千元）\n"
    "甲,2024,示例高新区,100000,5000\n"
    "乙,2024,示例高新区,300000,14999.99\n"
    "丙,2024,示例高新区,200000,30000\n"
)
SHARE = "rd5_revenue_share"
"""Share of revenue that firms with R&D of at least 5 % of it have: 甲 and 丙, 300000 of 600000 千元."""


@pytest.fixture
def zone(tmp_path: Path) -> tuple[Path, str]:
    """Give a table of one zone, and the option that names the table of its firms."""
    (tmp_path / "zone.csv").write_text(ZONE, "utf-8")
    (tmp_path / "members.csv").write_text(MEMBERS, "utf-8")
    return tmp_path / "zone.csv", f"enterprise={tmp_path / 'members.csv'}"


def test_verdicts_as_a_table(gaoxin: Gaoxin, firms: Path):
    done = gaoxin("verdicts", STANDARD, firms)
    assert done.code == 0
    assert done.rows == [
        ["subject", "period", "verdict", "result", "不符合", "fails", "未知", "unknown"],
        ["丁", "2024", "entry", "待补充", "unknown", "E-3"],
        ["丙", "2024", "entry", "不符合", "fail", "E-2", "E-1"],
        ["乙", "2024", "entry", "不符合", "fail", "E-1"],
        ["甲", "2024", "entry", "符合", "pass"],
        [FOOTER],
    ]


def test_verdicts_as_json(gaoxin: Gaoxin, firms: Path):
    found = {row["subject"]: row for row in gaoxin("verdicts", STANDARD, firms, "--json").json}
    assert {name: row["entry"] for name, row in found.items()} == {
        "甲": "pass",
        "乙": "fail",
        "丙": "fail",
        "丁": "unknown",
    }
    assert found["丙"] == {
        "subject": "丙",
        "period": 2024,
        "entry": "fail",
        "entry.E-1": None,
        "entry.E-2": False,
        "entry.E-3": True,
    }


@pytest.mark.slow
def test_long_verdicts_say_why(gaoxin: Gaoxin, firms: Path):
    rows = gaoxin("verdicts", STANDARD, firms, "--long", "--json").json
    assert {(r["condition"], r["result"], r["why"]) for r in rows if r["subject"] == "丙"} == {
        ("", "fail", "暂定值(官方未公布); 待核原文"),
        ("E-1", "unknown", "待补充：研发费用"),
        ("E-2", "false", "暂定值(官方未公布)"),
        ("E-3", "true", "待核原文"),
    }
    shown = gaoxin("verdicts", STANDARD, firms, "--long").rows
    assert shown[0] == ["subject", "period", "verdict", "condition", "result", "why"]
    assert ["丙", "2024", "entry", "E-1", "unknown", "待补充：研发费用"] in shown


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["--long"], ["--json"]])
def test_notices_go_beside_the_result(gaoxin: Gaoxin, firms: Path, more: list[str]):
    done = gaoxin("verdicts", STANDARD, firms, *more)
    assert done.err.splitlines() == [f"notice: {firms}: headings not used: 备注", ASSUMED, REWORDED]
    assert "notice" not in done.out


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["--long"]])
def test_notices_come_with_a_file_too(gaoxin: Gaoxin, firms: Path, tmp_path: Path, more: list[str]):
    out = tmp_path / "out.csv"
    done = gaoxin("verdicts", STANDARD, firms, "-o", out, *more)
    assert done.code == 0
    assert done.out == f"{16 if more else 4} rows → {out}\n"
    assert done.err.splitlines() == [f"notice: {firms}: headings not used: 备注", ASSUMED, REWORDED]


def test_a_file_as_json(gaoxin: Gaoxin, firms: Path, tmp_path: Path):
    done = gaoxin("verdicts", STANDARD, firms, "-o", tmp_path / "out.csv", "--json")
    assert done.json["rows"] == 4
    assert done.json["out"] == str(tmp_path / "out.csv")
    assert done.json["notices"][1:] == [ASSUMED.removeprefix("notice: "), REWORDED.removeprefix("notice: ")]


@pytest.mark.slow
def test_files_hold_what_is_printed(gaoxin: Gaoxin, firms: Path, tmp_path: Path):
    printed = sorted(gaoxin("verdicts", STANDARD, firms, "--json").json, key=lambda row: row["subject"])
    for ending in ("csv", "parquet", "json"):
        assert gaoxin("verdicts", STANDARD, firms, "-o", tmp_path / f"out.{ending}").code == 0
    stored = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert sorted(stored, key=lambda row: row["subject"]) == printed
    kept = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert sorted(kept, key=lambda row: row["subject"]) == printed
    text = (tmp_path / "out.csv").read_text("utf-8")
    assert text.startswith("\ufeffsubject,period,entry,entry.E-1")
    lines = list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))
    words = {None: "", True: "true", False: "false"}
    assert sorted(lines, key=lambda row: row["subject"]) == [
        {key: words.get(cell, str(cell)) for key, cell in row.items()} for row in printed
    ]


@pytest.mark.slow
def test_indicators(gaoxin: Gaoxin, firms: Path, tmp_path: Path):
    done = gaoxin("indicators", STANDARD, firms)
    assert done.rows[0] == ["subject", "period", "intensity", "sheet.low", "sheet.high"] + [
        f"sheet.{part}.{end}" for part in ("size", "heads") for end in ("low", "high")
    ]
    assert ["甲", "2024", "5", "5", "5", "5", "5", "5", "5"] in done.rows
    named = gaoxin("indicators", STANDARD, firms, "intensity", "staff", "--json").json
    assert [row for row in named if row["subject"] in "乙丙"] == [
        {"subject": "丙", "period": 2024, "intensity": None, "staff": 9.0},
        {"subject": "乙", "period": 2024, "intensity": pytest.approx(4.9999999, abs=1e-12), "staff": 10.0},
    ]
    out = tmp_path / "out.parquet"
    assert gaoxin("indicators", STANDARD, firms, "-o", out).out == f"4 rows → {out}\n"


@pytest.mark.slow
def test_an_unknown_figure_is_shown_as_a_dash(gaoxin: Gaoxin, firms: Path):
    assert ["丙", "2024", "–"] in gaoxin("indicators", STANDARD, firms, "intensity").rows


@pytest.mark.parametrize("name", ["nope", "listed"])
def test_what_is_no_figure_is_wrong_use(gaoxin: Gaoxin, firms: Path, name: str):
    done = gaoxin("indicators", STANDARD, firms, name)
    assert (done.code, done.out) == (2, "")
    assert f"{name} is no indicator, figure or points of entry-2024" in done.err


@pytest.mark.slow
def test_index(gaoxin: Gaoxin, root: Path, tmp_path: Path):
    arguments = ("zone-capability-2014", root / "examples" / "zones.csv", "--index", "from_subindices")
    done = gaoxin("index", *arguments, "--period", "2015")
    assert done.rows == [
        ["subject", "period", "node", "level", "score", "weight", "rank", "status"],
        ["全国", "2015", "total", "1", "180.905", "1", "1"],
    ]
    rows = gaoxin("index", *arguments, "--period", "2015", "--json").json
    assert [row["score"] for row in rows if row["node"] == "total"] == [pytest.approx(180.905, abs=1e-9)]
    assert {row["level"] for row in rows} == {0, 1}
    out = tmp_path / "out.csv"
    assert gaoxin("index", *arguments, "--period", "2015", "-o", out).out == f"{len(rows)} rows → {out}\n"


def test_index_by_a_wrong_name(gaoxin: Gaoxin, root: Path):
    done = gaoxin("index", "zone-capability-2014", root / "examples" / "zones.csv", "--index", "nope")
    assert done.code == 2
    assert "its indices are: capability, from_subindices" in done.err


@pytest.mark.slow
def test_members_add_up_to_the_figure(gaoxin: Gaoxin, zone: tuple[Path, str]):
    table, members = zone
    figure = gaoxin("indicators", "zone-evaluation-2021", table, SHARE, "--members", members, "--json").json
    assert [row[SHARE] for row in figure] == [50.0]
    command = ("contributions", "zone-evaluation-2021", SHARE, table, "--members", members)
    parts = gaoxin(*command, "--json").json
    assert {(row["member"], row["counted"]) for row in parts} == {("甲", True), ("乙", False), ("丙", True)}
    assert sum(row["contribution"] for row in parts) == pytest.approx(50)
    assert ["示例高新区", "2024", "甲", "True", "16.6667"] in gaoxin(*command).rows


@pytest.mark.slow
def test_explain(gaoxin: Gaoxin, firms: Path):
    done = gaoxin("explain", firms, "乙", "--pack", STANDARD)
    assert done.code == 0
    assert "      研发费用 49.999999 万元 → 50 万元，还差 0.000001 万元（补足后即符合）\n" in done.out
    assert done.out.endswith(f"{FOOTER}\n")
    english = gaoxin("explain", firms, "乙", "-p", STANDARD, "--en").out
    assert "R&D expense 49.999999 万元 → 50 万元, short of 0.000001 万元" in english
    assert english.endswith("A self-assessment; the competent authority decides.\n")
    found = gaoxin("explain", firms, "乙", "--pack", STANDARD, "--period", "2024", "--json").json
    assert (found["subject"], found["period"], found["as_of"]) == ("乙", 2024, "2024-12-31")
    assert [line["result"] for line in found["lines"]["en"][:4]] == ["fail", "fail", "pass", "pass"]


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "more"), [("戊", []), ("乙", ["--period", "2019"])])
def test_nobody_to_explain(gaoxin: Gaoxin, firms: Path, unit: str, more: list[str]):
    done = gaoxin("explain", firms, unit, "--pack", STANDARD, *more)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{unit}: ")
    assert "try:" in done.err


@pytest.mark.slow
def test_sql(gaoxin: Gaoxin):
    done = gaoxin("sql", STANDARD)
    assert done.out.startswith("-- entry-2024: 入驻条件（示例）\n-- verdicts\n")
    assert "研发强度不低于5% 第三条（一）" in done.out
    assert gaoxin("sql", STANDARD, "--json").json == {"pack": STANDARD, "sql": done.out.rstrip("\n")}


@pytest.mark.slow
def test_the_day_of_judgement(gaoxin: Gaoxin, root: Path):
    """A firm that is a year old at the end of 2024 is not on its first day."""
    table = root / "examples" / "enterprises.csv"
    late = gaoxin("verdicts", "hnte-2016", table, "--period", "2024", "--json").json
    early = gaoxin("verdicts", "hnte-2016", table, "--period", "2024", "--as-of", "1990-01-01", "--json").json
    assert {row["hnte.H-01"] for row in early} == {False}
    assert any(row["hnte.H-01"] for row in late)


@pytest.mark.slow
def test_periods_are_chosen(gaoxin: Gaoxin, root: Path):
    table = root / "examples" / "enterprises.csv"
    rows = gaoxin("verdicts", "hnte-2016", table, "--period", "2023", "--period", "2024", "--json").json
    assert {row["period"] for row in rows} == {2023, 2024}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ["--as-of", "2024-13-01"],
            "--as-of 2024-13-01: 日期写作 · a day is written 2026-06-30; try: year-month-day",
        ),
        (["--members", "firms.csv"], "--members firms.csv: a subject and its table are due"),
        (["--members", "=firms.csv"], "--members =firms.csv: a subject and its table are due"),
        (["--members", "zone=firms.csv"], "entry-2024 rolls up none, not zone"),
        (["--memory", "lots"], "'lots' 不是内存大小 · is no amount of memory; try: 4GB"),
        (["-o", "out.txt"], "out.txt: results are written to .csv, .parquet or .json"),
        (["-o", "nowhere/out.csv"], "nowhere/out.csv: there is no folder nowhere; try: make it first"),
        (["--period", "now"], 'unable to convert "now" into int'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_options_are_wrong_use(gaoxin: Gaoxin, firms: Path, more: list[str], said: str):
    done = gaoxin("verdicts", STANDARD, firms, *more)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.slow
def test_limits_leave_the_answer_as_it_is(gaoxin: Gaoxin, firms: Path, tmp_path: Path):
    limited = gaoxin(
        "verdicts", STANDARD, firms, "--memory", "500MB", "--spill", tmp_path / "spill", "--json"
    )
    assert limited.json == gaoxin("verdicts", STANDARD, firms, "--json").json


def test_a_pack_without_verdicts(gaoxin: Gaoxin, root: Path):
    done = gaoxin("verdicts", "zone-capability-2014", root / "examples" / "zones.csv")
    assert done.code == 2
    assert done.err.startswith("zone-capability-2014 has no verdicts; try: gaoxin index zone-capability-2014")


@pytest.mark.slow
def test_faulty_cells_are_all_listed(gaoxin: Gaoxin, firms: Path):
    firms.write_text(
        "企业,年度,总收入（万元）,研发费用（万元）\n甲,2024,many,50\n乙,2024,1000,-1\n丙,2024,1000,50\n",
        "utf-8",
    )
    done = gaoxin("verdicts", STANDARD, firms)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("2 faults\n")
    assert f"{firms}:2" in done.err
    assert "many" in done.err
    assert f"{firms}:3" in done.err
    assert done.err.count("try:") == 2


@pytest.mark.slow
def test_a_fault_writes_no_file(gaoxin: Gaoxin, firms: Path, tmp_path: Path):
    firms.write_text("企业,年度,总收入（万元）\n甲,2024,many\n", "utf-8")
    out = tmp_path / "out.csv"
    assert gaoxin("verdicts", STANDARD, firms, "-o", out).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firms.csv"]
