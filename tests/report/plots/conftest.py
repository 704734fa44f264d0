"""Plain tables as analyses give them."""

from typing import Any

import pytest

Rows = list[dict[str, Any]]
SUBJECTS = ("甲区", "乙区", "丙区")
NODES = ("创新资源集聚", "创新创业环境", "创新活动绩效")
SCORES = {"甲区": (90.0, 60.0, 30.0), "乙区": (50.0, 70.0, 20.0), "丙区": (10.0, 20.0, None)}


@pytest.fixture
def units() -> Rows:
    """Give ranks with intervals, two years."""
    return [
        {
            "subject": s,
            "period": year,
            "rank": k,
            "rank_low": max(1, k - 1),
            "rank_high": k + 1,
            "score": 100.0 - k,
        }
        for year in (2023, 2024)
        for k, s in enumerate(SUBJECTS, 1)
    ]


@pytest.fixture
def tidy() -> Rows:
    """Give the rows of an index: a total over three indicators, 2020 to 2022."""
    rows: Rows = []
    for year in (2020, 2021, 2022):
        for subject, scores in SCORES.items():
            whole = None if None in scores else sum(scores) / 3 + year - 2020
            head = {"subject": subject, "period": year, "rank": 1}
            rows.append({**head, "node": "total", "level": 1, "score": whole})
            rows += [{**head, "node": n, "level": 0, "score": v} for n, v in zip(NODES, scores, strict=True)]
    return rows
