"""What a caller says is uncertain."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from gaoxin.base.errors import PackError, UsageError
from gaoxin.services.robust.asking import uncertainty
from gaoxin.spec import Index, Uncertainty

LEAF = {"id": "a", "title": {"zh": "a", "en": "a"}, "weight": 1, "indicator": "x"}
WEIGHTS = {"id": "w", "vary": "weights", "share": 0.1}


def index(**more: Any) -> Index:
    return Index.model_validate({"title": LEAF["title"], "tree": [LEAF], **more})


def test_what_the_pack_says_and_what_is_asked_for():
    assert uncertainty(index()) == Uncertainty()
    said = index(robust={"draws": 8, "seed": 3})
    assert uncertainty(said).draws == 8
    found = uncertainty(said, draws=16, seed=None)
    assert (found.draws, found.seed) == (16, 3)
    assert uncertainty(said, {"seed": 9}).draws == 1024


def test_decimals_of_python_are_exact():
    (found,) = uncertainty(index(), {"inputs": [WEIGHTS]}).inputs
    assert found.vary == "weights"
    assert found.share == Fraction(1, 10)


def test_a_file(tmp_path: Path):
    file = tmp_path / "inputs.yaml"
    file.write_text("seed: 4\ninputs:\n  - {id: w, vary: weights, share: 10%}\n", encoding="utf-8")
    found = uncertainty(index(), file)
    assert found == uncertainty(index(), {"seed": 4, "inputs": [WEIGHTS]})
    assert uncertainty(index(), str(file), draws=2).draws == 2


def test_a_file_with_faults_names_their_lines(tmp_path: Path):
    file = tmp_path / "inputs.yaml"
    file.write_text("inputs:\n  - {id: w, vary: weights, share: 3}\nsampling: dice\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"inputs.yaml:2[\s\S]*inputs.yaml:3") as caught:
        uncertainty(index(), file)
    assert len(caught.value.faults) == 2
    file.write_text("seed: 1\nseed: 2\n", encoding="utf-8")
    with pytest.raises(PackError, match="a second time"):
        uncertainty(index(), file)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seed": -1}, "seed: .*greater than"),
        ("none.yaml", "no such file"),
        ({"inputs": [{"id": "w"}]}, "vary"),
    ],
)
def test_wrong_use(given: Any, message: str):
    with pytest.raises(UsageError, match=message):
        uncertainty(index(), given)
