"""A small run, made by hand: every table has rows, and names that try to break pages."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gaoxin.report.run import FORMAT, TABLES
from tests.report.accounted import accounts
from tests.report.ranked import fallen, indexed, moved, surely

HOSTILE = """<script>alert('x')</script>"&'</table>"""
LONG = "很长的企业名称" * 40
PACK, ZONE = "rule-2020", "zone-2021"
FIRMS = [("91310000MA1FL0001A", "甲公司"), ("91310000MA1FL0002B", HOSTILE), ("C3", LONG), ("C4", "丁公司")]
PERIODS = [2022, 2023, 2024]


def title(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def table(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    (folder / "tables").mkdir(exist_ok=True)
    full = [{column: row.get(column) for column in TABLES[name].names} for row in rows]
    pq.write_table(pa.Table.from_pylist(full, schema=TABLES[name]), folder / "tables" / f"{name}.parquet")


def make_run(folder: Path, firms: list[tuple[str, str]] | None = None, *, synthetic: bool = True) -> Path:
    """Write a run folder with all tables."""
    firms = FIRMS if firms is None else firms
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest(synthetic), ensure_ascii=False), "utf-8")
    (folder / "dictionary.json").write_text(json.dumps(dictionary(), ensure_ascii=False), "utf-8")
    for name, rows in {**about_firms(firms), **about_zone(firms)}.items():
        table(folder, name, rows)
    return folder


def manifest(synthetic: bool) -> dict[str, Any]:
    pack = {"status": "verified", "hash": "ab" * 32, "variant": None}
    headings = {
        "revenue": {"column": 3, "heading": "营业收入（万元）", "unit": "万元"},
        "rd_expense@2024": {"column": 28, "heading": "研发费用", "unit": "万元"},
    }
    part = {"kind": "enterprise", "sha256": "cd" * 32, "rows": 12, "headings": headings, "ignored": []}
    return {
        "format": FORMAT,
        "run": "20260331-143005-ab12cd",
        "created": "2026-03-31T14:30:05",
        "title": title("示例高新区", "Example zone"),
        "synthetic": synthetic,
        "as_of": "2025-03-31",
        "periods": PERIODS,
        "gaoxin": "0.1.0",
        "python": "3.11.2",
        "engine": {"name": "duckdb", "version": "2.0.0"},
        "seed": 0,
        "packs": [
            {"pack": PACK, "family": "rule", "title": title("示例认定办法", "Example rule"), **pack},
            {"pack": ZONE, "family": "zone", "title": title("示例指数", "Example index"), **pack}
            | {"variant": "assumed"},
        ],
        "needs": [
            {"pack": "vocabulary", "family": "vocabulary", "title": title("通用口径", "Shared"), **pack}
        ],
        "data": [
            part | {"part": 0, "file": "data/a.xlsx", "sheet": "企业&园区", "period": None},
            part | {"part": 1, "file": "data/b.csv", "sheet": None, "period": 2024},
        ],
        "tables": {name: {"rows": 1234, "sha256": "ef" * 32} for name in TABLES},
        "findings": {"errors": 1, "warnings": 1, "open": 1},
        "settings": {"day": "2025-03-31"},
        "notices": ["a pack was left out (没有数据，未测算)"],
    }


def dictionary() -> dict[str, Any]:
    return {
        "packs": {"vocabulary": shared(), PACK: rule(), ZONE: zone()},
        "kinds": {
            "zone": {"title": title("园区", "Zones")},
            "enterprise": {"title": title("企业", "Enterprises")},
        },
    }


def shared() -> dict[str, Any]:
    money = {"unit": "万元", "type": "number", "purpose": "statistics", "origin": "reported"}
    return {
        "pack": "vocabulary",
        "family": "vocabulary",
        "title": title("通用口径", "Shared"),
        "status": "verified",
        "variables": {
            "revenue": {"title": title("营业收入", "Revenue"), **money, "calibre": "H-05"},
            "rd_expense": {"title": title("研发费用", "R&D expense"), **money},
            "code": {"title": title("代码", "Code"), "unit": "1", "type": "text"},
            "listed": {"title": title("上市", "Listed"), "unit": "1", "type": "flag"},
        },
    }


