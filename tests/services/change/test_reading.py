"""Tables as panels, and what is refused."""

import numpy as np
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.change.reading import check_years, read, subjects_of
from gaoxin.services.tables import Options


@pytest.mark.slow
def test_a_panel_is_ordered_by_subject_and_year(pack: str, table: str):
    found = read(pack, table, Options(periods=[2023]))
    assert list(zip(found.panel.subjects, found.panel.periods, strict=True))[:3] == [
        ("丁", 2024),
        ("丙", 2023),
        ("丙", 2024),
    ]
    assert found.panel.figures[0].tolist() == [250, 20, 30]
    assert found.titles["energy"] == "能耗"
    assert found.walls(2023, 2024) == {}


@pytest.mark.slow
def test_years(pack: str, table: str):
    panel = read(pack, table, Options()).panel
    with pytest.raises(UsageError, match=r"2022: 表中没有此年.*it has: 2023, 2024"):
        check_years(panel, (2022, 2024))
    with pytest.raises(UsageError, match="2024: 两个年份相同"):
        check_years(panel, (2024, 2024))


@pytest.mark.slow
def test_subjects(pack: str, table: str):
    panel = read(pack, table, Options()).panel
    assert subjects_of(panel, (2023, 2024), None) == ["丙", "乙", "甲"]
    with pytest.raises(UsageError, match=r"丁: 2023 年没有数据.*it has: 2024"):
        subjects_of(panel, (2023, 2024), ["丁"])
    with pytest.raises(UsageError, match=r"戊: 2023 年没有数据 .* it is not in the table"):
        subjects_of(panel, (2023, 2024), ["戊"])


@pytest.mark.slow
def test_nodes_without_a_score(pack: str, table: str):
    bare = read(pack, table, Options(), name="bare")
    with pytest.raises(UsageError, match=r"权重未公布.*a variant: equal"):
        bare.top(None)
    assert read(pack, table, Options(), name="bare", variant="equal").top(None) == "total"
    parts = read(pack, table, Options(), name="parts")
    with pytest.raises(UsageError, match=r"没有总分.*its nodes are: one"):
        parts.top(None)
    assert parts.top("one") == "one"
    with pytest.raises(UsageError, match=r"x: 没有此节点"):
        parts.top("x")


def test_an_empty_cell_is_unknown(pack: str):
    import pyarrow as pa

    rows = pa.table(
        {
            "zone": ["甲"],
            "year": [2023],
            "revenue": pa.array([None], pa.float64()),
            "firms": [1],
            "energy": [2],
        }
    )
    assert np.isnan(read(pack, rows, Options()).panel.figures[0, 0])
