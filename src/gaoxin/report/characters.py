"""Text from anywhere, made fit for files: signs that XML forbids, and names that a file system refuses."""

from __future__ import annotations

import re
from hashlib import sha256

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAMED = re.compile(r"[0-9A-Z\u4e00-\u9fff（）“”·-]{1,40}")
_UNNAMED = re.compile(r"[^\w\u4e00-\u9fff（）“”·-]+")


def clean(text: str) -> str:
    r"""A text without the signs that no XML file may hold; a replacement sign shows where one stood.

    Examples
    --------
    >>> clean("a\x00b\tc")
    'a\ufffdb\tc'
    """
    return _FORBIDDEN.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def file_name(text: str) -> str:
    """A part of a file's name for any text; what had to change has a mark, so that no two fall together.

    Examples
    --------
    >>> file_name("91310000MA1FL0001A")
    '91310000MA1FL0001A'
    >>> file_name("a/b")
    'a_b-c14cddc0'
    """
    if _NAMED.fullmatch(text):
        return text
    mark = sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    plain = _UNNAMED.sub("_", text)[:32].strip("_-")
    return f"{plain}-{mark}" if plain else mark
