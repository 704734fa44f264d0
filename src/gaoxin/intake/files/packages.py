"""XLSX packages: a zip of XML parts, looked at before anything is unpacked.

An untrusted file could unpack to far more than it holds, or let a parser expand entities: sizes are bounded,
and a part with a document type is refused.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NoReturn
from xml.parsers import expat

from gaoxin.base.errors import DataError
from gaoxin.intake.files.grid import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

LARGEST = 2 << 30
"""Bytes that the parts of a workbook may unpack to."""

IN_MEMORY = 256 << 20
"""Bytes of a part that is held as a whole: shared texts, styles, lists of parts."""

_RATIO, _SUSPECT = 150, 16 << 20
_PARTS = 10_000
_CHUNK = 1 << 17
_OLE = b"\xd0\xcf\x11\xe0"

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What reading a damaged package raises."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An XML element without what it contains."""

    name: str
    parent: str
    attributes: dict[str, str]

    def get(self, name: str) -> str | None:
        """An attribute by its name, whatever its prefix."""
        for key, value in self.attributes.items():
            if key.rpartition(":")[2] == name:
                return value
        return None


@contextmanager
def package(path: Path) -> Generator[zipfile.ZipFile]:
    """Open a workbook's package; whatever is wrong with it is a fault of the file.

    Raises
    ------
    DataError : no zip, protected, damaged, or unpacking to too much
    """
    _check_beginning(path)
    try:
        with zipfile.ZipFile(path) as opened:
            _check_sizes(path, opened)
            yield opened
    except BROKEN as error:
        damaged(path, str(error) or type(error).__name__, error)


def damaged(path: Path, seen: str, cause: BaseException | None = None) -> NoReturn:
    """Refuse a workbook."""
    said = " ".join(seen.split())[:200]
    rule, step = "a workbook is a whole .xlsx file", "open it and save it again as .xlsx (另存为 xlsx)"
    raise DataError([fault(str(path), f"it cannot be read: {said}", rule, step)]) from cause


def _check_beginning(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(4)
        if begin == _OLE:
            protected = "EncryptedPackage".encode("utf-16-le") in file.read(64 << 20)
            seen = "it is protected by a password" if protected else "it is an old .xls file under a new name"
            step = (
                "open it, remove the password and save it again"
                if protected
                else "open it and save it as .xlsx (另存为 xlsx)"
            )
            raise DataError([fault(str(path), seen, "a workbook is an open .xlsx file", step)])
    if begin[:2] != b"PK":
        damaged(path, "the file is empty" if not begin else f"it begins with {begin!r}, not as a zip does")


def _check_sizes(path: Path, opened: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much, by the sizes that the package declares and is held to."""
    parts = opened.infolist()
    whole = sum(part.file_size for part in parts)
    dense = next(
        (p for p in parts if p.file_size > _SUSPECT and p.file_size > _RATIO * p.compress_size), None
    )
    step = "export the table again, or as CSV"
    if dense is not None:
        seen = f"{dense.filename} unpacks from {dense.compress_size:,} to {dense.file_size:,} bytes"
        rule = f"a part of a workbook unpacks to at most {_RATIO} times its size (压缩炸弹 zip bomb)"
        raise DataError([fault(str(path), seen, rule, step)])
    if whole > LARGEST or len(parts) > _PARTS:
        seen = f"it unpacks to {whole:,} bytes in {len(parts):,} parts"
        raise DataError(
            [fault(str(path), seen, f"a workbook unpacks to at most {LARGEST:,} bytes in {_PARTS:,}", step)]
        )
    for part in parts:
        if part.flag_bits & 1:
            raise ValueError("it is protected by a password")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{part.filename} is packed in an unknown way")


def tags(opened: zipfile.ZipFile, part: str) -> list[Tag]:
    """The elements of a small part, in order."""
    if opened.getinfo(part).file_size > IN_MEMORY:
        message = f"{part} is larger than {IN_MEMORY:,} bytes"
        raise ValueError(message)
    found: list[Tag] = []
    path: list[str] = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        found.append(Tag(local, path[-1], attributes))
        path.append(local)

    def end(_: str) -> None:
        path.pop()

    parser = parser_for(start, end)
    with opened.open(part) as stream:
        for _ in fed(parser, stream):
            pass
    return found


def parser_for(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None]
) -> expat.XMLParserType:
    """A parser that refuses document types, and with them entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    message = "a part declares a document type"
    raise ValueError(message)


def fed(parser: expat.XMLParserType, stream: IO[bytes]) -> Generator[int]:
    """Feed a part to a parser piece by piece, and say after each how many bytes it had."""
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk)
        yield len(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - takes no keyword
    yield 0


def target(part: str, link: str) -> str:
    """The part that a link from another part names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), link)).lstrip("/")


def links(opened: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part links to: id -> (kind, part); nothing where it has no list of links."""
    folder, _, name = part.rpartition("/")
    listed = f"{folder}/_rels/{name}.rels".lstrip("/")
    if listed not in opened.namelist():
        return {}
    return {
        tag.attributes.get("Id", ""): (
            re.sub(r".*/", "", tag.attributes.get("Type", "")),
            target(part, tag.attributes.get("Target", "")),
        )
        for tag in tags(opened, listed)
        if tag.name == "Relationship" and tag.attributes.get("TargetMode") != "External"
    }
