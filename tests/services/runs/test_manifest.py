"""The manifest names a run, and knows what was changed since."""

import json
from pathlib import Path

from gaoxin.services.hashing import content_hash
from gaoxin.services.runs.manifest import named, write_manifest


def test_a_run_is_named_by_its_time_and_its_content():
    one, two = named({"a": 1}, "20260331-143005"), named({"a": 2}, "20260331-143005")
    assert one == {"run": f"20260331-143005-{content_hash({'a': 1})[:6]}", "a": 1}
    assert one["run"] != two["run"]


def test_a_manifest_is_text_that_people_can_read(tmp_path: Path):
    write_manifest(tmp_path, {"title": "高新区"})
    text = (tmp_path / "manifest.json").read_text("utf-8")
    assert "高新区" in text
    assert json.loads(text) == {"title": "高新区"}
