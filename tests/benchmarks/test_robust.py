"""The benchmark of robustness: a small size goes through, and the line is a line."""

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.bench_robust import once
from benchmarks.robust import bare, growth


@pytest.mark.slow
def test_a_small_size():
    found = once(12, 4, 1)
    assert found["runs"] == 40
    assert found["indices"] == 8 * (12 + 12 + 1)
    assert found["peak_mb"] > 10


def test_bare_ranks_are_ranks():
    ranks = bare.runs(9, 3)
    assert ranks.shape == (30, 9)
    assert (np.sort(ranks, axis=1) == np.arange(1, 10)).all()


def test_a_straight_line():
    assert growth.straight([(1000.0, 3.0), (2000.0, 5.0), (4000.0, 9.0)]) == pytest.approx((1, 0.002, 1))


def test_the_picture_shows_the_table_of_its_page(tmp_path: Path):
    """Else draw it again: `python -m benchmarks.robust.growth`."""
    found = growth.of_page(growth.PAGE.read_text(encoding="utf-8"))
    assert {len(points) for points in found.values()} == {6}
    drawn = growth.draw(found, tmp_path / "growth.svg").read_text(encoding="utf-8")
    lines = re.findall(r"[a-z ]+: [\d.]+ s \+ [\d.]+ s per 1,000 runs", drawn)
    assert len(set(lines)) == 2
    shown = growth.PICTURE.read_text(encoding="utf-8")
    assert [line for line in lines if line not in shown] == []
