"""The command that analyses an index."""

from pathlib import Path

import pytest

from .conftest import Gaoxin

PACK, INDEX = "zone-capability-2014", ("--index", "from_subindices")
TABLE = Path(__file__).parents[2] / "examples" / "zones.csv"


def test_one_analysis_as_a_table(gaoxin: Gaoxin):
    done = gaoxin("analyse", PACK, TABLE, *INDEX, "--what", "effective_weights", "--period", 2022)
    assert done.code == 0
    assert done.rows[0] == ["effective_weights:"]
    assert done.rows[1][:5] == ["subject", "period", "node", "level", "weight"]
    assert done.rows[3][:6] == ["–", "2022", "1", "0", "0.2", "0.2"]


def test_several_as_json(gaoxin: Gaoxin):
    done = gaoxin("analyse", PACK, TABLE, *INDEX, "--what", "pca", "--what", "availability", "--json")
    assert list(done.json) == ["availability", "pca"]
    assert done.json["availability"][0]["share"] == 1


@pytest.mark.slow
def test_every_one_as_files(gaoxin: Gaoxin, tmp_path: Path):
    done = gaoxin("analyse", PACK, TABLE, *INDEX, "--what", "statistics", "-o", tmp_path / "out")
    assert done.out.strip() == f"20 rows → {tmp_path / 'out' / 'statistics.csv'}"
    assert gaoxin("analyse", PACK, TABLE, *INDEX, "--what", "pca", "-o", tmp_path, "--json").json == {
        str(tmp_path / "pca.csv"): 80
    }


def test_an_unknown_analysis_is_wrong_use(gaoxin: Gaoxin):
    done = gaoxin("analyse", PACK, TABLE, *INDEX, "--what", "magic")
    assert done.code == 2
    assert "no such analysis" in done.err
