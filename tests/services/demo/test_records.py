"""What a statistician records: what the file says, what is right, and why."""

import csv
from pathlib import Path

from gaoxin.services.demo import records
from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.spec import Demo


def test_corrections_are_in_the_unit_of_the_file(demo: Demo, drawn: tuple[Drawn, Drawn]):
    first = records.corrections(demo, drawn[0])[0]
    assert (first["old"], first["new"]) == ("120000", "12000")
    assert first["variable"] == demo.slips[0].variable
    assert all(
        line["by"].endswith("（合成）") and line["on"] == "2025-03-31"
        for line in records.corrections(demo, drawn[0])
    )


def test_reasons_are_typed(demo: Demo, drawn: tuple[Drawn, Drawn]):
    lines = records.reasons(demo, drawn[0])
    assert {line["type"] for line in lines} == {"restructuring", "no_activity"}
    assert {line["subject"] for line in lines} == {drawn[0].special(r.special) for r in demo.records.reasons}


def test_the_change_to_try(demo: Demo, drawn: tuple[Drawn, Drawn]):
    line = records.change(demo, drawn[0])
    assert (line["variable"], line["old"], line["new"]) == ("st_staff_183d", "19", "20")


def test_lists_keep_their_headings(tmp_path: Path, demo: Demo, drawn: tuple[Drawn, Drawn]):
    records.write_list(tmp_path, records.REASONS, records.reasons(demo, drawn[0]))
    with (tmp_path / "reasons.csv").open(encoding="utf-8-sig") as file:
        (first, *_) = csv.DictReader(file)
    assert list(first) == ["check", "kind", "subject", "period", "variable", "type", "reason", "by", "on"]
    assert first["variable"] == ""
