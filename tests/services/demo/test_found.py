"""What is shown is read from the run."""

from pathlib import Path

import pytest

from gaoxin.report.run import Run
from gaoxin.services.demo import DemoReport
from gaoxin.services.demo.found import Found
from gaoxin.services.demo.spec import Demo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(small: DemoReport) -> Found:
    folder = Path(small.facts["folder"]) / "runs" / small.facts["run"]
    return Found(Run(folder), "示例高新区01（合成）")


def test_all_facts_are_those_that_were_told(found: Found, demo: Demo, small: DemoReport):
    facts = found.facts(demo)
    assert facts == {key: small.facts[key] for key in facts}
    assert facts["period"] == 2024
    assert sum(facts["outcomes"].values()) == small.facts["enterprises"]


def test_the_best_pass_with_the_most_points(found: Found, demo: Demo):
    best = found.best(demo.show.rules)
    assert [row["low"] for row in best] == sorted((row["low"] for row in best), reverse=True)
    assert len(best) == 5
    passing = {row["subject"] for row in found.rows("verdicts", pack=demo.show.rules.pack, result="pass")}
    assert {row["subject"] for row in best} <= passing


def test_the_nearest_come_first_with_what_they_lack(found: Found, demo: Demo):
    near = found.nearly(demo.show.rules, 5)
    assert len(near) == 5
    assert near[0]["gap_zh"] == "距4%还差0.01元"
    assert "距4%还差37.42万元" in [row["gap_zh"] for row in near]


def test_the_red_figure_and_who_moved_it(found: Found, demo: Demo):
    red = found.red(demo.show.red)
    assert red["red"] is True
    assert "比上年变差" in red["why_red_zh"]
    assert [mover["name"][:8] for mover in red["movers"]] == ["示例企业0018", "示例企业0019", "示例企业0020"]
    assert all(mover["change"] < 0 for mover in red["movers"])


def test_slips_with_their_cells(found: Found, demo: Demo, small: DemoReport):
    slips = small.facts["slips"]
    assert [(slip["cell"][0], slip["old"], slip["new"], slip["state"]) for slip in slips] == [
        ("C", "120000", "12000", "corrected"),
        ("J", "7289", "728.9", "corrected"),
        ("D", "40607", "4060.7", "corrected"),
    ]
    assert {slip["file"] for slip in slips} == {"data/torch-export.csv"}
    assert found.slips("balance", []) == []
