"""Commands on packs: listing, contents, checks, schema, tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import STANDARD, Gaoxin


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the small standard that a test may spoil."""
    return Path(shutil.copytree(STANDARD, tmp_path / "standard"))


def spoil(folder: Path, before: str, after: str, file: str = "pack.yaml") -> None:
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["packs"], ["packs", "list"]])
def test_list(gaoxin: Gaoxin, command: list[str]):
    done = gaoxin(*command)
    assert done.code == 0
    assert done.rows[0] == ["pack", "family", "from", "to", "status", "title"]
    assert ["hnte-2016", "hnte", "2016-01-01", "–", "verified", "高新技术企业认定（2016）"] in done.rows


@pytest.mark.slow
def test_list_as_json(gaoxin: Gaoxin):
    rows = gaoxin("packs", "list", "--json").json
    names = [row["pack"] for row in rows]
    assert names == sorted(set(names))
    assert {"hnte-2016", "vocabulary"} <= set(names)
    found = next(row for row in rows if row["pack"] == "hnte-2016")
    assert found["from"] == "2016-01-01"
    assert found["to"] is None
    assert found["title_en"] == "High-tech enterprise recognition (2016)"


def test_show(gaoxin: Gaoxin):
    lines = gaoxin("packs", "show", STANDARD).out.splitlines()
    assert lines[:4] == [
        "entry-2024  入驻条件（示例）  Conditions of entry (example)",
        "status: verified",
        "document: 示例园区入驻办法 示例〔2024〕1号 示例高新区管委会",
        "in force: 2024-01-01 to …",
    ]
    assert "  E-1      研发强度不低于5%  [verified]  intensity >= 5%" in lines
    assert "  E-2      职工不少于10人  [assumed]  staff >= 10 人" in lines


def test_show_as_json(gaoxin: Gaoxin):
    found = gaoxin("packs", "show", STANDARD, "--json").json
    assert found["pack"] == "entry-2024"
    assert [node["id"] for node in found["verdicts"]["entry"]["all"]] == ["E-1", "E-2", "E-3"]


@pytest.mark.slow
def test_a_family_is_shown_in_its_newest_version(gaoxin: Gaoxin):
    assert gaoxin("packs", "show", "hnte").out == gaoxin("packs", "show", "hnte-2016").out


@pytest.mark.parametrize("command", ["show", "lint", "test"])
def test_an_unknown_pack(gaoxin: Gaoxin, command: str):
    done = gaoxin("packs", command, "nope")
    assert (done.code, done.out) == (2, "")
    assert "no pack is called 'nope'" in done.err
    assert "try: gaoxin packs list" in done.err


def test_lint_of_a_sound_pack(gaoxin: Gaoxin):
    done = gaoxin("packs", "lint", STANDARD)
    assert (done.code, done.out) == (0, f"{STANDARD}: no faults\n")
    assert gaoxin("packs", "lint", STANDARD, "--json").json == []


def test_lint_names_the_line_of_every_fault(gaoxin: Gaoxin, copy: Path):
    spoil(copy, "intensity >= 5%", "intensity >= 5 人")
    spoil(copy, "staff >= 10 人\n", "heads >= 10\n")
    done = gaoxin("packs", "lint", copy)
    assert done.code == 1
    faults = gaoxin("packs", "lint", copy, "--json").json
    assert [set(fault) for fault in faults] == [{"place", "object", "seen", "rule", "next"}] * 2
    text = (copy / "pack.yaml").read_text("utf-8").splitlines()
    for fault, seen in zip(faults, ("intensity >= 5 人", "heads >= 10"), strict=True):
        assert fault["place"] in done.out
        line = int(fault["place"].split("pack.yaml:")[1].partition(":")[0])
        assert seen in text[line - 1]


def test_a_faulty_pack_judges_nobody(gaoxin: Gaoxin, copy: Path, firms: Path):
    spoil(copy, "intensity >= 5%", "intensity >= 5 人")
    done = gaoxin("verdicts", copy, firms)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("1 fault\n")
    assert "pack.yaml:" in done.err


def test_lint_reads_the_tests_too(gaoxin: Gaoxin, copy: Path):
    spoil(copy, "like: at the line", "like: at the lien", "tests/entry.yaml")
    done = gaoxin("packs", "lint", copy)
    assert done.code == 1
    assert "like: at the lien" in done.out


def test_schema(gaoxin: Gaoxin):
    found = gaoxin("packs", "schema").json
    assert found["$schema"].endswith("2020-12/schema")
    assert {"pack", "title", "verdicts"} <= set(found["properties"])


@pytest.mark.slow
def test_tests_of_a_pack(gaoxin: Gaoxin):
    done = gaoxin("packs", "test", STANDARD)
    assert (done.code, done.out) == (0, "entry-2024: 2 cases, 12 checks, 0 failed\n")
    assert gaoxin("packs", "test", STANDARD, "--json").json == [
        {"pack": "entry-2024", "cases": 2, "checks": 12, "failures": []}
    ]


@pytest.mark.slow
def test_a_test_that_fails(gaoxin: Gaoxin, copy: Path):
    spoil(copy, "E-1: true", "E-1: false", "tests/entry.yaml")
    done = gaoxin("packs", "test", copy)
    assert done.code == 1
    assert done.out.startswith("entry-2024: 2 cases, 12 checks, 2 failed\n")
    assert "entry.E-1: expected false, found true\n  第三条（一）" in done.out
    found = gaoxin("packs", "test", copy, "--json")
    assert found.code == 1
    assert len(found.json[0]["failures"]) == 2


def test_all_failures_only_where_asked(gaoxin: Gaoxin, copy: Path):
    cases = [f"- {{case: n{n}, like: at the line, expect: {{entry: fail}}}}" for n in range(11)]
    with (copy / "tests" / "entry.yaml").open("a", encoding="utf-8") as file:
        file.write("\n".join(cases) + "\n")
    assert gaoxin("packs", "test", copy).out.count("expected fail") == 20
    assert gaoxin("packs", "test", copy, "-v").out.count("expected fail") == 22
