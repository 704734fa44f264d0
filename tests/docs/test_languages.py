"""The Chinese and the English guides say the same."""

import pytest

from .conftest import ROOT, blocks, commands

DOCS = ROOT / "docs"
GUIDES = sorted(path.name for path in (DOCS / "zh").glob("*.md"))


def test_every_guide_exists_in_both_languages():
    assert sorted(path.name for path in (DOCS / "en").glob("*.md")) == GUIDES


@pytest.mark.parametrize("name", GUIDES)
def test_both_make_the_same_files_and_run_the_same_commands(name: str):
    said: list[list[str]] = []
    for language in ("en", "zh"):
        found = blocks((DOCS / language / name).read_text("utf-8"))
        files = [f"{block.file}\n{block.text}" for block in found if block.file]
        run = [
            command.text.removesuffix(" --en")
            for block in found
            if block.language in {"console", "bash"}
            for command in commands(block)
        ]
        said.append(files + run)
    assert said[0] == said[1]
