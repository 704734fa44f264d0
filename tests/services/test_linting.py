"""Checking a pack folder: every fault with its place, whatever the pack."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.services.linting import lint

from .conftest import STANDARD, Spoil


def test_a_pack_that_is_not_there():
    with pytest.raises(UsageError, match="no pack is called 'nope'"):
        lint(Path("nope"))


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
