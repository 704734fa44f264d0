"""What the documentation tells a reader to type works, and prints what the page shows.

On each page, in order and in one working folder that holds a copy of `examples/`:

- a block with `title="name"` is written to that file;
- in `console` blocks the `$ gaoxin …` lines are run, and the lines below must be in what they print;
  `# exit 1` at the end of a command promises another exit code;
- in `bash` blocks every line is a command;
- `python` blocks are run one after another.

`<!-- not run: reason -->` before a block leaves it out.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

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
with_commands = [
    page for page in pages() if re.search(r"^ *```(console|bash|python)", page.read_text("utf-8"), re.M)
]


@pytest.mark.slow
@pytest.mark.parametrize("page", with_commands, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page(page: Path, tmp_path: Path):
    if not written:
        pytest.skip("gaoxin.cli is not written yet")
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    script = ""
    for block in blocks(page.read_text("utf-8")):
        if block.file:
            place = (tmp_path / block.file).resolve()
            assert place.is_relative_to(tmp_path), f"{page.name}:{block.line} writes outside its folder"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, "utf-8")
        elif block.language in {"console", "bash"}:
            for command in commands(block):
                follow(command, tmp_path, f"{page.name}:{command.line}")
        elif block.language == "python":
            script += block.text + "\n"
            run([sys.executable, "-c", script], 0, tmp_path, f"{page.name}:{block.line}")


def follow(command: Command, folder: Path, place: str) -> None:
    """Do what a line of a page says, and compare what is printed."""
    words = shlex.split(command.text)
    if Path(words[0]).name == "gaoxin":
        said = run([str(BIN / "gaoxin"), *words[1:]], command.code, folder, place)
        lacking = unmet(command.shown, said)
        assert lacking is None, f"{place} shows a line that is not printed:\n{lacking}\nprinted was:\n{said}"
    else:
        assert command.text.startswith(OTHERS), f"{place} `{command.text}` is a command that nobody checks"
        if words[0] == "make":
            check_targets(words[1:], place)


def check_targets(words: list[str], place: str) -> None:
    """Check that the Makefile has the targets."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in words:
        assert "=" in target or f"\n{target}:" in makefile, f"{place} no such target: {target}"


def run(command: list[str], code: int, folder: Path, place: str) -> str:
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
