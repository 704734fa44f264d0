"""ASEM as a pack with formulas, from the published table to the file that `gaoxin index` writes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import gaoxin as gx
from gaoxin.cli.main import run
from tests.agreement import coinr

pytestmark = pytest.mark.slow

FILES = (("imputed", "imputed"), ("normalised", "normalised"), ("aggregated", "score"), ("ranks", "rank"))


@pytest.fixture
def asem(shared: Path) -> coinr.Read:
    return coinr.reader(shared)


def write(folder: Path, read: coinr.Read, shared: Path, name: str) -> Path:
    """Write the pack of a variant, and give the table that it is for."""
    variant = coinr.catalogue(shared)[name]
    index = {"tree": coinr.tree(read("iMeta.csv")), "methods": coinr.methods(variant)}
    text = json.dumps(coinr.pack(read, index), ensure_ascii=False, indent=1)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return shared / "data" / "asem" / f"{variant['data']}.csv"


def wrong(read: coinr.Read, shared: Path, name: str, rows: list[dict[str, Any]]) -> list[Any]:
    """Give the cells that are not COINr's."""
    found = {(row["subject"], row["node"]): row for row in rows}
    bad: list[Any] = []
    for file, column in FILES:
        if not (shared / f"data/asem/variants/{name}/{file}.csv").is_file():
            continue
        for row in read(f"variants/{name}/{file}.csv"):
            for node, cell in list(row.items())[1:]:
                seen = found[row["uCode"], "total" if node == "Index" else node][column]
                value = None if seen in (None, "") else float(seen)
                if not coinr.near(value, coinr.number(cell)):
                    bad.append((row["uCode"], node, column, seen, cell))
    return bad


@pytest.mark.parametrize(
    "name", ["base", "t_log_orig", "a_copeland_all", "screen_both", "m10_dat_thresh_1_066_05", "i_none_hmean"]
)
def test_index(tmp_path: Path, asem: coinr.Read, shared: Path, name: str) -> None:
    table = write(tmp_path, asem, shared, name)
    assert not wrong(asem, shared, name, gx.index(str(tmp_path), table).rows())


def test_the_command_writes_the_same(
    tmp_path: Path, asem: coinr.Read, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write(tmp_path, asem, shared, "m10_i_median_grp")
    out = tmp_path / "out.csv"
    assert run(["index", str(tmp_path), str(table), "-o", str(out)]) == 0
    assert "out.csv" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert not wrong(asem, shared, "m10_i_median_grp", list(csv.DictReader(file)))
