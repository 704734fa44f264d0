"""The commands on what changed and what it takes."""

import csv
from pathlib import Path

import pytest

from tests.services.account.conftest import FIRMS, FIRMS_PACK, ZONES
from tests.services.change.conftest import TABLE, write_pack

from .conftest import Gaoxin

YEARS = ("--from", 2023, "--to", 2024)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_pack(tmp_path, "zones-2024")
    write_pack(tmp_path, "zones-2021", weight=3)
    (tmp_path / "zone-figures").mkdir()
    texts = {"zone-figures/pack.yaml": FIRMS_PACK, "zones.csv": TABLE, "all.csv": ZONES, "firms.csv": FIRMS}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_everybody_in_a_row(gaoxin: Gaoxin, data: Path):
    done = gaoxin("change", data / "zones-2024", data / "zones.csv", *YEARS)
    assert done.code == 0
    assert done.rows[0][:7] == ["subject", "measure", "before", "after", "change", "own", "peers"]
    assert [row[:2] for row in done.rows[1:7:2]] == [["丙", "score"], ["乙", "score"], ["甲", "score"]]


@pytest.mark.slow
def test_one_unit_by_indicator_across_a_break(gaoxin: Gaoxin, data: Path):
    ask = ("change", data / "zones-2024", data / "zones.csv", *YEARS, "--pack-from", data / "zones-2021")
    assert gaoxin(*ask).rows[1][:5] == ["丙", "score", "29.1667", "10.2564", "break"]
    done = gaoxin(*ask, "--subject", "甲")
    assert "口径变动,不可比: zones-2021 → zones-2024 (2024)" in done.err
    assert "specification" in done.out
    assert "break" in done.out
    found = gaoxin(*ask, "--subject", "甲", "--json").json
    score = [row for row in found if row["measure"] == "score"]
    assert sum(row["amount"] for row in score) == pytest.approx(
        score[0]["after"] - score[0]["before"], abs=1e-9
    )


@pytest.mark.slow
def test_bars_as_a_file(gaoxin: Gaoxin, data: Path):
    ask = ("change", data / "zones-2024", data / "zones.csv", *YEARS, "--bars")
    done = gaoxin(*ask, "-o", data / "bars.csv")
    assert done.out.strip().endswith(f"rows → {data / 'bars.csv'}")
    with (data / "bars.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["subject", "part", "node", "amount", "start", "end"]
    assert gaoxin(*ask, "-o", data / "bars.json", "--json").json["rows"] == len(rows)
    assert gaoxin(*ask).rows[0] == list(rows[0])


def test_a_unit_that_is_not_there_in_one_year(gaoxin: Gaoxin, data: Path):
    done = gaoxin("change", data / "zones-2024", data / "zones.csv", *YEARS, "--subject", "丁")
    assert done.code == 2
    assert "丁: 2023 年没有数据" in done.err


@pytest.mark.slow
def test_an_account_of_a_zone(gaoxin: Gaoxin, data: Path):
    ask = (
        "account",
        data / "zone-figures",
        "total_revenue",
        data / "all.csv",
        "--members",
        f"firm={data / 'firms.csv'}",
    )
    done = gaoxin(*ask)
    assert "高新区2024年营业收入合计 480.5 万元,比上年（450.0001 万元）增加 30.4999 万元" in done.out
    assert gaoxin(*ask, "--movers", "--json").json[0]["name"] == "丁公司"
    lines = gaoxin(*ask, "--published", "高新区=440", "--json").json
    assert {row["part"]: row["exact"] for row in lines}["corrections"] == "10.0001"
    assert gaoxin(*ask, "--published", "440").code == 2
    paper = data / "account.docx"
    assert f"同比变动说明 → {paper}" in gaoxin(*ask, "-o", paper).out
    assert gaoxin(*ask, "-o", paper, "--json").json == {"document": str(paper)}
    assert paper.stat().st_size > 1000


@pytest.mark.slow
def test_a_target(gaoxin: Gaoxin, data: Path):
    ask = ("target", data / "zones-2024", data / "zones.csv", "甲", "--rank", 2)
    done = gaoxin(*ask)
    assert done.rows[0][:4] == ["way", "node", "title", "figure"]
    assert "现为 now: score 21.03" in done.out
    moved = gaoxin(*ask, "--most", "revenue=500", "--cost", "revenue=1", "--json").json
    assert {row["node"] for row in moved} == {"revenue"}
    assert moved[0]["cost"] == pytest.approx(moved[0]["change"])
    assert gaoxin(*ask, "--score", 60).code == 2
    assert "a name and a number are due" in gaoxin(*ask, "--most", "revenue").err
