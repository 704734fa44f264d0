"""Reading the commands out of the documentation."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=indent)(?P=ticks) *$", re.M | re.S
)
SKIPPED = re.compile(r"<!-- not run: (?P<reason>.+?) -->\s*\Z")
TITLE = re.compile(r'title="(?P<name>[^"]+)"')
EXIT = re.compile(r"\s+# exit (?P<code>\d)$")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file it shows (if any), its text and the line it starts on."""

    language: str
    file: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """One command, the exit code it promises, and the lines that a reader is shown."""

    text: str
    code: int
    shown: tuple[str, ...]
    line: int


def pages() -> list[Path]:
    """Give every page that may show a command."""
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """Give the fenced blocks of a page, without those marked `<!-- not run: reason -->`."""
    found: list[Block] = []
    for match in FENCE.finditer(text):
        if SKIPPED.search(text[: match.start()]):
            continue
        info = match["info"].strip()
        title = TITLE.search(info)
        indent = match["indent"]
        body = "".join(line.removeprefix(indent) for line in match["body"].splitlines(keepends=True))
        line = text.count("\n", 0, match.start()) + 2
        found.append(
            Block(info.split(maxsplit=1)[0] if info else "", title["name"] if title else "", body, line)
        )
    return found


def commands(block: Block) -> list[Command]:
    """Split a `console` block into commands with their output, or a `bash` block into bare commands."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(), block.line):
        bare = block.language == "bash" and line.strip() and not line.startswith("#")
        if line.startswith("$ ") or bare:
            text = line.removeprefix("$ ").strip()
            promised = EXIT.search(text)
            code = int(promised["code"]) if promised else 0
            found.append(Command(EXIT.sub("", text), code, (), number))
        elif found and line.strip():
            last = found[-1]
            found[-1] = Command(last.text, last.code, (*last.shown, line), last.line)
    return found


def unmet(shown: tuple[str, ...], said: str) -> str | None:
    """Give the first shown line that the output lacks.

    Lines come in the order shown; blanks between words do not count; a line of dots stands for any lines, and
    dots inside a line for anything in their place.
    """
    rest = iter([" ".join(line.split()) for line in said.splitlines()])
    for line in shown:
        wanted = " ".join(line.replace("...", "…").split())
        if wanted == "…":
            continue
        pattern = re.compile(r"\s*.*".join(re.escape(part.rstrip()) for part in wanted.split("…")))
        if not any(pattern.fullmatch(seen) for seen in rest):
            return line
    return None
