"""What pages share: subjects, parts, addresses."""

from gaoxin.report.html.book import Book, subject_page
from tests.report.made import FIRMS


def test_subjects_stand_by_kind(book: Book):
    assert [*book.kinds] == ["zone", "enterprise"]
    assert [*book.kinds["enterprise"].subjects] == [subject for subject, _ in FIRMS]


def test_a_subject_has_a_name_and_a_page(book: Book):
    assert book.name("enterprise", "C4") == "丁公司"
    assert book.page("enterprise", "C4") == subject_page("enterprise", "C4")


def test_a_stranger_has_neither(book: Book):
    assert book.name("enterprise", "C9") == "C9"
    assert book.page("enterprise", "C9") == ""
    assert book.page("zone", "C4") == ""


def test_kinds_do_not_share_pages():
    assert subject_page("zone", "1") != subject_page("enterprise", "1")


def test_an_address_names_file_sheet_and_cell(book: Book):
    assert book.cell(0, 12, 28) == "data/a.xlsx!企业&园区!AB12"
    assert book.cell(1, 2, 3) == "data/b.csv!C2"
    assert book.cell(None, 2, 3) == ""


def test_packs_that_others_need_are_listed_last(book: Book):
    assert [pack["pack"] for pack in book.built] == ["rule-2020", "zone-2021", "vocabulary"]


def test_tables_come_as_rows(book: Book):
    assert [row["gap_zh"] for row in book.rows("nearly")] == ["距4%还差37.42万元"]
    assert book.periods == [2022, 2023, 2024]
