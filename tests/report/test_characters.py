"""Any text fits a file, and any identifier a file's name."""

import string
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from gaoxin.report.characters import clean, file_name

NAMED = set(string.ascii_letters + string.digits + "_-（）“”·")


def test_what_xml_forbids_is_shown_as_such():
    assert clean("a\x00b\x1fc\ud800d\ufffe") == "a\ufffdb\ufffdc\ufffdd\ufffd"
    assert clean("a\tb\r\nc\rd") == "a\tb\nc\nd"


@given(st.text(st.characters(codec=None)))
def test_whatever_is_clean_is_xml(text: str):
    assert ET.fromstring(f"<a>{escape(clean(text))}</a>").text == (clean(text) or None)


def test_codes_and_chinese_names_stay():
    assert file_name("91310000MA1FL0001A") == "91310000MA1FL0001A"
    assert file_name("专精特新“小巨人”条件自评表") == "专精特新“小巨人”条件自评表"


def test_names_that_differ_in_case_or_in_signs_stay_apart():
    names = [file_name(text) for text in ("a", "A", "a/b", "a\\b", "a:b", "../a", "", "/")]
    assert len({name.lower() for name in names}) == len(names)


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_name_is_a_name_of_a_file(text: str):
    name = file_name(text)
    assert 0 < len(name.encode("utf-8")) <= 200
    assert all(letter in NAMED or letter.isalnum() or letter.isidentifier() for letter in name)
