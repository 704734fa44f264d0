"""The board of document 001: its counts and quotes against the text itself, and what a board may not have."""

import re
from collections import Counter
from pathlib import Path

import pytest

from gaoxin.spec import BoardNode
from tests.packs.conftest import delivered

FILE = "001_346f4138208c2072.txt"
BOARD = delivered("ecosystem-2020").pack.board["ecosystem"]
LEAVES = [node for node in BOARD.walk() if not node.children]
CLASSES = ("特色产业", "创业孵化", "科技金融", "人才引进")
RANKED = {"weight", "weights", "score", "rank", "total", "aggregate"}


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[str]:
    """Give the lines of the document, as bytes decoded and nothing else."""
    return (shared / "documents" / FILE).read_bytes().decode("utf-8").split("\n")


def test_six_ecologies_eighteen_directions_and_fifty_seven_tasks():
    directions = [direction for ecology in BOARD.tree for direction in ecology.children]
    tasks = [task for direction in directions for task in direction.children]
    assert (len(BOARD.tree), len(directions), len(tasks)) == (6, 18, 57)
    assert tasks == LEAVES
    assert [len(d.children) for d in directions] == [3, 4, 4, 3, 3, 4, *[3] * 12]


def test_the_text_has_as_many(lines: list[str]):
    """Counted without the pack.

    An ecology is a line that carries out a principle (贯彻把…) and builds an ecology (构建“…”的…生态。); a
    direction is a line that begins with a number and a point; a task is a number in brackets that begins a
    line, or follows a full stop: three stand in line 73. They come out at 6, 18 and 57.
    """
    body = [line.strip() for line in lines[7:]]
    ecologies = [
        line for line in body if re.search(r"构建“[^。]*”的[^。]*生态。$", line) and "贯彻把" in line
    ]
    directions = [line for line in body if re.match(r"\d\.", line)]
    tasks = [found for line in body for found in re.findall(r"(?:^|。)\(\d\)", line)]
    assert (len(ecologies), len(directions), len(tasks)) == (6, 18, 57)


@pytest.mark.parametrize("node", list(BOARD.walk()), ids=lambda node: node.id)
def test_every_quote_stands_at_its_line(node: BoardNode, lines: list[str]):
    file, _, line = (node.place or "").partition(":")
    assert file == FILE
    assert node.quote
    assert node.quote.encode() in lines[int(line) - 1].encode()


def test_no_task_is_left_out_and_none_comes_twice(lines: list[str]):
    """Put together, the quotes of the tasks are all that stands behind a number in brackets."""
    text = "".join(line.strip() for line in lines if re.match(r"\s*\(\d\)", line))
    assert "".join(task.quote or "" for task in LEAVES) == text


def test_every_leaf_has_a_state_and_an_owner_that_is_marked():
    counts = Counter(leaf.state for leaf in LEAVES)
    assert counts == {"indicator": 32, "task": 20, "open": 5}
    assert all(bool(leaf.measures) == (leaf.state == "indicator") for leaf in LEAVES)
    assert all(leaf.owner for leaf in LEAVES)
    assert {"owner", "clause_class", "measures", "state"} == set(BOARD.assumed)
    assert all(leaf.note for leaf in LEAVES if leaf.state == "open")


def test_classes_of_clauses_are_those_of_the_document(lines: list[str]):
    assert {leaf.clause_class for leaf in LEAVES} - {None} == set(CLASSES)
    assert "、".join(CLASSES) in lines[12]


def test_nothing_is_ranked_and_nothing_has_a_total():
    program = delivered("ecosystem-2020").program
    assert not program.pack.index
    assert not program.pack.points
    assert not program.pack.verdicts
    keys = {key for model in (BoardNode, type(BOARD)) for key in model.model_fields}
    assert not keys & RANKED


def test_red_rules_are_assumed():
    assert [(rule.when, rule.status) for rule in BOARD.red] == [("worse", "assumed"), ("low", "assumed")]


def test_every_figure_of_the_pack_is_ours_and_says_so():
    found = delivered("ecosystem-2020")
    assert {spec.status for spec in found.pack.indicators.values()} == {"assumed"}
    shown = {measure for leaf in LEAVES for measure in leaf.measures}
    assert set(found.pack.indicators) <= shown
