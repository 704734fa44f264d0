"""Packages are looked at before they are unpacked."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gaoxin.base.errors import DataError
from gaoxin.intake.files import packages
from gaoxin.intake.files.packages import links, package, tags, target
from gaoxin.intake.files.workbooks import read


def book(folder: Path) -> Path:
    path = folder / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as written:
        written.add_worksheet().write_row(0, 0, ["id", "x"])
    return path


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(path)
    return str(caught.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("xl/media/image1.png", bytes(20 << 20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    said = refused(path)
    assert "xl/media/image1.png unpacks from 20,3" in said
    assert "zip bomb" in said
    assert "try: export the table again" in said


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path: Path):
    path = book(tmp_path)
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in kept.items():
            new.writestr(name, data + b" " * (1 << 20) if name.endswith("sheet1.xml") else data)
    size = len(kept["xl/worksheets/sheet1.xml"]) + (1 << 20)
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (300).to_bytes(4, "little")))
    assert "it cannot be read" in refused(path)


@pytest.mark.parametrize(("name", "value", "said"), [("LARGEST", 100, "unpacks to"), ("_PARTS", 2, "parts")])
def test_too_much_is_refused(name: str, value: int, said: str, tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr(packages, name, value)
    assert said in refused(book(tmp_path))


def test_large_parts_that_must_be_held_are_refused(tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr(packages, "IN_MEMORY", 10)
    assert "is larger than 10 bytes" in refused(book(tmp_path))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an old .xls file under a new name"),
        (b"", "the file is empty"),
        (b"id,x\n", "it begins with b'id,x'"),
    ],
)
def test_what_is_no_package(data: bytes, said: str, tmp_path: Path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(data)
    assert said in refused(path)


def test_protected_and_strangely_packed_parts(tmp_path: Path):
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_BZIP2) as opened:
        opened.writestr("extra", b"x")
    assert "extra is packed in an unknown way" in refused(path)
    path = book(tmp_path)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is protected by a password" in refused(path)


def test_entities_are_refused(tmp_path: Path):
    path = book(tmp_path)
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    laughs = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(path, "w") as new:
        for name, data in kept.items():
            new.writestr(name, data.replace(b"<worksheet", laughs + b"<worksheet", 1))
    assert "a part declares a document type" in refused(path)


def test_tags_and_links(tmp_path: Path):
    with package(book(tmp_path)) as opened:
        sheets = [tag for tag in tags(opened, "xl/workbook.xml") if tag.name == "sheet"]
        assert [(tag.parent, tag.get("name"), tag.get("id"), tag.get("none")) for tag in sheets] == [
            ("sheets", "Sheet1", "rId1", None)
        ]
        assert links(opened, "xl/workbook.xml")["rId1"] == ("worksheet", "xl/worksheets/sheet1.xml")
        assert links(opened, "xl/styles.xml") == {}


@pytest.mark.parametrize(
    ("part", "link", "expected"),
    [
        ("xl/workbook.xml", "worksheets/a.xml", "xl/worksheets/a.xml"),
        ("xl/workbook.xml", "/xl/worksheets/a.xml", "xl/worksheets/a.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "../a.xml", "a.xml"),
    ],
)
def test_targets(part: str, link: str, expected: str):
    assert target(part, link) == expected
