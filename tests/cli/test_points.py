"""`gaoxin points`: a row for each enterprise, to look at, as JSON, to a file."""

import csv
import json
from pathlib import Path

import pytest

from gaoxin.cli.main import run

PACK = """
pack: sheet-2024
family: sheet
title: {zh: 例, en: Example}
subject: firm
subjects: {firm: {title: {zh: 企业, en: Firm}, id: [企业]}}
variables:
  patents: {title: {zh: 专利, en: Patents}, unit: 件}
points:
  score:
    title: {zh: 积分, en: Points}
    groups:
      - id: all
        title: {zh: 全部, en: All}
        items: [{id: p, title: {zh: 专利, en: Patents}, max: 10, score: patents}]
"""


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The command for a small pack and table."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "firms.csv").write_text("企业,专利\n甲,4\n乙,0\n丙,\n", encoding="utf-8")
    return ["points", str(tmp_path / "pack"), str(tmp_path / "firms.csv")]


def test_a_table_for_people(asked: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(asked) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["subject", "period", "points", "low", "high", "rank", "of", "list", "status"]
    assert any(line.split()[:2] == ["甲", "0"] and " 10 " in line for line in lines)
    assert lines[-1].startswith("自评结果")


def test_json_of_chosen_columns(asked: list[str], capsys: pytest.CaptureFixture[str]):
    assert run([*asked, "--json", "--column", "rank", "--column", "score.p"]) == 0
    rows = {row["subject"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["甲"] == {"subject": "甲", "period": 0, "rank": 1, "score.p": 10.0}
    assert rows["丙"]["rank"] is None


def test_a_file(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run([*asked, "-o", str(tmp_path / "out.csv")]) == 0
    assert "3 rows" in capsys.readouterr().out
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)].count("unknown") == 1


def test_wrong_use(asked: list[str], capsys: pytest.CaptureFixture[str]):
    assert run([*asked, "--points", "other"]) == 2
    assert "has no score sheet 'other'; its score sheets are: score" in capsys.readouterr().err
