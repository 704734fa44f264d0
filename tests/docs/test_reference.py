"""The reference page of the language is what the models say."""

import subprocess
import sys

import pytest

from gaoxin.spec import Expectation, Pack

from .conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "language.md"


@pytest.mark.slow
def test_the_page_is_what_the_models_give():
    code = "import reference_language; print(reference_language.page(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "dev", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == PAGE.read_text("utf-8"), "run: .venv/bin/python dev/reference_language.py"


def test_every_key_of_a_pack_is_described():
    for model in (Pack, Expectation):
        schema = model.model_json_schema(by_alias=True)
        for name, part in {**schema.get("$defs", {}), model.__name__: schema}.items():
            assert part.get("description"), f"{name} has no docstring"
            for key, prop in part["properties"].items():
                assert prop.get("description"), f"{name}.{key} has no description"
