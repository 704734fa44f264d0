"""Running commands in this process, on a small standard and a small table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gaoxin.cli.main import run

STANDARD = str(Path(__file__).parent / "standard")
HEADINGS = "企业,年度,总收入（万元）,研发费用（万元）,职工总数（人）,列入失信名单,备注"
FIRMS = (
    "甲,2024,1000,50,10,否,at the line",
    "乙,2024,1000,49.999999,10,否,one fen under it",
    "丙,2024,1000,,9,否,no expense reported",
    "丁,2024,1000,60,12,,not said whether listed",
)


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give the printed JSON."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """Give the words of each printed line."""
        return [line.split() for line in self.out.splitlines()]


Gaoxin = Callable[..., Done]


@pytest.fixture
def gaoxin(capsys: pytest.CaptureFixture[str]) -> Gaoxin:
    """Give the function that runs one command."""

    def command(*arguments: object) -> Done:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return command


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    """Give a table of four firms: at the line, under it, and two with a gap."""
    file = tmp_path / "firms.csv"
    file.write_text("\n".join([HEADINGS, *FIRMS]) + "\n", "utf-8")
    return file
