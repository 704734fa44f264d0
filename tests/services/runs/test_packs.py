"""The packs of a run are copies that compute as the originals did."""

from datetime import date
from pathlib import Path

from gaoxin.loading.library import Library
from gaoxin.services.runs.packs import copy_packs, hashes_of, library_in, pack_files

PACK = "pack: one\nfamily: one\ntitle: {zh: 一, en: one}\n"


def test_packs_are_copied_hashed_and_loaded_again(tmp_path: Path):
    source = tmp_path / "source" / "elsewhere"
    (source / "tests").mkdir(parents=True)
    (source / "pack.yaml").write_text(PACK, "utf-8")
    (source / "more.yaml").write_text("verdicts: {}\n", "utf-8")
    (source / "notes.txt").write_text("x", "utf-8")
    (source / "tests" / "cases.yaml").write_text("[]", "utf-8")
    entries = {"one": Library((tmp_path / "source",)).find("one")}
    hashes = copy_packs(entries, tmp_path / "packs")
    assert [file.name for file in pack_files(tmp_path / "packs" / "one")] == ["more.yaml", "pack.yaml"]
    assert hashes == hashes_of(tmp_path / "packs")
    assert library_in(tmp_path / "packs").program("one", date(2024, 1, 1)).pack.title.zh == "一"
    (tmp_path / "packs" / "one" / "more.yaml").write_text("points: {}\n", "utf-8")
    assert hashes != hashes_of(tmp_path / "packs")
