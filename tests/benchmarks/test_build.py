"""The benchmark of a build: a small project goes through every step, and each is measured."""

import time
from pathlib import Path

import pytest

from benchmarks.bench_build import Clock, measure, pages
from gaoxin.services.runs.building import STEPS

ENTERPRISES = 40


@pytest.mark.slow
def test_every_step_is_measured(tmp_path: Path):
    found = measure(ENTERPRISES, tmp_path / "project")
    assert list(found["processor_seconds"]) == ["start", *STEPS, "report"]
    assert set(found["peak_mb"]) == set(found["processor_seconds"])
    assert all(peak > 0 for peak in found["peak_mb"].values())
    assert found["total_processor_seconds"] == pytest.approx(
        sum(found["processor_seconds"].values()), abs=0.06
    )
    assert found["findings"]["errors"] == 0
    rows = found["table_rows"]
    assert min(rows[name] for name in ("board", "movers", "index", "nearly", "points", "values")) > 0
    assert found["report"]["pages"] > 2 * ENTERPRISES
    assert found["report"]["over_limit"] == 0


def test_parts_add_up_and_functions_come_back():
    class Module:
        """Stands for a module with a function."""

        @staticmethod
        def work() -> int:
            until = time.process_time() + 0.03
            while time.process_time() < until:
                pass
            return 7

    before, clock = Module.work, Clock()
    with clock.watching(Module, ("work",)):
        assert [Module.work(), Module.work()] == [7, 7]
    assert Module.work is before
    assert clock.parts["work"] >= 0.05


def test_pages_are_weighed(tmp_path: Path):
    (tmp_path / "subjects").mkdir()
    (tmp_path / "subjects" / "a.html").write_bytes(b"x" * 4096)
    (tmp_path / "subjects" / "b.html").write_bytes(b"x" * 8192)
    (tmp_path / "index.html").write_bytes(b"x" * 400 * 1024)
    found = pages(tmp_path)
    assert found["subject_page_kb"] == {"mean": 6, "most": 8}
    assert found["largest_other"] == {"page": "index.html", "kb": 400}
    assert found["over_limit"] == 1
