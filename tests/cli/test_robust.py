"""The command that says how sure ranks are."""

from pathlib import Path

import pytest

from .conftest import Gaoxin

ZONES = Path(__file__).parents[2] / "examples" / "zones.csv"
CALL = (
    "robust",
    "zone-capability-2014",
    ZONES,
    "--index",
    "from_subindices",
    "--period",
    2024,
    "--draws",
    64,
)
pytestmark = pytest.mark.slow


def test_for_people(gaoxin: Gaoxin):
    done = gaoxin(*CALL)
    assert done.code == 0
    assert done.out.startswith("192 runs, sobol, seed 1: from_subindices total")
    assert "rank_low" in done.out
    assert "指标权重 ±25%" in done.out
    assert "位次差异不显著" in done.out


def test_as_json(gaoxin: Gaoxin):
    found = gaoxin(*CALL, "--json", "--seed", 5).json
    assert (found["runs"], found["seed"], len(found["units"])) == (192, 5, 8)
    assert found["units"] == gaoxin(*CALL, "--json", "--seed", 5).json["units"]
    assert {row["target"] for row in found["sensitivity"]} == {"score", "rank", "rank shift"}


def test_files(gaoxin: Gaoxin, tmp_path: Path):
    inputs = tmp_path / "inputs.yaml"
    inputs.write_text("inputs:\n  - {id: shares, vary: dirichlet, concentration: 50}\n", encoding="utf-8")
    done = gaoxin(*CALL, "--inputs", inputs, "-o", tmp_path / "out")
    assert "192 runs → " in done.out
    assert (
        (tmp_path / "out" / "inputs.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()[1]
        .startswith('"shares",')
    )
    found = gaoxin(*CALL, "-o", tmp_path / "out.csv", "--json").json
    assert Path(found["out"][0]).name == "out.csv"


def test_wrong_use(gaoxin: Gaoxin):
    done = gaoxin(*CALL, "--node", "nowhere")
    assert done.code == 2
    assert "no node nowhere" in done.err