def rule() -> dict[str, Any]:
    both = [["revenue", 0], ["revenue", -1], ["rd_expense", 0]]
    condition = {"clause": "第十一条（五）", "status": "verified", "jury": False, "inputs": both}
    item = {"max": 8, "status": "verified", "formula": "revenue >= 1 → 8", "inputs": [["revenue", 0]]}
    item |= {"figures": ["rd_share"], "clause": "表1"}
    groups = [
        {"id": f"g{n}", "title": title(f"第{n}组", f"Group {n}"), "max": 10, "items": [
            {"id": "a", "title": title(f"项目{n}", f"Item {n}"), **item}]}
        for n in (1, 2, 3)
    ]  # fmt: skip
    return {
        "pack": PACK,
        "family": "rule",
        "title": title("示例认定办法", "Example rule"),
        "summary": title("示例", "An example"),
        "document": {
            "title": "示例办法",
            "number": "示〔2020〕1号",
            "issuers": ["示例部"],
            "url": "https://example.org/a",
        },
        "in_force": {"from": "2020-01-01"},
        "status": "verified",
        "kind": "enterprise",
        "indicators": {
            "rd_share": {
                "title": title("研发强度", "R&D intensity"),
                "unit": "%",
                "formula": "rd_expense / revenue < 1",
                "status": "assumed",
                "inputs": both,
            }
        },
        "verdicts": {
            "hnte": {
                "title": title("示例认定", "Example recognition"),
                "clause": "第十一条",
                "status": "verified",
                "conditions": [
                    {
                        "id": "H-05",
                        "title": title("研发费用占比", "R&D share"),
                        "require": "rd_share >= 4%",
                        "words": title("研发强度不低于4%", "R&D intensity at least 4 %"),
                        **condition,
                    },
                    {"id": "H-06", "title": title("收入", "Revenue"), "require": "revenue >= 1", **condition}
                    | {"status": "assumed"},
                ],
            }
        },
        "points": {
            "sheet": {
                "title": title("评分表", "Score sheet"),
                "max": 30,
                "status": "verified",
                "groups": groups,
            }
        },
    }


def zone() -> dict[str, Any]:
    node = {"level": 0, "status": "assumed"}
    leaf = {"quote": "做大做强", "place": "001.txt:12", "owner": "科技局", "clause_class": "X"}
    return {
        "pack": ZONE,
        "family": "zone",
        "title": title("示例指数", "Example index"),
        "status": "paraphrased",
        "kind": "zone",
        "indicators": {
            "zone_rd": {
                "title": title("园区研发强度", "R&D intensity of the zone"),
                "unit": "%",
                "formula": "sum(enterprise.rd_expense) / sum(enterprise.revenue)",
                "status": "verified",
                "inputs": [["rd_expense", 0]],
            },
            "zone_sum": {"title": title("园区收入", "Revenue"), "unit": "亿元", "formula": "sum(revenue)"},
        },
        "index": {
            "main": {
                "title": title("创新指数", "Innovation index"),
                "nodes": [
                    {"node": "total", "title": title("总分", "Total"), **node, "level": 2},
                    {"node": "a", "parent": "total", "title": title("投入", "Input"), "weight": 0.5, **node},
                    {"node": "b", "parent": "total", "title": title("产出", "Output"), "weight": 0.5, **node},
                ],
            }
        },
        "boards": {
            "core": {
                "title": title("一核两体三圈", "One core, two bodies, three rings"),
                "assumed": ["owner"],
                "tree": tree(leaf),
            }
        },
    }


def tree(leaf: dict[str, Any]) -> list[dict[str, Any]]:
    """Two ecologies with a direction each; the leaves have each of the three states."""
    shown = {"state": "indicator", "measures": ["zone_rd", "zone_sum"]}
    leaves = [
        {"id": "E1.1.1", "title": title("任务一", "Task 1"), **leaf, **shown},
        {"id": "E1.1.2", "title": title("任务二", "Task 2"), **leaf, "state": "task"},
    ]
    directions = [
        {"id": "E1.1", "title": title("方向一", "Direction 1"), "children": leaves},
        {"id": "E2.1", "title": title("方向二", "Direction 2"), "children": [
            {"id": "E2.1.1", "title": title(HOSTILE, "Task 3"), "state": "open"}]},
    ]  # fmt: skip
    quote = {"quote": "一", "place": "001.txt:1"}
    return [
        {"id": "E1", "title": title("创新生态", "Innovation"), **quote, "children": directions[:1]},
        {"id": "E2", "title": title("产业生态", "Industry"), "children": directions[1:]},
    ]


