"""Pages filled by columns are what writing each by itself would give."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from gaoxin.report.html.columns import (
    Layout,
    Marks,
    escaped,
    grouped_column,
    joined,
    mapped,
    plain,
)
from gaoxin.report.html.figures import grouped

NUMBERS = r"[<>≈+-]?[0-9]{1,15}(\.[0-9]{1,4})?( 万元|%|-[0-9]|[A-Z])?"
SIGNS = st.characters(exclude_characters="\x02\x03", exclude_categories=["Cs"])
TEXTS = st.lists(st.text(SIGNS), min_size=1, max_size=5)


def column(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


@pytest.mark.slow
@given(TEXTS)
def test_a_template_is_filled_row_by_row(names: list[str]):
    mark = Marks()
    template = f"<p>{mark(column(names))}</p>{mark(column([name * 2 for name in names]))}!"
    pages = [bytes(page).decode() for page in mark.fill(template, len(names))]
    assert pages == [f"<p>{name}</p>{name * 2}!" for name in names]


def test_more_pages_than_a_piece_holds():
    mark = Marks()
    names = [str(n) for n in range(1001)]
    template = f"<{mark(column(names))}>"
    assert [bytes(page).decode() for page in mark.fill(template, 1001)] == [f"<{name}>" for name in names]


def test_a_page_without_marks_is_the_same_for_all():
    assert [bytes(page) for page in Marks().fill("same", 3)] == [b"same"] * 3


@pytest.mark.slow
@given(TEXTS)
def test_escaping_is_that_of_templates(texts: list[str]):
    assert escaped(column(texts)).to_pylist() == [str(escape(text)) for text in texts]


@pytest.mark.slow
@given(st.lists(st.from_regex(NUMBERS, fullmatch=True)))
def test_thousands_are_separated_as_in_single_figures(texts: list[str]):
    assert grouped_column(column(texts)).to_pylist() == [grouped(text) for text in texts]


def test_doubles_are_written_plainly():
    assert plain(pa.array([7.0, 7.25, 5 / 3, None])).to_pylist() == ["7", "7.25", "1.6667", None]


def test_nothing_is_joined_as_nothing():
    assert joined("<", column(["a", None]), ">").to_pylist() == ["<a>", "<>"]


def test_codes_become_words():
    assert mapped(column(["a", "b", None, "a"]), lambda code: code.upper()).to_pylist() == ["A", "B", "", "A"]


@pytest.mark.slow
@given(
    st.lists(st.sampled_from("甲乙丙丁"), unique=True),
    st.dictionaries(st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from("xy")), st.text() | st.none()),
)
def test_a_long_table_is_laid_out_over_subjects(
    subjects: list[str], cells: dict[tuple[str, str], str | None]
):
    rows = [{"subject": subject, "name": name, "text": text} for (subject, name), text in cells.items()]
    schema = pa.schema([(name, pa.string()) for name in ("subject", "name", "text")])
    table = pa.Table.from_pylist(rows, schema=schema)
    spread = Layout(column(subjects), table, ["name"]).spread(table["text"])
    assert {*spread} == {(name,) for _, name in cells}
    for name in "xyz":
        texts = [cells.get((subject, name)) for subject in subjects]
        assert spread(name).to_pylist() == ["—" if text is None else text for text in texts]


def test_a_table_in_the_order_of_the_subjects_is_taken_as_it_is():
    table = pa.table({"subject": ["a", "b"], "name": ["x", "x"], "text": ["1", "2"]})
    layout = Layout(column(["a", "b"]), table, ["name"])
    assert ("x",) in layout.spread(table["text"])
    assert layout.spread(table["text"])("x").to_pylist() == ["1", "2"]
