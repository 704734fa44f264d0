"""A slip names the unit that it seems to be in."""

from pathlib import Path

import pytest

from .conftest import HEADING, Gather, firms, write


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "factor", "meant"),
    [
        ("万元", 10, "千元"),
        ("万元", 10000, "元"),
        ("千元", 1000, "元"),
        ("百万元", 1000, "千元"),
        ("元", 10, ""),
    ],
)
def test_the_unit_that_was_meant(tmp_path: Path, gathered: Gather, unit: str, factor: int, meant: str):
    rows = firms(40, (2022, 2023, 2024), seed=9)
    rows[5][3] = f"{float(str(rows[5][3])) * factor:.2f}"
    result = gathered(
        write(tmp_path / "a.csv", HEADING.replace("销售收入（万元）", f"销售收入（{unit}）"), rows)
    )
    found = [f for f in result.findings if f.check == "unit_slip" and f.cell == "D7"]
    assert len(found) == 1
    assert f"除以 {factor} 才相称" in found[0].seen
    assert (f"像是按{meant}填的" in found[0].seen) == bool(meant)
