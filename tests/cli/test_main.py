"""Exit codes: 0 done, 1 the user's data or pack, 2 wrong use, 3 our own fault."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from gaoxin.base.errors import InternalError
from gaoxin.cli.main import main, run

from .conftest import STANDARD, Gaoxin


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], 'Unknown command "nope"'),
        (["verdicts"], "requires an argument"),
        (["verdicts", STANDARD], "--table"),
        (["verdicts", STANDARD, "firms.csv", "--colour"], "--colour"),
        (["contributions", "a", "b", "c"], "--members"),
    ],
)
def test_wrong_use_of_a_command(gaoxin: Gaoxin, arguments: list[str], said: str):
    done = gaoxin(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.endswith("try: gaoxin --help\n")


def test_an_unknown_pack(gaoxin: Gaoxin, firms: Path):
    done = gaoxin("verdicts", "nope", firms)
    assert done.code == 2
    assert "no pack is called 'nope'" in done.err


def test_no_such_file(gaoxin: Gaoxin, tmp_path: Path):
    done = gaoxin("verdicts", STANDARD, tmp_path / "none.csv")
    assert (done.code, done.err) == (2, f"{tmp_path / 'none.csv'}: 没有此文件 · no such file\n")


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make every verdict end in an error."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("gaoxin.services.verbs.verdicts", broken)


@pytest.mark.parametrize("error", [ZeroDivisionError("by hand"), AssertionError("by hand")])
def test_our_own_fault_comes_with_what_to_send(
    gaoxin: Gaoxin, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    fail_with(monkeypatch, error)
    done = gaoxin("verdicts", STANDARD, "firms.csv")
    assert (done.code, done.out) == (3, "")
    assert "Traceback" in done.err
    assert "by hand" in done.err
    assert "please report it" in done.err


def test_a_fault_that_we_foresaw(gaoxin: Gaoxin, monkeypatch: pytest.MonkeyPatch):
    fail_with(monkeypatch, InternalError("the engine refused its own query"))
    done = gaoxin("verdicts", STANDARD, "firms.csv")
    assert (done.code, done.err) == (3, "the engine refused its own query\n")


def test_stopped_by_hand(gaoxin: Gaoxin, monkeypatch: pytest.MonkeyPatch):
    fail_with(monkeypatch, KeyboardInterrupt())
    assert (gaoxin("verdicts", STANDARD, "firms.csv").code, run(["--version"])) == (130, 0)


@pytest.mark.slow
@pytest.mark.parametrize("command", [["sql", STANDARD], ["packs", "list"], ["packs", "lint", STANDARD]])
def test_a_reader_who_leaves_early(command: list[str]):
    """`gaoxin … | head -0` ends without a complaint."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "gaoxin", *command], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_main_exits_with_the_code(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SystemExit) as stopped:
        main(["packs", "lint", STANDARD])
    assert stopped.value.code == 0
    monkeypatch.setattr("sys.argv", ["gaoxin", "nope"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2


@pytest.mark.slow
def test_help_names_every_command(gaoxin: Gaoxin):
    shown = gaoxin("--help").out
    for command in ("verdicts", "index", "indicators", "contributions", "explain", "sql", "demo", "packs"):
        assert command in shown
        assert gaoxin(command, "--help").code == 0


@pytest.mark.slow
def test_as_a_module():
    command = [sys.executable, "-m", "gaoxin"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == version("gaoxin")
    wrong = subprocess.run([*command, "verdicts", STANDARD], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2


@pytest.mark.slow
def test_as_a_command(firms: Path):
    command = [str(Path(sys.executable).with_name("gaoxin")), "verdicts", STANDARD, str(firms)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert "符合 pass" in done.stdout.decode("utf-8")
    assert "notice: " in done.stderr.decode("utf-8")
