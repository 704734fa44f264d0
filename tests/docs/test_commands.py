"""What the documentation tells a reader to type works, and prints what the page shows.

On each page, in order and in one working folder that holds a copy of `examples/`; what a page and its
translation both tell to do is done once:

- a block with `title="name"` is written to that file;
- in `console` blocks the `$ gaoxin …` lines are run, and the lines below must be in what they print;
  `# exit 1` at the end of a command promises another exit code;
- in `bash` blocks every line is a command;
- `python` blocks are run one after another, those that follow each other at once.

`<!-- not run: reason -->` before a block leaves it out.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pytest

from .conftest import ROOT, Block, Command, blocks, commands, pages, unmet

TIME = 300
BIN = Path(sys.executable).parent
OTHERS = (
    "git clone ",
    "cd ",
    "make",
    ". .venv/bin/activate",
    "source .venv/bin/activate",
    "pip install ",
    "uv ",
)
"""Commands that a reader may meet and that are not run here; of `make`, the target must exist."""

written = (spec := find_spec("gaoxin.cli")) is not None and spec.origin is not None


def guides() -> list[tuple[Path, ...]]:
    """Give the pages with something to run, a guide together with its translation."""
    found: dict[str, list[Path]] = {}
    for page in pages():
        if re.search(r"^ *```(console|bash|python)", page.read_text("utf-8"), re.M):
            name = re.sub(r"^docs/(en|zh)/|\.zh-CN", "", page.relative_to(ROOT).as_posix())
            found.setdefault(name, []).append(page)
    return [tuple(same) for same in found.values()]


@dataclass(frozen=True)
class Step:
    """One thing that a page tells to do: write a file, type a command, or run Python."""

    kind: Literal["file", "command", "python"]
    text: str
    place: str
    name: str = ""
    code: int = 0
    shown: tuple[str, ...] = ()


def steps(page: Path) -> list[Step]:
    """Give what a page tells to do; Python blocks that follow each other run at once, after those before."""
    found: list[Step] = []
    script = ""
    for block in blocks(page.read_text("utf-8")):
        place = f"{page.name}:{block.line}"
        if block.file:
            found.append(Step("file", block.text, place, block.file))
        elif block.language in {"console", "bash"}:
            found += [
                Step("command", one.text, f"{page.name}:{one.line}", code=one.code, shown=one.shown)
                for one in commands(block)
            ]
        elif block.language == "python":
            script += block.text + "\n"
            if found and found[-1].kind == "python":
                found.pop()
            found.append(Step("python", script, place))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide[0].relative_to(ROOT).as_posix())
def test_guide(guide: tuple[Path, ...], tmp_path: Path):
    """What both languages tell to do is done once, and compared with what each of them shows."""
    if not written:
        pytest.skip("gaoxin.cli is not written yet")
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for together in zip(*map(steps, guide), strict=True):
        said: dict[tuple[str, ...], str] = {}
        for step in together:
            follow(step, tmp_path, said)


def follow(step: Step, folder: Path, said: dict[tuple[str, ...], str]) -> None:
    """Do what a step says, unless it was just done, and compare what is printed."""
    if step.kind == "file":
        place = (folder / step.name).resolve()
        assert place.is_relative_to(folder), f"{step.place} writes outside its folder"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(step.text, "utf-8")
    elif step.kind == "python":
        compare(step, (sys.executable, "-c", step.text), folder, said)
    elif (words := shlex.split(step.text))[0] == "gaoxin":
        compare(step, (str(BIN / "gaoxin"), *words[1:]), folder, said)
    else:
        assert step.text.startswith(OTHERS), f"{step.place} `{step.text}` is a command that nobody checks"
        if words[0] == "make":
            check_targets(words[1:], step.place)


def compare(step: Step, command: tuple[str, ...], folder: Path, said: dict[tuple[str, ...], str]) -> None:
    """Run a command, unless it was just run, and look for the lines that the page shows."""
    if command not in said:
        said[command] = run(command, step.code, folder, step.place)
    lacking = unmet(step.shown, said[command])
    assert lacking is None, (
        f"{step.place} shows a line that is not printed:\n{lacking}\nprinted was:\n{said[command]}"
    )


def check_targets(words: list[str], place: str) -> None:
    """Check that the Makefile has the targets."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in words:
        assert "=" in target or f"\n{target}:" in makefile, f"{place} no such target: {target}"


def run(command: tuple[str, ...], code: int, folder: Path, place: str) -> str:
    """Run a command as a reader would, in a terminal of 110 columns."""
    environment = os.environ | {
        "COLUMNS": "110",
        "NO_COLOR": "1",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=TIME, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, f"{place} ended with {done.returncode}, not {code}:\n{said}"
    return said


def test_blocks_are_found():
    text = (
        "a\n```console\n$ gaoxin x  # exit 1\nout …\n\nmore\n$ gaoxin y\n```\n"
        "<!-- not run: asks a person -->\n```bash\nls\n```\n"
    )
    found = blocks(text)
    assert [block.language for block in found] == ["console"]
    assert commands(found[0]) == [
        Command("gaoxin x", 1, ("out …", "more"), 3),
        Command("gaoxin y", 0, (), 7),
    ]


def test_titled_blocks_are_files():
    assert blocks('1. x\n\n    ```yaml title="p/pack.yaml"\n    a: 1\n    ```\n') == [
        Block("yaml", "p/pack.yaml", "a: 1\n", 4)
    ]


@pytest.mark.parametrize(
    ("shown", "lacking"),
    [
        (("a  b", "c"), None),
        (("a b", "…", "d 1…"), None),
        (("c", "a b"), "a b"),
        (("a",), "a"),
        (("a …",), None),
        (("d …2",), None),
        (("… b", "d … 3"), "d … 3"),
    ],
)
def test_shown_lines_are_compared(shown: tuple[str, ...], lacking: str | None):
    assert unmet(shown, "a b\nc\nd 12\n") == lacking
