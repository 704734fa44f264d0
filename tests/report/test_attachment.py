"""A file beside the pages."""

from gaoxin.report.attachment import Attachment


def test_it_has_a_title_in_both_languages():
    assert {*Attachment("files/a.xlsx", {"zh": "表", "en": "Table"}).title} == {"zh", "en"}
