"""The index of the made run, and how sure its ranks are."""

from typing import Any


def indexed(pack: str, zone: str, year: int) -> list[dict[str, Any]]:
    head = {"pack": pack, "index": "main", "kind": "zone", "subject": zone, "period": year}
    score, rank = (80.5, 1) if zone == "Z1" else (60.25, 2)
    leaf = {"level": 0, "weight": 0.5, "rank": rank, "status": "assumed;imputed", "score": score}
    return [
        {**head, "node": "total", "level": 2, "score": score, "rank": rank, "status": "assumed"},
        {**head, "node": "a", "raw": 12345.678, **leaf, "contribution": score / 2 - 1},
        {**head, "node": "b", "raw": None, **leaf, "contribution": score / 2 + 1},
    ]


def surely(pack: str, zone: str) -> dict[str, Any]:
    """How sure the ranks of 2024 are; of the years before nothing was computed."""
    head = {"pack": pack, "index": "main", "kind": "zone", "subject": zone, "period": 2024, "node": "total"}
    ends = {"rank_low": 1.0, "rank_median": 1.0, "rank_high": 2.0, "runs": 1024, "confidence": 0.9}
    if zone == "Z1":
        return {**head, **ends, "rank": 1, "known": 1.0, "ahead_of_next": 0.75, "apart": False}
    return {**head, **ends, "rank": 2, "known": 1.0, "rank_low": 2.0}
