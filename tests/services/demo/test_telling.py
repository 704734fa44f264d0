"""The demonstration in words, each Chinese one with English beside it."""

import re
from typing import Any

import pytest

from gaoxin.services.demo.telling import NOTE, STEPS, commands, text

FACTS: dict[str, Any] = {
    "title": {"zh": "示例", "en": "Example"},
    "folder": "here",
    "report": ["here/report/index.html", "here/report/en/index.html"],
    "pages": 12,
    "enterprises": 3000,
    "zones": 8,
    "period": 2024,
    "red": {
        "title": {"zh": "研发占比", "en": "R&D share"},
        "text": "2%",
        "prior_text": "3%",
        "change_text": "-1 百分点",
        "why_red_zh": "变差",
        "why_red_en": "worse",
        "movers": [{"subject": "a", "name": "甲", "change_text": "-0.5 百分点"}],
    },
    "slips": [
        {
            "file": "x.csv",
            "sheet": "",
            "cell": "C4",
            "subject": "a",
            "name": "甲",
            "seen": "120 万元",
            "new": "12",
        }
    ],
    "findings": {"errors": 0, "warnings": 7, "open": 2},
    "refused": {
        "path": "p",
        "faults": [
            {"place": "pack.yaml:3", "object": "sheet.a", "seen": "x", "rule": "《中华人民共和国统计法》"}
        ],
    },
    "rules": {
        "pack": "law-2016",
        "title": {"zh": "认定", "en": "Law"},
        "points": {"zh": "得分", "en": "Points"},
    },
    "outcomes": {"pass": 1200, "fail": 1},
    "best": [{"subject": "a", "name": "甲", "low": 80.0, "high": 90.5}],
    "nearly": [
        {
            "subject": "b",
            "name": "乙",
            "condition": "H-05",
            "title": {"zh": "占比", "en": "share"},
            "gap_zh": "距4%还差37.42万元",
            "gap_en": "37.42 short",
        }
    ],
    "explained": {"subject": "b", "text": "一行\n两行"},
    "index": {"全国 2015": 180.905},
    "ranking": [{"name": "园区", "rank": 1, "score": 61.25}],
    "seconds": 41.2,
    "steps": {"draw": 3.0, "report": 9.25},
    "change": {"kind": "enterprise", "subject": "c", "old": "19", "new": "20"},
}


@pytest.fixture
def lines() -> list[str]:
    return text(FACTS).splitlines()


def test_it_begins_with_what_it_is(lines: list[str]):
    assert lines[:2] == ["示例 · Example", NOTE]


def test_ten_parts_in_order(lines: list[str]):
    assert [line[0] for line in lines if re.match(r"[一二三四五六七八九十]、", line)] == list(
        "一二三四五六七八九十"
    )


@pytest.mark.parametrize(
    "line",
    [
        "  打开 open  here/report/index.html",
        "  3,000 家企业 enterprises · 8 个园区 zones · 12 页 pages",
        "    1. a 甲  -0.5 百分点",
        "  1. x.csv!C4  a 甲",
        "     应为 should be 12，已登记更正 corrected in corrections.csv",
        "  错误 errors 0 · 警告 warnings 7 · 其余未处理 left open 2（gaoxin check here）",
        "  《中华人民共和国统计法》",
        "五、评价最好的五家 · the five best: 认定（law-2016），2024年 不符合 fail 1 · 符合 pass 1,200",
        "  1. a 甲  得分 80–90.5 分",
        "  1. b 乙  H-05 占比：距4%还差37.42万元 · 37.42 short",
        "  两行",
        "  全国 2015: 180.905（由已公布分指数合成 from published sub-indexes）",
        "    enterprise,c,19,20",
    ],
)
def test_what_is_told(line: str, lines: list[str]):
    assert line in lines


def test_commands_name_the_folder_and_stand_in_the_text(lines: list[str]):
    told = [command for command, _ in commands(FACTS)]
    assert told[1] == "gaoxin explain here b --pack law-2016"
    assert all(any(line.startswith(f"  {command}") for line in lines) for command in told)


def test_every_step_has_words():
    assert set(STEPS) >= {
        "draw",
        "files",
        "read",
        "check",
        "judge",
        "index",
        "board",
        "write",
        "publish",
        "report",
    }
