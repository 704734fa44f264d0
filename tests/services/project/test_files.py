"""Entries and globs of `files` become parts."""

from pathlib import Path

import pytest

from gaoxin.services.project.faults import Told
from gaoxin.services.project.files import read_parts
from gaoxin.services.project.lines import key_lines


def read(folder: Path, value: object) -> tuple[list[str], list[str]]:
    text = "[tables.kind]\nfiles = [\n  'b*.csv',\n]\n"
    told = Told("gaoxin.toml", text, key_lines(text))
    parts = read_parts(folder, "kind", value, told)
    assert all(f.object == "tables.kind.files" for f in told.faults)
    return [part.name for part in parts], [f.seen for f in told.faults]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b2.csv", "b10.csv", "b1.csv", "企业[1].csv", "~$b1.csv", "deep/er/c.csv", "b.dir.csv/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_globs_expand_sorted_and_take_files_only(folder: Path):
    assert read(folder, ["b*.csv"]) == (["b1.csv", "b10.csv", "b2.csv"], [])


def test_a_glob_may_go_deep(folder: Path):
    assert read(folder, ["**/c.csv"]) == (["deep/er/c.csv"], [])


def test_lock_files_of_spreadsheets_are_left_out(folder: Path):
    assert read(folder, ["*b1.csv"]) == (["b1.csv"], [])


def test_a_file_whose_name_looks_like_a_glob(folder: Path):
    assert read(folder, ["企业[1].csv"]) == (["企业[1].csv"], [])


def test_a_file_elsewhere_keeps_its_path(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    other = tmp_path_factory.mktemp("other") / "x.csv"
    other.touch()
    assert read(folder, [str(other)]) == ([other.as_posix()], [])


def test_a_glob_without_a_file_is_a_fault(folder: Path):
    assert read(folder, ["z*.csv", "b1.csv"]) == (["b1.csv"], ["z*.csv"])


def test_a_file_is_listed_once_but_may_have_sheets(folder: Path):
    assert read(folder, ["b1.csv", "b1.csv"])[1] == ["b1.csv twice"]
    two = [{"path": "b1.csv", "sheet": "一"}, {"path": "b1.csv", "sheet": "二"}]
    assert read(folder, two) == (["b1.csv", "b1.csv"], [])


@pytest.mark.parametrize(
    ("entry", "seen"),
    [
        (3, "3"),
        ("", "''"),
        ({"sheet": "一"}, "{'sheet': '一'}"),
        ({"path": "b1.csv", "page": 1}, "b1.csv: page"),
        ({"path": "b1.csv", "sheet": 1}, "b1.csv: sheet = 1"),
        ({"path": "b1.csv", "table": ""}, "b1.csv: table = ''"),
        ({"path": "b1.csv", "period": "2024"}, "b1.csv: period = '2024'"),
        ({"path": "b1.csv", "period": 24}, "b1.csv: period = 24"),
        ({"path": "b1.csv", "period": True}, "b1.csv: period = True"),
    ],
)
def test_a_faulty_entry_is_told(folder: Path, entry: object, seen: str):
    assert read(folder, [entry])[1] == [seen]


@pytest.mark.parametrize("value", [None, [], "b1.csv"])
def test_no_list_is_a_fault(folder: Path, value: object):
    parts, seen = read(folder, value)
    assert (parts, len(seen)) == ([], 1)
