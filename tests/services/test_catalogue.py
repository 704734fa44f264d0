"""The packs at hand: listing, contents and schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from gaoxin.base.errors import UsageError
from gaoxin.services.catalogue import catalogue, contents, contents_text, schema

from .conftest import STANDARD

PACKS = Path(__file__).resolve().parents[2] / "src" / "gaoxin_packs"


@pytest.mark.slow
def test_every_folder_is_listed_with_what_it_says():
    rows = catalogue()
    folders = sorted(file.parent.name for file in PACKS.glob("*/pack.yaml"))
    assert [row["pack"] for row in rows] == folders
    for row in rows:
        head = yaml.safe_load((PACKS / row["pack"] / "pack.yaml").read_text("utf-8"))
        assert (row["family"], row["status"]) == (head["family"], head["status"])
        assert (row["title"], row["title_en"]) == (head["title"]["zh"], head["title"]["en"])
        dates = head.get("in_force", {})
        assert (row["from"], row["to"]) == (dates.get("from"), dates.get("to"))


def test_contents_are_what_the_files_say():
    found = contents(str(STANDARD))
    assert (found["pack"], found["family"], found["subject"]) == ("entry-2024", "entry", "firm")
    assert found["in_force"] == {"from": "2024-01-01"}
    assert found["verdicts"]["entry"]["all"][0] == {
        "id": "E-1",
        "title": {"zh": "研发强度不低于5%", "en": "R&D intensity at least 5 %"},
        "require": "intensity >= 5%",
        "clause": "第三条（一）",
    }


def test_contents_for_people():
    assert contents_text(str(STANDARD)).splitlines() == [
        "entry-2024  入驻条件（示例）  Conditions of entry (example)",
        "status: verified",
        "document: 示例园区入驻办法 示例〔2024〕1号 示例高新区管委会",
        "in force: 2024-01-01 to …",
        "verdict entry  入驻条件",
        "  E-1      研发强度不低于5%  [verified]  intensity >= 5%",
        "  E-2      职工不少于10人  [assumed]  staff >= 10 人",
        "  E-3      未列入失信名单  [paraphrased]  NOT listed",
        "points sheet  评分  (max 10)",
        "  heads                人数  (max 10)",
        "indicator intensity  研发强度 [%] = cost / income",
        "variable income  总收入 [万元]",
        "variable cost  研发费用 [万元]",
        "variable staff  职工总数 [人]",
        "variable listed  列入失信名单 [1]",
    ]


def test_contents_of_an_index_say_which_weights_were_never_published():
    lines = contents_text("zone-evaluation-2021").splitlines()
    assert any(line.startswith("index ") and "variants: " in line for line in lines)
    assert any(line.endswith("weight 未公布") for line in lines)
    assert "needs: vocabulary" in lines
    known = contents_text("zone-capability-2014").splitlines()
    assert any(line.startswith("  ") and "weight" in line and "未公布" not in line for line in known)


def test_a_board_reads_as_a_tree_with_states_and_without_ranks():
    lines = contents_text("ecosystem-2020").splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("board ecosystem"))
    assert lines[head].endswith(
        "(不排名，没有总分 · never ranked, no total)  有指标 32  仅有任务 20  待设指标 5"
    )
    assert lines[head + 1] == "  1      “双创”生态"
    assert lines[head + 3].split() == ["1.1.1", "坚持国家高新区战略定位", "[仅有任务]", "改革发展局（暂定）"]
    leaf = next(line for line in lines if line.strip().startswith("4.1.2"))
    assert leaf.endswith(
        "[待设指标]  规划建设局（暂定）  （原文要求严控增量、盘活存量，园区用地尚无已定义的指标）"
    )
    assert "  （暂定） 原文未载，由本系统暂定 · not in the document, set by us" in lines
    assert "  red: 比上年变差 (Worse than the year before; worse 0) [assumed]" in lines


@pytest.mark.slow
def test_the_schema_takes_the_packs_and_refuses_others():
    found = schema()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(found)
    check = jsonschema.Draft202012Validator(found)
    pack = yaml.safe_load((STANDARD / "pack.yaml").read_text("utf-8"))
    pack["in_force"] = {"from": "2024-01-01"}
    assert check.is_valid(pack)
    assert not check.is_valid({**pack, "families": 2})
    assert not check.is_valid({k: v for k, v in pack.items() if k != "title"})


@pytest.mark.parametrize("ask", [contents, contents_text])
def test_a_pack_that_is_not_there(ask: Callable[[str], object]):
    with pytest.raises(UsageError, match="no pack is called 'nope'"):
        ask("nope")


def test_weights_by_category_are_told(make):
    text = """\
pack: staged
family: staged
title: {zh: 例, en: example}
subject: firm
subjects: {firm: {title: {zh: 企业, en: firm}, id: [firm]}}
variables:
  x: {title: {zh: 数, en: x}, type: real}
  stage: {title: {zh: 阶段, en: stage}, type: category, categories: [初创期, 成长期]}
index:
  i:
    title: {zh: 指数, en: index}
    weights_by: stage
    tree: [{id: a, title: {zh: 数, en: x}, weights: {初创期: 40, 成长期: null}, indicator: x}]
"""
    assert "weight 初创期 40, 成长期 未公布" in contents_text(make(pack=text))
