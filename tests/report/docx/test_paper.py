"""Documents are laid out as official papers are, and no text breaks them."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from gaoxin.report.docx.binding import Figure, figures
from gaoxin.report.docx.paper import Paper
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.docx.reading import parts, tables, text
from tests.report.made import HOSTILE, LONG, make_run


def test_the_page_is_that_of_the_standard(notes: Path):
    section = Document(str(notes)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_every_page_says_who_decides_and_its_number(notes: Path, checks: list[Path]):
    for path in (notes, *checks):
        foot = parts(path, "word/footer")
        assert foot.startswith("自评结果,以主管部门认定为准")
        assert "PAGE" in foot
        assert "NUMPAGES" in foot
        assert "认定通过" not in text(path)


def test_made_up_data_are_marked_on_every_page(notes: Path, titles: Titles, tmp_path: Path):
    assert parts(notes, "word/header") == titles.synthetic
    real = Paper(Titles(Book(Run(make_run(tmp_path / "run", synthetic=False)))), "题")
    real.save(tmp_path / "real.docx")
    assert parts(tmp_path / "real.docx", "word/header") == ""


@pytest.mark.parametrize("said", [HOSTILE, LONG, "a\x00b\x1f", "]]>&amp;<w:p/>", "行一\n行二", "\ud800"])
def test_no_text_breaks_a_document(titles: Titles, tmp_path: Path, said: str):
    paper = Paper(titles, said)
    paper.heading(said)
    bound = Figure(
        said.encode("utf-8", "replace").decode().replace("\x00", "?").replace("\x1f", "?"),
        "t",
        {"k": said},
        "c",
        "text",
    )
    paper.line([said, bound])
    paper.table([said, "b"], [[said, [said, said]], ["", bound]], (1, 2))
    paper.save(tmp_path / "a.docx")
    shown = said.replace("\x00", "\ufffd").replace("\x1f", "\ufffd").replace("\ud800", "\ufffd")
    assert tables(tmp_path / "a.docx")[0][1][0] == shown
    assert len(figures(tmp_path / "a.docx")) == 2


def test_headings_of_a_table_stand_on_every_page(notes: Path):
    for table in Document(str(notes)).tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert abs(sum(widths) - 156 * 1440 / 25.4) < len(widths)
        assert all(len(row.tc_lst) == len(widths) for row in rows)


def test_bookmarks_are_pairs_with_names_of_their_own(checks: list[Path]):
    body = Document(str(checks[0])).element.body
    starts, ends = (list(body.iter(qn(f"w:bookmark{end}"))) for end in ("Start", "End"))
    assert [start.get(qn("w:id")) for start in starts] == [end.get(qn("w:id")) for end in ends]
    assert len({start.get(qn("w:name")) for start in starts}) == len(starts)


def test_parts_of_a_document_are_named_once(checks: list[Path]):
    with ZipFile(checks[0]) as file:
        assert len(file.namelist()) == len(set(file.namelist()))
