"""Checks over a population say what the reference says; codes; figures before the founding."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gaoxin.base.identifiers import ALPHABET
from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.formula.checks import with_checks
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.services.inputs.checking import run_checks
from gaoxin.services.inputs.gathered import Part
from gaoxin.services.inputs.joining import join
from gaoxin.services.inputs.opening import open_parts
from gaoxin.services.inputs.population import Population
from gaoxin.services.inputs.wanted import wanted
from gaoxin.services.worlds import values_of

from .conftest import HEADING, Gather, code, firms, programs, write


@contextmanager
def population(path: Path) -> Iterator[tuple[DuckDB, Population]]:
    asked = wanted(programs(), "enterprise")
    opened, _ = open_parts(asked, [Part(path, name=path.name)], 0)
    tables = {part.info.part: part.table for part in opened}
    with DuckDB(threads=1) as engine, engine.gathering(tables) as gathering:
        yield engine, join(asked, opened, gathering)[0]


@pytest.mark.slow
def test_formula_checks_agree_with_the_reference(tmp_path: Path):
    rows = firms(25, (2022, 2023, 2024), seed=3)
    for n, row in enumerate(rows):  # every third row is odd: sums, parts, jumps, gaps
        if n % 3 == 0:
            row[3 + n % 7] = None if n % 2 else float(str(row[3 + n % 7])) * (9 if n % 4 else 0.05)
            row[8] = None if row[8] is None else round(float(str(row[8])))
    with population(write(tmp_path / "a.csv", HEADING, rows)) as (engine, people):
        names = {rule.name for program in programs() for rule in program.rules}
        ours = {
            (f.check, f.subject, f.period)
            for f in run_checks(engine, programs(), people, {"enterprise": people})
            if f.check in names
        }
        vocabulary = programs()[1]
        world = World(values_of(people.figures, vocabulary.variables))
    judged = with_checks(vocabulary, "enterprise")
    wanted_ones = {
        (rule.name, subject, period)
        for subject, period in world.rows
        for rule in judged.rules
        if Evaluator(judged, world, subject, period).test(rule.test) is False
    }
    assert ours == wanted_ones
    assert len({check for check, _, _ in ours}) >= 4


@pytest.mark.parametrize("place", range(18))
def test_every_altered_code_is_an_error(tmp_path: Path, gathered: Gather, place: int):
    right = code(0)
    other = [right[:place] + c + right[place + 1 :] for c in ALPHABET if c != right[place]]
    rows = [[subject, 2024, 1] for subject in [right, *other]]
    result = gathered(write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", rows))
    assert sorted(f.subject for f in result.findings) == sorted(other)
    assert {(f.check, f.level) for f in result.findings} == {("credit_code", "error")}


def test_a_right_code_that_ends_in_000_asks_for_a_reason(tmp_path: Path, gathered: Gather):
    from gaoxin.base.identifiers import is_credit_code

    number = next(
        n for n in range(9142010000000000, 9142010000100000) if is_credit_code(f"{n // 10}000"[:18])
    )
    subject = f"{number // 10}000"[:18]
    (finding,) = gathered(
        write(tmp_path / "a.csv", "统一社会信用代码,年份,销售收入（万元）", [[subject, 2024, 1]])
    ).findings
    assert (finding.level, finding.cell) == ("warning", "A2")


def test_a_cell_of_another_file_is_told_with_the_file(tmp_path: Path, gathered: Gather):
    key = "统一社会信用代码,年份"
    money = write(tmp_path / "money.csv", f"{key},销售收入（万元）", [[code(1), 2024, 90000]])
    staff = write(tmp_path / "staff.csv", f"{key},职工总数", [[code(1), 2024, 2]])
    (finding,) = gathered(money, staff).findings
    assert (finding.check, finding.file) == ("sales_per_head", "money.csv")
    assert finding.seen == "销售收入 90000 万元（C2）；职工总数（高企口径） 2 人（staff.csv!C2）"
