"""The demonstration: what it finds, what it writes, and that it finds the same again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.cli.main import run as gaoxin
from gaoxin.services import demo
from gaoxin.services.demo import DemoReport


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder into which the demonstration writes; it does not exist yet."""
    return tmp_path_factory.mktemp("demo") / "new" / "folder"


@pytest.fixture(scope="module")
def report(home: Path) -> DemoReport:
    """Give the report of one demonstration."""
    return demo.run(home)


def facts_of(report: DemoReport) -> dict[str, Any]:
    """Give what has to be the same every time."""
    return {k: v for k, v in report.facts.items() if k not in ("seconds", "folder")}


def written(folder: Path) -> dict[str, list[str]]:
    """Give the rows of each file, in an order of their own."""
    return {file.name: sorted(file.read_text("utf-8-sig").splitlines()) for file in sorted(folder.iterdir())}


def test_its_facts(report: DemoReport, home: Path):
    facts = report.facts
    assert (facts["pack"], facts["pack_title"], facts["period"]) == (
        "hnte-2016",
        "高新技术企业认定（2016）",
        2024,
    )
    assert facts["enterprises"] == 300
    assert facts["outcomes"] == {"pass": 48, "fail": 155, "unknown": 97}
    assert facts["index"] == {"全国 2015": pytest.approx(180.905, abs=1e-9)}
    assert facts["folder"] == str(home)
    assert 0 < facts["seconds"] < 120


def test_the_five_best_have_the_most_certain_points(report: DemoReport, home: Path):
    best = report.facts["best"]
    assert [(b["low"], b["high"]) for b in best] == [(86.0, 100.0)] + [(82.0, 96.0)] * 4
    with (home / "verdicts.csv").open(encoding="utf-8-sig") as file:
        passing = {row["subject"] for row in csv.DictReader(file) if row["hnte"] == "pass"}
    assert {b["subject"].split()[0] for b in best} <= passing
    assert all(b["subject"].endswith("（合成）") for b in best)


def test_the_five_nearly_there(report: DemoReport):
    found = [(n["condition"], n["variable"], n["now"], n["gap"]) for n in report.facts["nearly"]]
    assert found == [
        ("H-05", "研究开发费用（高企口径）", "439.999999 万元", "，还差 0.000001 万元"),
        ("H-06", "高新技术产品（服务）收入", "7199.99 万元", "，还差 0.01 万元"),
        ("H-04", "科技人员数（高企口径）", "19 人", "，还差 1 人"),
        ("H-05", "研究开发费用（高企口径）", "140.46 万元", "，还差 10.117 万元"),
        ("H-05", "研究开发费用（高企口径）", "402.58 万元", "，还差 37.42 万元"),
    ]


def test_its_files_hold_what_the_report_counts(report: DemoReport, home: Path):
    tables: dict[str, list[dict[str, str]]] = {}
    for name in ("enterprises", "verdicts", "conditions", "index"):
        with (home / f"{name}.csv").open(encoding="utf-8-sig") as file:
            tables[name] = list(csv.DictReader(file))
    assert {name: len(rows) for name, rows in tables.items()} == {
        "enterprises": 863,
        "verdicts": 300,
        "conditions": 300 * (1 + 9),
        "index": 6,
    }
    assert sum(row["hnte"] == "pass" for row in tables["verdicts"]) == report.facts["outcomes"]["pass"]
    whole = [row for row in tables["conditions"] if not row["condition"]]
    assert sum(row["result"] == "fail" for row in whole) == report.facts["outcomes"]["fail"]


def test_its_data_say_that_they_are_synthetic(report: DemoReport, home: Path):
    with (home / "enterprises.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["数据说明"] for row in rows} == {"合成数据"}
    assert all(row["企业名称"].endswith("（合成）") for row in rows)
    assert "合成数据" in (home / "README.txt").read_text("utf-8")
    assert "synthetic" in (home / "README.txt").read_text("utf-8")
    assert report.text.splitlines()[:2] == [
        "示例高新区（合成数据） · an example zone (synthetic data)",
        "以下企业数据为合成数据，仅供演示 · the enterprises below are synthetic",
    ]


def test_its_text(report: DemoReport, home: Path):
    lines = report.text.splitlines()
    head = "一、高新技术企业认定（2016）（hnte-2016）· 2024年 300 家企业 · 不符合 155  符合 48  待补充 97"
    assert head in lines
    best, near = (
        lines.index("二、评价最好的五家 · the five best"),
        lines.index("三、临界企业（只差一项） · the five nearly there"),
    )
    assert lines[best + 1] == "  1. 91000000HC0000083Y 示例企业0008（合成）  企业创新能力评价 86–100 分"
    assert lines[near + 3] == (
        "  3. 91000000HC0000059E 示例企业0005（合成）  H-04 科技人员占比不低于10%："
        "科技人员数（高企口径）现为 19 人，还差 1 人"
    )
    assert "自评结果,以主管部门认定为准" in lines
    assert "  全国 2015: 180.905" in lines
    subject = report.facts["explained"]
    assert lines[-1] == f"接下来 · next: gaoxin explain {home}/enterprises.csv {subject} --pack hnte-2016"


def test_what_comes_next_works(report: DemoReport, capsys: pytest.CaptureFixture[str]):
    command = report.text.splitlines()[-1].partition("gaoxin ")[2].split()
    assert gaoxin(command) == 0
    told = capsys.readouterr().out
    assert told.rstrip() in report.text


@pytest.mark.slow
def test_again_into_the_same_folder(report: DemoReport, home: Path):
    before = written(home)
    assert facts_of(demo.run(home)) == facts_of(report)
    assert written(home) == before


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UsageError, match=r"no folder can be written here .*; try: another place"):
        demo.run(tmp_path / "file")