def about_firms(firms: list[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The tables about enterprises; the last one only reports in the first period."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in (
            "values", "indicators", "verdicts", "conditions", "points", "sheets", "raises", "nearly",
            "findings",
        )
    }  # fmt: skip
    for at, (firm, name) in enumerate(firms):
        for year in PERIODS if at < len(firms) - 1 or len(firms) == 1 else PERIODS[:1]:
            key = {"kind": "enterprise", "subject": firm, "period": year}
            rows["values"] += reported(key, at, year)
            ruled = {"pack": PACK, **key}
            share = {"indicator": "rd_share", "mark": "assumed"}
            broken = year == 2023
            rows["indicators"].append(
                {**ruled, **share, "number": None if broken else 4.25, "break": broken}
                | {"text": "口径变动,不可比" if broken else "4.25%"}
            )
            rows["verdicts"].append({**ruled, "verdict": "hnte", "result": "unknown" if at else "fail"})
            rows["conditions"] += judged(ruled, at)
            rows["points"] += scored(ruled, at)
            group = {"peers_of": "成长期 × 电子", "ranked_in": "成长期", "rank": at + 1, "ranked": len(firms)}
            rows["sheets"].append({**ruled, "sheet": "sheet", **group, "list": "前5%" if not at else None})
        gap = {"gap_zh": "距4%还差37.42万元", "gap_en": "short of 4% by 37.42 万元"}
        amounts = {"variable": "rd_expense", "now": "12345.6 万元", "then": "12383.02 万元", "settles": True}
        if at == 0:
            rows["nearly"].append({**ruled, "verdict": "hnte", "condition": "H-05", **amounts, **gap})
        if at < 2:
            rows["findings"].append(found(key, name, at))
            rows["raises"] += raised(key, at)
    key = {"kind": "enterprise", "subject": firms[0][0], "period": 2024, "variable": "rd_expense"}
    said = {"reason": HOSTILE, "by": "张三", "on": "2025-03-01"}
    corrections = [{**key, "old": "12345", "new": "12345.6", **said}]
    return {**rows, "corrections": corrections}


def reported(key: dict[str, Any], at: int, year: int) -> list[dict[str, Any]]:
    cell = {**key, "part": at % 2, "row": at + 2, "corrected": False}
    amount = {"number": 1234567.5 + at, "text": f"{1234567.5 + at:.2f} 万元", "raw": "1234567.5"}
    cost = {"variable": "rd_expense", "column": 28, "number": 12345.6, "text": "12345.6 万元", "raw": "12345"}
    code = {
        "variable": "code",
        "column": 1,
        "number": None,
        "text": "20240101" if at else HOSTILE,
        "raw": "x",
    }
    return [
        {**cell, "variable": "revenue", "column": 3, **amount},
        {**cell, **cost, "corrected": at == 0 and year == 2024},
        {**cell, **code},
        {**cell, "variable": "listed", "column": 4, "number": None, "text": "是", "raw": "是"},
    ]


def judged(key: dict[str, Any], at: int) -> list[dict[str, Any]]:
    head = {**key, "verdict": "hnte"}
    unknown = {"result": None, "why": "missing", "missing": "rd_expense; revenue"}
    return [
        {**head, "condition": "H-05", **({"result": False, "why": "", "missing": ""} if not at else unknown)},
        {**head, "condition": "H-06", "result": True, "why": "", "missing": ""},
    ]


def scored(key: dict[str, Any], at: int) -> list[dict[str, Any]]:
    head = {**key, "sheet": "sheet"}
    peers = {"peers": 3, "median": 5.5}
    total = {"low": 15.0, "high": 21.5 + at, "low_text": "15", "high_text": f"{21.5 + at:g}", "cap": 30.0}
    total["counted"] = "15" if at == 1 else None  # unknown items of the second firm count 0
    rows = [{**head, "item": "", **total, **peers}]
    for n in (1, 2, 3):
        whole = {"low": 5.0, "high": 7.25, "low_text": "5", "high_text": "7.25", "cap": 10.0}
        points, text = 5.0 + n / 3, f"{5 + n / 3:.4f}".removesuffix(".0000")
        item = {"low": points, "high": points, "low_text": text, "high_text": text, "cap": 8.0}
        rows += [
            {**head, "item": f"g{n}", **whole, **peers, "sum_text": "12" if n == 1 else None},
            {**head, "item": f"g{n}.a", **item, "share": n / 4, "peers": 2, "counted": text},
        ]
    return rows


