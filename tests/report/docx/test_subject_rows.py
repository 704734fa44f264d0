"""Who has a self-check: those asked for; else few."""

from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.made import FIRMS, PACK, about_firms, make_run, table


def test_everybody_where_there_are_few(rows: SubjectRows):
    assert [(pack, verdict, subject) for pack, verdict, _, subject in rows.wanted()] == [
        (PACK, "hnte", code) for code, _ in FIRMS
    ]


def test_three_who_just_miss_it_where_there_are_many(tmp_path: Path):
    firms = [(f"C{n:02d}", f"企业{n}") for n in range(12)]
    folder = make_run(tmp_path / "run", firms)
    (near,) = about_firms(firms)["nearly"]
    table(folder, "nearly", [near | {"subject": f"C{n:02d}", "settles": n > 5} for n in (4, 9, 2, 7, 8)])
    found = SubjectRows(Titles(Book(Run(folder)))).wanted()
    assert [subject for *_, subject in found] == ["C09", "C07", "C08"]


def test_those_asked_for_by_every_verdict_of_their_kind(rows: SubjectRows):
    asked = rows.wanted([FIRMS[2][0], FIRMS[2][0]])
    assert asked == [(PACK, "hnte", "enterprise", FIRMS[2][0])]
    assert rows.wanted(["Z1"]) == []
    assert rows.wanted([]) == []


def test_somebody_unknown_is_refused(rows: SubjectRows):
    with pytest.raises(UsageError, match=r"no such subject in this run; try:"):
        rows.wanted(["C999"])


def test_rows_of_a_subject(rows: SubjectRows):
    found = rows.of("verdicts", "enterprise", FIRMS[0][0], pack=PACK)
    assert [(row["period"], row["result"]) for row in found] == [
        (2022, "fail"),
        (2023, "fail"),
        (2024, "fail"),
    ]
    assert rows.of("verdicts", "zone", FIRMS[0][0]) == []
