"""Every figure of a document is read back and is what the run's table says."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from docx import Document

from gaoxin.report.docx.binding import MANIFEST, ROWS, STYLES, count, differing, figure, figures, named
from gaoxin.report.run import TABLES, Run


def told(run: Run, table: str, key: dict[str, str], column: str):
    """The value of a table, looked for by hand."""
    if table == MANIFEST:
        return run.manifest["findings"][column]
    rows = [
        row
        for row in run.table(table).to_pylist()
        if all(("" if row[name] is None else str(row[name])) == value for name, value in key.items())
    ]
    if column == ROWS:
        return len(rows)
    assert len(rows) == 1, (table, key)
    return rows[0][column]


@pytest.mark.slow
def test_every_figure_is_that_of_its_table(made: Path, notes: Path, checks: list[Path]):
    run = Run(made)
    for path in (notes, *checks):
        found = figures(path)
        assert len(found) > 15
        for each in found:
            value = told(run, each.table, dict(each.key), each.column)
            assert each.text == STYLES[each.style](value), each
        assert differing(path, run) == []


def test_figures_of_all_tables_are_bound(notes: Path, checks: list[Path]):
    bound = {each.table for path in (notes, *checks) for each in figures(path)}
    assert bound == {
        "findings", "corrections", "board", MANIFEST, "verdicts", "conditions", "values", "nearly",
        "indicators", "points",
    }  # fmt: skip


def test_a_figure_that_was_changed_by_hand_is_found(made: Path, checks: list[Path], tmp_path: Path):
    paper = Document(str(checks[0]))
    pieces = [piece for piece in paper.element.iter() if piece.text == "12,345.6 万元"]
    pieces[0].text = "99,999 万元"
    paper.save(str(tmp_path / "changed.docx"))
    ((each, right),) = differing(tmp_path / "changed.docx", Run(made))
    assert (each.text, right, each.table) == ("99,999 万元", "12,345.6 万元", "values")


def test_a_run_that_says_otherwise_is_found(made: Path, checks: list[Path], tmp_path: Path):
    shutil.copytree(made, tmp_path / "run")
    path = tmp_path / "run" / "tables" / "values.parquet"
    rows = [
        row | {"text": "1 万元"} if row["variable"] == "revenue" else row
        for row in pq.read_table(path).to_pylist()
    ]
    table = pq.read_table(path).from_pylist(rows, schema=TABLES["values"])
    pq.write_table(table, path)
    found = differing(checks[0], Run(tmp_path / "run"))
    assert {(each.column, text) for each, text in found} == {("text", "1 万元")}


def test_the_list_is_a_part_of_the_document_with_the_run_in_it(checks: list[Path]):
    with ZipFile(checks[0]) as file:
        text = file.read("customXml/item2.xml").decode()
    assert 'run="20260331-143005-ab12cd"' in text
    assert 'xmlns="urn:gaoxin:figures"' in text


def test_values_are_written_as_on_the_pages():
    row = {"a": None, "number": "1234567.5 万元", "flag": True, "why": "break", "points": 5 + 1 / 3}
    assert figure("t", row, "a", "number", "grouped").text == "1,234,567.5 万元"
    assert figure("t", row, "a", "flag", "condition").text == "符合"
    assert figure("t", row, "a", "why", "condition").text == "口径变动,不可比"
    assert figure("t", row, "a", "points", "points").text == "5.3333"
    assert figure("t", row, "a", "a").text == "—"
    assert figure("t", row, "a", "a").key == {"a": ""}


def test_counts_and_names():
    each = count("findings", 12_345, level="error")
    assert (each.text, each.column, each.key) == ("12,345", ROWS, {"level": "error"})
    assert [name for name, _ in named([each, each])] == ["gx00001", "gx00002"]


def test_other_documents_have_no_figures(tmp_path: Path):
    Document().save(str(tmp_path / "a.docx"))
    assert figures(tmp_path / "a.docx") == []
