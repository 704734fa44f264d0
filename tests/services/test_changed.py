"""The cells that an index filled or treated, from Python and the command line."""

import csv
from pathlib import Path

import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.cli.main import run

PACK = """
pack: tiny-2024
family: tiny
title: {zh: 小, en: tiny}
subject: zone
subjects: {zone: {title: {zh: 园区, en: zone}, id: [zone]}}
variables:
  patents: {title: {zh: 专利, en: patents}, type: real}
  firms: {title: {zh: 企业, en: firms}, type: real}
index:
  tiny:
    title: {zh: 小指数, en: tiny index}
    methods:
      impute: {method: mean}
      treat: {methods: [winsorise]}
    tree:
      - {id: P, title: {zh: 专利, en: patents}, weight: 1, indicator: patents}
      - {id: F, title: {zh: 企业, en: firms}, weight: 1, indicator: firms}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[str, Path]:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    table = tmp_path / "zones.csv"
    rows = [f"z{n},{n},{n}" for n in range(1, 10)] + ["z90,100,"]
    table.write_text("\n".join(["zone,patents,firms", *rows]), encoding="utf-8")
    return str(tmp_path), table


def test_changed(tiny: tuple[str, Path]) -> None:
    pack, table = tiny
    found = gx.index(pack, table).changed().rows()
    assert [(row["subject"], row["node"], row["treated"], row["how"]) for row in found] == [
        ("z90", "P", 9.0, "winsorise"),
        ("z90", "F", 5.0, "mean"),
    ]


@pytest.mark.slow
def test_several_versions(tiny: tuple[str, Path]) -> None:
    pack, table = tiny
    dated = table.with_name("dated.csv")
    lines = table.read_text(encoding="utf-8").splitlines()
    dated.write_text(
        "\n".join(["zone,period,patents,firms", *(line.replace(",", ",2024,", 1) for line in lines[1:])])
    )
    assert len(gx.index({2024: pack}, dated).changed()) == 2


@pytest.mark.slow
def test_the_command(tiny: tuple[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, table = tiny
    cells, out = tmp_path / "cells.csv", tmp_path / "index.json"
    assert run(["index", pack, str(table), "-o", str(out), "--cells", str(cells)]) == 0
    assert "2 个单元格被填补或处理" in "".join(capsys.readouterr())
    with cells.open(encoding="utf-8-sig", newline="") as file:
        assert [row["how"] for row in csv.DictReader(file)] == ["winsorise", "mean"]
    assert out.is_file()


def test_no_such_folder(tiny: tuple[str, Path], tmp_path: Path) -> None:
    from gaoxin.services.verbs import index

    pack, table = tiny
    with pytest.raises(UsageError, match="make it first"):
        index(pack, table, cells=tmp_path / "nowhere" / "cells.csv")
