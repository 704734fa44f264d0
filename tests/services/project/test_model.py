"""A project knows its places and what a run records of it."""

from datetime import date
from pathlib import Path

from gaoxin.services.project import Project
from gaoxin.spec import Text


def test_places_and_settings():
    project = Project(
        Path("p"), Text(zh="区", en="Zone"), ("b", "a"), {}, as_of=date(2025, 3, 31), variants={"b": "v"}
    )
    places = (project.reasons, project.corrections, project.ranges, project.runs, project.report)
    assert [place.name for place in places] == [
        "reasons.csv", "corrections.csv", "ranges.csv", "runs", "report",
    ]  # fmt: skip
    assert project.settings() == {
        "title": {"zh": "区", "en": "Zone"},
        "packs": ["b", "a"],
        "synthetic": False,
        "as_of": "2025-03-31",
        "periods": [],
        "variants": {"b": "v"},
    }
