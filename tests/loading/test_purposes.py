"""Survey fields judge and score nobody, however long the way to them is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.base.errors import Fault, PackError
from gaoxin.loading.library import Library, installed
from gaoxin.loading.purposes import LAW

GOOD = Path(__file__).parent / "good"
EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "gaoxin_packs" / "examples" / "refused-survey-field"
T = "title: {zh: 例, en: example}"


def pack(name: str, subject: str = "firm", needs: str = "words") -> str:
    return f"pack: {name}-2024\nfamily: {name}\n{T}\nsubject: {subject}\nneeds: [{needs}]\n"


def verdict(require: str, applies: str = "") -> str:
    applied = f", applies: {applies}" if applies else ""
    return f"verdicts:\n  good:\n    {T}\n    all:\n      - {{id: c-1, {T}, require: '{require}'{applied}}}\n"


def refused(folder: Path, **packs: str) -> list[Fault]:
    """The faults of the first of some packs."""
    for name, text in packs.items():
        (folder / name).mkdir()
        (folder / name / "pack.yaml").write_text(text, "utf-8")
    with pytest.raises(PackError) as caught:
        Library((folder, GOOD)).program(str(folder / next(iter(packs))))
    return list(caught.value.faults)


def seen(faults: list[Fault]) -> list[tuple[str, str]]:
    assert all(LAW in fault.rule and fault.place.line for fault in faults)
    return [
        (fault.object, fault.seen.removeprefix("answer 调查答案 is collected for statistics"))
        for fault in faults
    ]


CHAIN = f"indicators:\n  one: {{{T}, formula: answer / 1 件}}\n  two: {{{T}, formula: one * 2}}\n"


@pytest.mark.parametrize(
    ("body", "way"),
    [
        (verdict("answer > 1"), ""),
        (verdict("prior(answer, 2) > 1"), ""),
        (CHAIN + verdict("two > 1"), " (by way of two, one)"),
        (verdict("listed", applies="answer > 1"), ""),
        (verdict("rank(answer) <= 3"), ""),
        (verdict("CASE WHEN listed THEN answer ELSE patents END > 3"), ""),
    ],
)
def test_directly_and_through_indicators(tmp_path: Path, body: str, way: str):
    assert seen(refused(tmp_path, one=pack("one") + body)) == [("good.c-1", way)]


def test_through_a_roll_up(tmp_path: Path):
    body = f"indicators:\n  all_answers: {{{T}, formula: sum(firm.answer), unit: 件}}\n"
    text = pack("one", subject="zone") + body + verdict("all_answers > 1")
    assert seen(refused(tmp_path, one=text)) == [("good.c-1", " (by way of all_answers)")]
    counted = pack("one", subject="zone") + verdict("count(firm where firm.answer > 3) > 1")
    (tmp_path / "more").mkdir()
    assert seen(refused(tmp_path / "more", one=counted)) == [("good.c-1", "")]


def test_through_items_of_another_pack(tmp_path: Path):
    """The other pack itself is at fault too; the pack that uses it is refused on its own account."""
    other = pack("second") + CHAIN + verdict("two > 1")
    text = pack("first", needs="words, second") + verdict("second.good AND patents > 1")
    way = " (by way of second.good, second.two, second.one)"
    assert seen(refused(tmp_path, first=text, second=other)) == [("good.c-1", way)]


def test_through_a_comparable_series(tmp_path: Path):
    broken = (
        f"sources: {{doc: {{title: 例}}}}\nvariables:\n  count: {{{T}, unit: 件, breaks: "
        "[{from: 2023, why: {zh: 例, en: example}, source: doc, comparable: answer}]}\n"
    )
    text = pack("one") + broken + verdict("growth(count) > 0")
    assert seen(refused(tmp_path, one=text)) == [("good.c-1", "")]


def test_an_indicator_may_rest_on_a_survey(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "pack.yaml").write_text(pack("one") + CHAIN, "utf-8")
    assert "one.two" in Library((GOOD,)).program(str(tmp_path / "one")).items


@pytest.mark.slow
def test_the_example_is_refused_and_is_no_pack_at_hand():
    with pytest.raises(PackError) as caught:
        installed().program(str(EXAMPLE))
    faults = caught.value.faults
    assert {fault.object for fault in faults} == {"sheet.rd_share_points", "sheet.rd_people", "invited.V-1"}
    assert all("《中华人民共和国统计法》" in fault.rule for fault in faults)
    assert "refused-survey-field" not in installed().entries