def raised(key: dict[str, Any], at: int) -> list[dict[str, Any]]:
    """Two ways of the first firm, the second of two moves; the second has none; the third was not asked."""
    head = {**key, "pack": PACK, "sheet": "sheet"}
    if at == 1:
        return [{**head, "place": 0, "moves": 0}]
    move = {"variable": "revenue", "now": "1234567.5 万元", "then": "1234568 万元"}
    move |= {"change_zh": "还差0.5万元", "change_en": "0.5 万元 more", "items": "g1.a; g2.a"}
    other = {"variable": "rd_expense", "now": "12345.6 万元", "then": "12383.02 万元"}
    other |= {"change_zh": "还差37.42万元", "change_en": "37.42 万元 more", "items": "g1.a; g2.a"}
    ends = {"before_low": "15", "before_high": "21.5"}
    one = {"gain_low": "2", "gain_high": "2", "after_low": "17", "after_high": "23.5", **ends}
    two = {"gain_low": "3", "gain_high": "2.5", "after_low": "18", "after_high": "24", **ends}
    return [
        {**head, "place": 1, "moves": 1, **move, **one},
        {**head, "place": 2, "moves": 2, **move, **two},
        {**head, "place": 2, "moves": 2, **other, **two},
    ]


def found(key: dict[str, Any], name: str, at: int) -> dict[str, Any]:
    said = {"rule_zh": "规则", "rule_en": "the rule", "next_zh": "核对", "next_en": "check it"}
    place = {"file": "data/a.xlsx", "sheet": "企业&园区", "cell": "AB2", "seen": HOSTILE}
    level = {"level": "warning", "state": "explained", "reason": "新建产线", "by": "李四"} if at else {}
    return {
        **key,
        "name": name,
        "check": "jump",
        "variable": "revenue",
        "level": "error",
        "state": "open",
    } | {
        **said,
        **place,
        **level,
    }


def about_zone(firms: list[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The tables about two zones, and about whose subjects there are."""
    subjects = [{"kind": "zone", "subject": z, "name": n} for z, n in (("Z1", "东区"), ("Z2", "西区"))]
    subjects += [
        {"kind": "enterprise", "subject": s, "name": n, "parent_kind": "zone", "parent": "Z1"}
        for s, n in firms
    ]
    index = [node for zone in ("Z1", "Z2") for year in PERIODS for node in indexed(ZONE, zone, year)]
    shown = [figure for zone in ("Z1", "Z2") for year in PERIODS for figure in figures(zone, year)]
    told = {"movers": movers(firms), "accounts": accounts()}
    told["robust"] = [surely(ZONE, "Z1"), surely(ZONE, "Z2")]
    return {"subjects": subjects, "index": index, "board": shown, **told, **moved(ZONE), **fallen(ZONE)}


def figures(zone: str, year: int) -> list[dict[str, Any]]:
    head = {"pack": ZONE, "board": "core", "node": "E1.1.1", "kind": "zone", "subject": zone, "period": year}
    prior = {"prior_text": "3.9%"} if year > 2022 else {}
    red = {"red": True, "why_red_zh": "比上年下降", "why_red_en": "worse than the year before"}
    ranges = {"own_low": 3.1, "own_high": 4.2, "nation_low": 1.0, "nation_high": 9.5, "nation_source": "公报"}
    change = {"change": -0.4, "change_text": "-0.4 百分点"} if year > 2022 else {}
    known = {"state": "known", "direction": "up", "peers": 1, "peers_below": 0, "rollup": True}
    broken = {"state": "break", "number": None, "text": "口径变动,不可比", "red": None, "rollup": False}
    return [
        {
            **head,
            "measure": "zone_rd",
            "number": 3.5,
            "text": "3.5%",
            **prior,
            **red,
            **ranges,
            **change,
            **known,
        },
        {**head, "measure": "zone_sum", **broken},
    ]


def movers(firms: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Parts of 3.5 %: half of it of the first, the rest of the others."""
    head = {"pack": ZONE, "indicator": "zone_rd", "kind": "zone", "subject": "Z1", "period": 2024}
    half = {"part": 1.75, "share": 0.5, "text": "1.75%", "change": -0.2, "change_text": "-0.2 百分点"}
    common = {**head, **half, "member_kind": "enterprise", "allocation": "ratio"}
    return [
        {**common, "member": firms[0][0], "place": 1, "change_place": 1, "standing": "stayed", "members": 1},
        {**common, "member": "", "standing": "others", "members": len(firms) - 1},
    ]
