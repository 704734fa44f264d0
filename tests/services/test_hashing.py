"""Hashes follow contents, and nothing else."""

import hashlib
from pathlib import Path

from gaoxin.services.hashing import content_hash, file_hash, folder_hash


def test_a_file_has_the_hash_of_its_bytes(tmp_path: Path):
    data = b"x" * 3_000_001
    (tmp_path / "a").write_bytes(data)
    assert file_hash(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_a_folder_goes_by_names_and_bytes_not_by_order(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    for place in (one, two):
        place.mkdir()
        (place / "a").write_text("1", "utf-8")
        (place / "b").write_text("2", "utf-8")
    assert folder_hash([one / "b", one / "a"]) == folder_hash([two / "a", two / "b"])
    (two / "a").write_text("3", "utf-8")
    assert folder_hash(one.iterdir()) != folder_hash(two.iterdir())
    (two / "a").write_text("2", "utf-8")
    (two / "b").write_text("1", "utf-8")
    assert folder_hash(one.iterdir()) != folder_hash(two.iterdir())


def test_plain_values_hash_whatever_the_order_of_keys():
    assert content_hash({"a": 1, "b": ["中"]}) == content_hash({"b": ["中"], "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": "1"})
