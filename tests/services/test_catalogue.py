"""The packs at hand: listing, contents, checks, schema and tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from gaoxin.base.errors import PackError, UsageError
from gaoxin.services.catalogue import catalogue, contents, contents_text, lint, schema, test_packs

STANDARD = Path(__file__).resolve().parents[1] / "cli" / "standard"
PACKS = Path(__file__).resolve().parents[2] / "src" / "gaoxin_packs"

Spoil = Callable[[str, str], Path]


@pytest.fixture
def spoilt(tmp_path: Path) -> Spoil:
    """Give the function that makes a copy of the small standard with one text in place of another."""

    def make(before: str, after: str) -> Path:
        folder = Path(shutil.copytree(STANDARD, tmp_path / "standard"))
        changed = 0
        for file in sorted(folder.rglob("*.yaml")):
            text = file.read_text("utf-8")
            changed += text.count(before)
            file.write_text(text.replace(before, after), "utf-8")
        assert changed == 1, before
        return folder

    return make


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
def test_a_pack_that_is_not_there():
    for ask in (contents, contents_text, lambda name: lint(Path(name)), lambda name: test_packs([name])):
        with pytest.raises(UsageError, match="no pack is called 'nope'"):
            ask("nope")


def test_a_sound_pack_has_no_faults():
    assert lint(STANDARD) == []


@pytest.mark.parametrize(
    ("before", "after", "file", "said"),
    [
        ("unit: 人\n", "unit: heads\n", "pack.yaml", "heads"),
        ("formula: cost / income", "formula: cost / incomes", "pack.yaml", "incomes"),
        ("require: NOT listed", "require: NOT staff", "pack.yaml", "a condition must stand here"),
        ("status: assumed", "status: guessed", "pack.yaml", "guessed"),
        ("expect: {entry: fail", "expect: {entrance: fail", "tests/entry.yaml", "entrance"),
        ("cost: 49.999999 万元", "cost: 49.9 人", "tests/entry.yaml", "人"),
        ("family: entry", "family: entry\nfamilies: 2", "pack.yaml", "families"),
    ],
)
def test_a_fault_is_named_with_its_place(spoilt: Spoil, before: str, after: str, file: str, said: str):
    faults = lint(spoilt(before, after))
    fault, *others = faults
    assert {other.rule for other in others} <= {"an item can be used when it is sound"}
    assert fault.place.file.endswith(file)
    assert fault.place.line is not None
    assert said in str(fault)
    assert fault.rule
    assert fault.next_step


def test_faults_are_collected(spoilt: Spoil):
    folder = spoilt("formula: cost / income", "formula: cost / incomes")
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("NOT listed", "NOT list"), "utf-8")
    assert {fault.seen for fault in lint(folder)} >= {"column 8: 'incomes'", "column 5: 'list'"}


def test_what_no_engine_can_compute_is_a_fault_of_the_pack(spoilt: Spoil):
    """It is told when the pack is checked, not when it runs."""
    bands = (
        "bands: [{when: staff >= 20, points: 10}, {when: staff >= 10, points: 5}]\n            otherwise: 0"
    )
    (fault,) = lint(spoilt(bands, "formula: cost / income"))
    assert fault.place.file.endswith("standard/pack.yaml")
    assert (fault.seen, fault.rule) == ("points by a formula are exact", "a pack compiles for the engines")
    assert fault.next_step == "round(…, 2) around the quotient"


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


def test_packs_are_tested_on_the_reference_and_on_the_engine():
    (report,) = test_packs([str(STANDARD)])
    assert (report.pack, report.cases, report.checks, report.failures) == ("entry-2024", 2, 12, ())


@pytest.mark.slow
def test_a_wrong_expectation_fails_on_both(spoilt: Spoil):
    (report,) = test_packs([str(spoilt("entry: fail, entry.E-1: false", "entry: pass, entry.E-1: false"))])
    assert [(f.key, f.expected, f.found) for f in report.failures] == [("entry", "pass", "fail")] * 2
    assert len({f.engine for f in report.failures}) == 2


def test_a_faulty_pack_is_not_tested(spoilt: Spoil):
    with pytest.raises(PackError):
        test_packs([str(spoilt("require: NOT listed", "require: NOT staff"))])


HOSTILE = """pack: hostile-1
family: hostile
title: {zh: 例, en: hostile}
subject: enterprise
needs: [vocabulary]
status: assumed
"""


def hostile(folder: Path, indicators: dict[str, str], verdict: str) -> Path:
    """Write a pack of flags f0… and amounts v0…, of indicators and one verdict `w`."""
    title = "title: {zh: 例, en: x}"
    lines = [HOSTILE, "variables:"]
    for n in range(40):
        lines += [f"  v{n}: {{{title}, unit: 万元}}", f"  f{n}: {{{title}, type: flag}}"]
    lines += ["indicators:"] if indicators else []
    lines += [f"  {name}: {{{title}, formula: {formula!r}}}" for name, formula in indicators.items()]
    lines += ["verdicts:", "  w:", f"    {title}", "    all:", "      - id: A", f"        {title}"]
    lines += ["        require: >-"]
    folder.mkdir()
    (folder / "pack.yaml").write_text("\n".join([*lines, f"          {verdict}", ""]), "utf-8")
    return folder


def nested(levels: int) -> str:
    """CASE whose branches compare CASEs whose guards do the same, so many levels deep."""
    made = "f0"
    for n in range(levels):
        made = f"CASE WHEN f{n} THEN CASE WHEN {made} THEN v1 / v2 ELSE v3 / v4 END > 1 ELSE FALSE END"
    return made


def guarded(levels: int) -> str:
    """A quotient chosen by a comparison of a quotient chosen by a comparison …"""
    made = "v0 / v1"
    for n in range(levels):
        made = f"CASE WHEN CASE WHEN f{n} THEN {made} > 1 ELSE FALSE END THEN v1 / v2 ELSE v3 / v4 END"
    return f"{made} > 1"


def chained(formula: str) -> dict[str, str]:
    """Thirty indicators, each of which uses the one before."""
    return {"i0": "v0 / v1", **{f"i{n}": formula.replace("i", f"i{n - 1}") for n in range(1, 30)}}


CHOSEN = " + ".join(f"greatest(v{n} / v{n + 1}, f_)".replace("f_", f"v{n} / v9") for n in range(8))
QUOTIENTS = " + ".join(f"v{n} / (v{n + 1} + v{n + 2})" for n in range(38))


def linted(folder: Path) -> str:
    """What `lint` says, in a process of its own that is given up after a while."""
    code = "import sys; from gaoxin.cli.main import main; sys.exit(main())"
    found = subprocess.run(
        [sys.executable, "-c", code, "packs", "lint", str(folder)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert not found.stderr, found.stderr
    return found.stdout


@pytest.mark.slow
@pytest.mark.parametrize("verdict", [nested(10), nested(12), guarded(13)])
def test_conditions_in_conditions_compile_in_no_time(tmp_path: Path, verdict: str):
    assert linted(hostile(tmp_path / "hostile", {}, verdict)).endswith("no faults\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("indicators", "verdict", "line", "said"),
    [
        (chained("i + i * v2 / v3"), "i29 > 1", None, "parts; a formula unfolds into at most"),
        (chained("CASE WHEN i > 1 THEN i ELSE v2 / v3 END"), "i29 > 1", None, "unfolds into at most"),
        ({}, f"{CHOSEN} > 1", 95, "more than 96 cases"),
        ({}, f"{QUOTIENTS} > 1", 95, "multiply to more than"),
        ({"i0": QUOTIENTS}, "f0", 90, "multiply to more than"),
    ],
)
def test_a_pack_that_would_take_for_ever_is_refused_at_its_line(
    tmp_path: Path, indicators: dict[str, str], verdict: str, line: int | None, said: str
):
    told = linted(hostile(tmp_path / "hostile", indicators, verdict))
    assert said in told
    place = re.search(r"hostile/pack\.yaml:(\d+)  ", told)
    assert place is not None
    assert line in (None, int(place[1]))


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
