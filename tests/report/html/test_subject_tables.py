"""Tables of a run laid out over the subjects of a kind."""

import pyarrow as pa
import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.html.subject_tables import BROKEN, SubjectTables, by_subject, joined_or_none
from tests.report.made import FIRMS


@pytest.fixture(scope="module")
def tables(book: Book) -> SubjectTables:
    return SubjectTables(book, "enterprise")


def test_periods_are_those_of_the_kind(tables: SubjectTables):
    assert tables.periods == [2022, 2023, 2024]
    assert tables.size == len(FIRMS)


def test_results_are_coded(tables: SubjectTables):
    assert tables.verdicts("rule-2020", "hnte", 2024).to_pylist() == ["fail", "unknown", "unknown", ""]
    assert tables.conditions("rule-2020", "hnte", "H-05", 2022).to_pylist() == ["false", *["missing"] * 3]
    assert tables.missing("rule-2020", "hnte", "H-05", 2024).to_pylist()[1] == "missing|rd_expense; revenue"


def test_points_are_intervals(tables: SubjectTables):
    key = ("rule-2020", "sheet")
    assert tables.points["text"](*key, "", 2024).to_pylist() == ["15～21.5", "15 (≤ 22.5)", "15～23.5", "—"]
    assert tables.points["text"](*key, "g3.a", 2024).to_pylist()[0] == "6"
    assert tables.points["low"](*key, "", 2024).to_pylist()[3] == "null"


def test_a_figure_stands_with_its_file_and_cell(tables: SubjectTables):
    first, second, *_ = tables.values("revenue", 2024).to_pylist()
    assert first == "1,234,567.50 万元 <a href=#f0>[0]C2</a>"
    assert second.endswith("1,234,568.50 万元 <a href=#f1>[1]C3</a>")
    assert tables.files == [(0, "data/a.xlsx!企业&园区"), (1, "data/b.csv")]


def test_a_corrected_figure_shows_what_stood_there(tables: SubjectTables):
    assert tables.values("rd_expense", 2024).to_pylist()[0].startswith("<s>12345</s> 12,345.6 万元 <a")
    assert "<s>" not in tables.values("rd_expense", 2023).to_pylist()[0]


def test_codes_have_no_separators(tables: SubjectTables):
    assert tables.figures("code", 2024).to_pylist()[2] == "20240101"


def test_a_break_is_kept_for_the_language(tables: SubjectTables):
    assert tables.indicators("rule-2020", "rd_share", 2023).to_pylist()[0] == BROKEN
    assert tables.indicators("rule-2020", "rd_share", 2024).to_pylist()[0] == "4.25%"
    assert tables.marks == {("rule-2020", "rd_share"): "assumed"}


def test_an_index_is_laid_out_node_by_node(book: Book):
    zones = SubjectTables(book, "zone")
    assert zones.index["raw"]("zone-2021", "main", "a", 2024).to_pylist() == ["12,345.678"] * 2
    assert zones.index["rank"]("zone-2021", "main", "total", 2024).to_pylist() == ["1", "2"]


def test_some_subjects_have_a_list(tables: SubjectTables):
    assert tables.listed({"C4": "<ul>"}, "none").to_pylist() == ["none", "none", "none", "<ul>"]


def test_rows_go_to_their_subjects():
    rows = [{"kind": "a", "subject": "1"}, {"kind": "b", "subject": "1"}, {"kind": "a", "subject": None}]
    assert by_subject(rows, "a") == {"1": rows[:1], "": rows[2:]}


def test_an_address_with_a_hole_is_none():
    assert joined_or_none("a", pa.array(["b", None])).to_pylist() == ["ab", None]
