"""The faces of official papers, set on every run of text, and what stands in for a missing one."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import qn

BODY, HEAD, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
ALTERNATIVES = {
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    HEAD: "SimHei,Noto Sans CJK SC",
    TITLE: "小标宋,宋体,SimSun,Noto Serif CJK SC",
}
"""What a word processor takes where a face is missing, in this order."""
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def faced(element: Any, face: str) -> None:
    """Set the faces of an element with run properties: ``w:r``, a style, or the defaults of a document."""
    properties = element if element.tag == qn("w:rPr") else element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = properties.makeelement(qn("w:rFonts"))
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", face), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), name)
    properties.insert(1 if properties.find(qn("w:rStyle")) is not None else 0, fonts)


def font_table() -> bytes:
    """The part of a document that names what stands in for a missing face."""
    entries = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{NAMESPACE}">{entries}{latin}</w:fonts>'.encode()
