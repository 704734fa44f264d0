"""Results for people and for machines."""

from __future__ import annotations

import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from gaoxin.cli import show


def printed(capsys: pytest.CaptureFixture[str], *cells: object) -> list[str]:
    show.table([f"c{n}" for n in range(len(cells))], [cells])
    return [cell.strip() for cell in capsys.readouterr().out.splitlines()[1].split("  ")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (1234567.0, "1,234,567"),
        (16.66666666, "16.6667"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (3.999999997, "3.999999997"),
        (-4.999999, "-4.999999"),
        (0.0, "0"),
        (7, "7"),
        (True, "True"),
        ("[bold]甲[/bold]", "[bold]甲[/bold]"),
    ],
)
def test_cells(capsys: pytest.CaptureFixture[str], value: object, text: str):
    assert printed(capsys, value) == [text]


def test_a_long_table_is_cut(capsys: pytest.CaptureFixture[str]):
    show.table(["n"], [[n] for n in range(1_041)], more="; -o FILE writes all")
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:3] + lines[-2:] == ["0", "1", "39", "… 1,001 more rows; -o FILE writes all"]
    show.table(["n"], [[n] for n in range(show.MOST)])
    assert "more rows" not in capsys.readouterr().out


def test_verdict_rows_name_what_fails_and_what_is_unknown():
    row = {"subject": "甲", "period": 0, "a": "not_applicable", "b": "fail"}
    row |= {"b.1": False, "b.2": True, "b.3": None, "b.4": False, "a.1": None}
    assert list(show.verdict_rows([row], ["a", "b"])) == [
        ["甲", "", "a", "不适用 n/a", "", "1"],
        ["甲", "", "b", "不符合 fail", "1, 4", "3"],
    ]


def test_a_verdict_whose_name_begins_like_another():
    row = {"subject": "甲", "period": 1, "a": "pass", "ab": "fail", "a.1": True, "ab.2": False}
    assert [cells[4] for cells in show.verdict_rows([row], ["a", "ab"])] == ["", "2"]


def test_json_keeps_chinese_and_writes_days(capsys: pytest.CaptureFixture[str]):
    show.as_json({"日": date(2024, 12, 31), "path": Path("a"), "n": Fraction(1, 3)})
    out = capsys.readouterr().out
    assert '"日"' in out
    assert json.loads(out) == {"日": "2024-12-31", "path": "a", "n": "1/3"}


def test_notices_go_to_the_other_stream(capsys: pytest.CaptureFixture[str]):
    show.notices(["one", "two"])
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "notice: one\nnotice: two\n")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_sign_of_life_only_where_a_person_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    with show.busy("judging …"):
        pass
    assert capsys.readouterr().err == ""
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with show.busy("judging …"):
        pass
    assert "judging …" in terminal.getvalue()


class Terminal(io.StringIO):
    """A place to write to where a person watches."""

    def isatty(self) -> bool:
        return True


def test_steps_and_counts_are_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]):
    with show.steps() as step, show.counting("x") as progress:
        step("read")
        assert progress is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
def test_steps_and_counts_are_shown_where_a_person_watches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stderr", screen := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with show.steps() as step:
        step("read")
    with show.counting("pages") as progress:
        assert progress is not None
        progress(1, 2)
    assert "pages" in screen.getvalue()


def test_no_word_of_a_long_cell_is_lost(capsys: pytest.CaptureFixture[str]):
    rule = "统一社会信用代码18位，校验位正确（GB 32100-2015）" * 4
    show.table(["a", "b", "c"], [["91000000HC00000754" * 5, rule, rule]])
    out = capsys.readouterr().out
    assert "…" not in out
    assert "".join(out.split()).count("位") == 16
