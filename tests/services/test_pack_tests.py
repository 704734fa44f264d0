"""Running a pack's own tests, on the reference and on an engine."""

from collections.abc import Callable, Iterator

import pytest

from gaoxin.base.errors import PackError, UsageError
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.loading.library import library_for
from gaoxin.services.pack_tests import Report, run_pack_tests, test_packs

from .conftest import STANDARD, Spoil

GOOD = """\
- case: able
  because: 10/200
  period: 2024
  given:
    cost@2023: 4 万元
    cost: 6 万元
    revenue@2023: 100 万元
    revenue: 100 万元
    core: true
    mark: A
    born: 2010-01-01
    staff: 10
  expect:
    {able: pass, able.C-1: true, able.C-3: true, intensity: 5%, doubled: 12 万元, score: 9..10, score.size: 2}
- case: one 分 under the line
  like: able
  given: {cost: 5.999999 万元}
  expect: {able: fail, able.C-1: false}
- case: points not known
  like: able
  given: {mark: null, staff: 10}
  expect: {able: unknown, able.C-3: unknown, score.jury: 0..8, score: 2..10}
- case: side by side
  index: strength
  table:
    - {subject: a, period: 2024, cost: 1 万元, staff: 10}
    - {subject: b, period: 2024, cost: 3 万元, staff: 20}
    - {subject: c, period: 2024, cost: 2 万元}
  expect: {a: {rd: 0, total: 0}, b@2024: {total: 100}, c: {rd: 50, people: unknown, total: unknown}}
"""


@pytest.fixture
def run(make: Callable[..., str]) -> Iterator[Callable[[str], Report]]:
    """Give the function that runs cases of the small pack."""
    with DuckDB() as engine:

        def with_cases(cases: str) -> Report:
            folder = make(cases)
            return run_pack_tests(library_for(folder), folder, [engine])

        yield with_cases


def test_what_holds_is_counted(run: Callable[[str], Report]):
    """Rows run on the reference and on the engine, an index on the engine alone."""
    report = run(GOOD)
    assert not report.failures, "\n".join(map(str, report.failures))
    assert (report.pack, report.cases, report.checks) == ("small", 4, 2 * (7 + 2 + 4) + 6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("able: pass", "able: fail", "able: expected fail, found pass"),
        ("able.C-1: true", "able.C-1: unknown", "able.C-1: expected unknown, found true"),
        ("intensity: 5%", "intensity: 5.0001%", "intensity: expected 5.0001, found 5"),
        ("score: 9..10", "score: 9", "score: expected 9, found 9..10"),
        ("score.size: 2", "score.size: 1..2", "score.size: expected 1..2, found 2"),
    ],
)
def test_what_does_not_hold_is_told_twice(run: Callable[[str], Report], right: str, wrong: str, told: str):
    """By the reference and by the engine, with the place and the reason of the case."""
    report = run(GOOD.replace(right, wrong))
    assert [failure.engine for failure in report.failures] == ["reference", DuckDB.name]
    text = str(report.failures[0])
    assert text.startswith("small/tests/cases.yaml:1  small: able [reference]")
    assert told in text
    assert text.endswith("10/200")


@pytest.mark.slow
def test_a_score_that_does_not_hold(run: Callable[[str], Report]):
    (failure,) = run(GOOD.replace("rd: 50", "rd: 50.1")).failures
    assert (failure.key, failure.expected, failure.found) == ("c rd", "50.1", "50.0")


@pytest.mark.slow
def test_a_tolerance_is_stated(run: Callable[[str], Report]):
    loose = GOOD.replace("rd: 50", "rd: 50.1").replace(
        "  index: strength", "  index: strength\n  tolerance: 0.2"
    )
    assert not run(loose).failures


def test_a_faulty_case_stops_the_run(run: Callable[[str], Report]):
    with pytest.raises(PackError, match=r"small/tests/cases.yaml:1  able"):
        run(GOOD.replace("cost: 6 万元", "cost: 6 人"))


def test_a_day_of_judgement_is_a_run_of_its_own(run: Callable[[str], Report]):
    cases = """\
- case: young
  period: 2024
  as_of: 2025-06-30
  given: {staff: 3, born: 2024-12-01}
  expect: {score.size: 0}
- {case: plain, period: 2024, given: {staff: 12}, expect: {score.size: 2}}
"""
    assert not run(cases).failures


RANKED = """\
pack: ranked
family: ranked
title: {zh: 排名, en: ranked}
subject: firm
subjects: {firm: {title: {zh: 企业, en: firm}, id: [firm]}}
variables: {staff: {title: {zh: 人数, en: staff}, unit: 人}}
indicators: {place: {title: {zh: 位次, en: place}, formula: rank(staff), unit: "1"}}
"""


def test_a_case_is_ranked_among_its_own_rows(make: Callable[..., str]):
    """Cases are no population: the firm of one is not ranked among the firms of the others."""
    cases = """\
- {case: alone, period: 2024, given: {staff: 1}, expect: {place: 1}}
- {case: alone too, period: 2024, given: {staff: 9}, expect: {place: 1}}
- case: second of three
  subject: b
  table:
    - {subject: a, period: 2024, staff: 9}
    - {subject: b, period: 2024, staff: 5}
    - {subject: c, period: 2024, staff: 1}
    - {subject: d, period: 2023, staff: 99}
  expect: {place: 2}
"""
    folder = make(cases, RANKED)
    with DuckDB() as engine:
        report = run_pack_tests(library_for(folder), folder, [engine])
    assert not report.failures, "\n".join(map(str, report.failures))
    assert report.checks == 6


def test_packs_are_tested_on_the_reference_and_on_the_engine():
    (report,) = test_packs([str(STANDARD)])
    assert (report.pack, report.cases, report.checks, report.failures) == ("entry-2024", 2, 12, ())


@pytest.mark.slow
def test_a_wrong_expectation_fails_on_both(spoilt: Spoil):
    (report,) = test_packs([str(spoilt("entry: fail, entry.E-1: false", "entry: pass, entry.E-1: false"))])
    assert [(f.key, f.expected, f.found) for f in report.failures] == [("entry", "pass", "fail")] * 2
    assert len({f.engine for f in report.failures}) == 2


def test_a_faulty_pack_is_not_tested(spoilt: Spoil):
    with pytest.raises(PackError):
        test_packs([str(spoilt("require: NOT listed", "require: NOT staff"))])


def test_a_pack_that_is_not_there():
    with pytest.raises(UsageError, match="no pack is called 'nope'"):
        test_packs(["nope"])
