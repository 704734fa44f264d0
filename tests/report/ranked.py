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


def moved(pack: str) -> dict[str, list[dict[str, Any]]]:
    """How often ranks are taken in 2024, and what moves them; the rank of the second never moves."""
    head = {"pack": pack, "index": "main", "kind": "zone", "period": 2024, "node": "total"}
    shares = [("Z1", 1, 0.996), ("Z1", 2, 0.004), ("Z2", 2, 1.0)]
    effect = {"first": 0.25, "first_low": 0.125, "first_high": 0.375, "total": 0.75}
    lower = {"input": "weights_0", "title_zh": "第0级权重±25%", "title_en": "weights of level 0 ±25%"}
    effect |= {"total_low": -0.01, "total_high": 1.125, **lower}
    upper = {"input": "weights_1", "title_zh": "第1级权重±25%", "title_en": "weights of level 1 ±25%"}
    told = [{**head, "subject": "", **effect}, {**head, "subject": "", **effect, **upper, "total": 0.875}]
    told += [{**head, "subject": "Z1", **effect}, {**head, "subject": "Z2", **lower}]
    return {
        "rank_shares": [{**head, "subject": s, "rank": rank, "share": share} for s, rank, share in shares],
        "assumptions": told,
    }


def fallen(pack: str) -> dict[str, list[dict[str, Any]]]:
    """Why the score of the first was 80.5 in 2024 after 78, by source and by indicator."""
    head = {"pack": pack, "index": "main", "kind": "zone", "subject": "Z1", "period": 2024, "since": 2023}
    parts = [
        ("before", "", 78.0),
        ("own", "", 4.0),
        ("peers", "", -2.0),
        ("calibre", "", 0.5),
        ("after", "", 80.5),
    ]
    nodes = [
        ("before", "", 78.0),
        ("own", "a", 4.0),
        ("peers", "b", -2.0),
        ("rest", "", 0.5),
        ("after", "", 80.5),
    ]
    rows: list[dict[str, Any]] = []
    for by, bars in (("part", parts), ("node", nodes)):
        level = 0.0
        for place, (part, node, amount) in enumerate(bars, 1):
            start = 0.0 if part == "after" else level
            level = start + amount
            bar = {"by": by, "place": place, "part": part, "node": node, "amount": amount}
            rows.append({**head, **bar, "start": start, "end": level})
    return {"changes": rows}
