"""`gaoxin.toml` becomes a frozen project, or every fault is told with its line."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.services.project import SETTINGS, read_project

GOOD = """\
title = { zh = "示例高新区", en = "Example zone" }
synthetic = true
as_of = 2025-03-31
periods = [2024, 2022, 2023]
packs = ["rule-2016", "index"]
variants = { "index" = "assumed" }

[tables.enterprise]
files = [
  "data/firms-*.csv",
  { path = "data/people.xlsx", sheet = "人员", period = 2024 },
]
[tables.zone]
files = ["data/zones.csv"]
[engine]
memory = "2GB"
threads = 1
spill = "spill"
"""
SMALL = 'title = "区"\npacks = ["x"]\n[tables.enterprise]\nfiles = ["a.csv"]\n'


def project(tmp_path: Path, text: str, *names: str) -> Path:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / SETTINGS).write_text(text, "utf-8")
    return tmp_path


def faults(folder: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(DataError) as caught:
        read_project(folder)
    assert all(f.seen and f.rule and f.next_step for f in caught.value.faults)
    assert all(f.place.file == str(folder / SETTINGS) for f in caught.value.faults)
    return [(f.place.line, f.object) for f in caught.value.faults]


def test_everything_is_read(tmp_path: Path):
    names = ("data/firms-b.csv", "data/firms-a.csv", "data/people.xlsx", "data/zones.csv")
    found = read_project(project(tmp_path, GOOD, *names))
    assert (found.title.zh, found.title.en) == ("示例高新区", "Example zone")
    assert found.synthetic
    assert found.as_of == date(2025, 3, 31)
    assert found.periods == (2022, 2023, 2024)
    assert found.packs == ("rule-2016", "index")
    assert found.variants == {"index": "assumed"}
    assert (found.memory, found.threads, found.spill) == ("2GB", 1, tmp_path / "spill")
    parts = [(p.name, p.sheet, p.period, p.line) for p in found.tables["enterprise"]]
    assert parts == [
        ("data/firms-a.csv", None, None, 10),
        ("data/firms-b.csv", None, None, 10),
        ("data/people.xlsx", "人员", 2024, 11),
    ]
    assert [p.path for p in found.tables["zone"]] == [tmp_path / "data" / "zones.csv"]
    assert found.runs == tmp_path / "runs"


def test_little_is_enough(tmp_path: Path):
    found = read_project(project(tmp_path, SMALL, "a.csv"))
    assert (found.as_of, found.periods, found.variants, found.synthetic) == (None, (), {}, False)
    assert (found.memory, found.threads, found.spill) == (None, None, None)
    assert found.settings()["packs"] == ["x"]


def test_a_project_is_frozen(tmp_path: Path):
    found = read_project(project(tmp_path, SMALL, "a.csv"))
    with pytest.raises(FrozenInstanceError):
        found.packs = ()  # pyright: ignore[reportAttributeAccessIssue] - that is what is tried


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path):
    folder = project(tmp_path, SMALL, "a.csv")
    (folder / SETTINGS).write_text(SMALL, "utf-8-sig")
    assert read_project(folder).packs == ("x",)


def test_all_faults_come_at_once(tmp_path: Path):
    text = """\
title = 3
synthetic = "yes"
as_of = "2025-03-31"
periods = [2024, 24]
packs = []
variants = { a = 1 }
colour = "red"
[tables.enterprise]
files = ["none-*.csv"]
sheet = "x"
[engine]
memory = "lots"
threads = 0
cores = 2
"""
    assert faults(project(tmp_path, text)) == [
        (1, "title"),
        (2, "synthetic"),
        (3, "as_of"),
        (4, "periods"),
        (5, "packs"),
        (6, "variants"),
        (7, "colour"),
        (8, "tables.enterprise"),
        (9, "tables.enterprise.files"),
        (12, "engine.memory"),
        (13, "engine.threads"),
        (14, "engine.cores"),
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", ["title", "packs", "tables"]),
        (SMALL.replace('"区"', '{ zh = "区", de = "Zone" }'), ["title"]),
        (SMALL.replace('"区"', '" "'), ["title"]),
        (SMALL.replace('["x"]', '["x", "x"]'), ["packs"]),
        (SMALL.replace('["x"]', '"x"'), ["packs"]),
        ("as_of = 2025-03-31T00:00:00\n" + SMALL, ["as_of"]),
        ("periods = [2024, 2024]\n" + SMALL, ["periods"]),
        ("periods = [true]\n" + SMALL, ["periods"]),
        ("engine = 3\n" + SMALL, ["engine."]),
        (SMALL + "[tables.Big]\nfiles = ['a.csv']\n", ["tables.Big"]),
        ('tables = 3\ntitle = "x"\npacks = ["x"]\n', ["tables"]),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, named: list[str]):
    assert [name for _, name in faults(project(tmp_path, text, "a.csv"))] == named


def test_broken_toml_tells_its_line(tmp_path: Path):
    assert faults(project(tmp_path, 'title = "区"\nas_of = 31.3.2025\n')) == [(2, SETTINGS)]


def test_another_encoding_is_refused(tmp_path: Path):
    (tmp_path / SETTINGS).write_bytes(SMALL.encode("gb18030"))
    assert faults(tmp_path) == [(None, SETTINGS)]


def test_a_huge_file_is_refused(tmp_path: Path):
    (tmp_path / SETTINGS).write_text("# long\n" * 200_000, "utf-8")
    assert faults(tmp_path) == [(None, SETTINGS)]


def test_no_project_is_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match="gaoxin new"):
        read_project(tmp_path / "nothing")
