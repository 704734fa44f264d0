"""Every run of text has a Chinese face, and every face something that stands in for it."""

from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

from gaoxin.report.docx.fonts import ALTERNATIVES, BODY, HEAD, LATIN, TITLE, faced, font_table
from tests.report.docx.reading import runs


def test_every_run_of_every_document_has_a_chinese_face(notes: Path, checks: list[Path]):
    for path in (notes, *checks):
        found = list(runs(path))
        assert {name.partition(".")[0].rstrip("0123456789") for name, _ in found} >= {
            "word/document",
            "word/header",
            "word/footer",
        }
        for _, run in found:
            (fonts,) = run.findall(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts.get(qn("w:eastAsia")) in ALTERNATIVES
            assert fonts.get(qn("w:ascii")) == LATIN


def test_faces_that_are_not_there_have_others():
    table = etree.fromstring(font_table())
    found = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in table
        if font.find(qn("w:altName")) is not None
    }
    assert found == ALTERNATIVES
    assert found[BODY].split(",")[:2] == ["仿宋", "FangSong"]
    assert {BODY, HEAD, TITLE} == found.keys()


@pytest.mark.parametrize("before", ["", '<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'])
def test_a_theme_does_not_overrule_a_face(before: str):
    uri = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    properties = etree.fromstring(f'<w:rPr xmlns:w="{uri}">{before}<w:b/></w:rPr>')
    faced(properties, BODY)
    assert [dict(fonts.attrib) for fonts in properties.findall(qn("w:rFonts"))] == [
        {qn("w:ascii"): LATIN, qn("w:hAnsi"): LATIN, qn("w:eastAsia"): BODY, qn("w:cs"): LATIN}
    ]
