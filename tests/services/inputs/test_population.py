"""From every figure to its cell, in rows, in wide tables and where one cell stands for every year."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from .conftest import Gather, code, write


@pytest.mark.slow
def test_every_figure_has_its_cell(tmp_path: Path, gathered: Gather):
    wide = write(
        tmp_path / "w.csv",
        "统一社会信用代码,成立日期,销售收入（万元）@2023,销售收入（万元）@2024",
        [[code(0), "2010-01-02", '"1,000"', 1.5]],
    )
    long = write(tmp_path / "l.csv", "年份,统一社会信用代码,职工总数", [[2024, code(0), 7]])
    kind = gathered(wide, long).kinds["enterprise"]
    cells = {
        (row["period"], row["variable"]): (row["part"], row["row"], row["column"], row["raw"], row["text"])
        for row in pq.read_table(kind.values).to_pylist()
    }
    assert cells == {
        (2023, "founded_on"): (0, 2, 2, "2010-01-02", "2010-01-02"),
        (2024, "founded_on"): (0, 2, 2, "2010-01-02", "2010-01-02"),
        (2023, "sales_revenue"): (0, 2, 3, '"1,000"'.strip('"'), "1000 万元"),
        (2024, "sales_revenue"): (0, 2, 4, "1.5", "1.5 万元"),
        (2024, "staff_183d"): (1, 2, 3, "7", "7 人"),
    }
    assert kind.variables == ("founded_on", "sales_revenue", "staff_183d")
