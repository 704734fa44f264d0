"""Enterprises that miss one condition: each passes when, and only when, the change is made."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from gaoxin.base import units
from gaoxin.formula.builder import Builder
from gaoxin.formula.explain import show
from gaoxin.formula.program import Judgement, Program
from gaoxin.plan.rows import full_plan
from gaoxin.services.nearly import NearlyThere, nearly_there
from gaoxin.services.synthetic import write_table
from gaoxin.services.synthetic_reading import examples
from gaoxin.services.tables import Options, Results, engine_for, program_of, task_for
from gaoxin.services.verbs import verdicts
from gaoxin.spec import Pack

T = {"zh": "题", "en": "title"}


def listed(
    program: Program, table: object, options: Options = Options(), most: int = 10**6
) -> list[NearlyThere]:
    """Give the enterprises of a table that are nearly there, by the only verdict of a pack."""
    (name,) = program.pack.verdicts
    made = program.items[f"{program.pack.family}.{name}"]
    assert isinstance(made, Judgement)
    plan = full_plan(program)
    task = task_for(program, plan, table, options)
    with engine_for(options) as engine:
        return nearly_there(engine, program, task, made, engine.rows(plan, task).arrow().to_pylist(), most)


def small(*conditions: Mapping[str, Any], group: str = "all") -> Program:
    nodes = [{"id": f"c{n}", "title": T, **condition} for n, condition in enumerate(conditions, 1)]
    variables: dict[str, dict[str, Any]] = {
        "cost": {"unit": "万元", "min": 0},
        "debt": {"unit": "万元", "min": 0},
        "staff": {"unit": "人", "min": 0},
        "flag": {"type": "flag"},
    }
    titled = {name: {"title": {"zh": name, "en": name}, **spec} for name, spec in variables.items()}
    subjects = {"firm": {"title": T, "id": ["firm"]}}
    head = {"pack": "near-1", "family": "near", "title": T, "subject": "firm", "subjects": subjects}
    body = {"variables": titled, "verdicts": {"v": {"title": T, group: nodes}}}
    builder = Builder(Pack.model_validate({**head, **body}), {})
    built = builder.build()
    assert not builder.faults, builder.faults
    return built


FIRMS = [
    {"firm": "passes", "cost": "10", "debt": "5", "staff": "10"},
    {"firm": "cost", "cost": "9.9", "debt": "5", "staff": "10"},
    {"firm": "debt", "cost": "10", "debt": "5.2", "staff": "10"},
    {"firm": "staff", "cost": "10", "debt": "5", "staff": "5"},
    {"firm": "two", "cost": "9.9", "debt": "6", "staff": "10"},
    {"firm": "gap", "cost": "9.9", "debt": None, "staff": "10"},
]
RULES = ({"require": "cost >= 10 万元"}, {"require": "debt <= 5 万元"}, {"require": "staff >= 10 人"})


def table(rows: list[dict[str, Any]]) -> pa.Table:
    headed = {"cost": "cost（万元）", "debt": "debt（万元）", "staff": "staff（人）"}
    return pa.Table.from_pylist([{headed.get(k, k): v for k, v in row.items()} for row in rows])


@pytest.mark.slow
def test_the_smallest_relative_change_comes_first():
    """0.1 of 9.9, 0.2 of 5.2 and 5 of 5; two faults or an unknown condition are not near."""
    found = listed(small(*RULES), table(FIRMS))
    assert [(n.subject, n.test.spec.id, n.change.then) for n in found] == [
        ("cost", "c1", 100_000),
        ("debt", "c2", 50_000),
        ("staff", "c3", 10),
    ]
    assert [n.change.size for n in found] == [Fraction(1, 99), Fraction(2, 52), 1]
    assert [n.period for n in found] == [0, 0, 0]
    assert listed(small(*RULES), table(FIRMS), most=2) == found[:2]


@pytest.mark.slow
def test_a_change_that_breaks_another_condition_is_none():
    """Fewer people would do for c1, not for c2; more cost does."""
    rules = ({"require": "cost >= staff * 1 万元 / 1 人"}, {"require": "staff >= 10 人"})
    found = listed(small(*rules), table([{"firm": "a", "cost": "9", "staff": "10"}]))
    assert [(n.change.variable, n.change.then) for n in found] == [("cost", 100_000)]
    stuck = ({"require": "staff <= 8 人"}, {"require": "staff >= 10 人"})
    assert listed(small(*stuck), table([{"firm": "a", "staff": "10"}])) == []


def test_a_flag_is_not_a_small_change():
    assert listed(small({"require": "flag"}), table([{"firm": "a", "flag": "否"}])) == []


def test_a_condition_that_does_not_apply_leaves_a_firm_in_the_list():
    rules = ({"require": "cost >= 10 万元"}, {"require": "staff >= 10 人", "applies": "flag"})
    rows = [
        {"firm": n, "cost": "9", "staff": "1", "flag": f} for n, f in (("a", "否"), ("b", "是"), ("c", None))
    ]
    assert [n.subject for n in listed(small(*rules), table(rows))] == ["a"]


def test_nobody_is_near():
    assert listed(small(*RULES), table(FIRMS[:1])) == []


def test_ranks_are_taken_among_all_firms():
    """The last of four needs as many people as the second has."""
    rows = [{"firm": name, "staff": n} for name, n in zip("abcd", "1359", strict=True)]
    found = listed(small({"require": "rank(staff) <= 2"}), table(rows))
    assert [(n.subject, n.change.then) for n in found] == [("b", 5), ("a", 5)]


PACKS = ("hnte-2016", "innovative-sme-2022")
YEAR = 2024


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the table of the example zone."""
    file = tmp_path_factory.mktemp("zone") / "enterprises.csv"
    write_table(examples() / "synthetic.yaml", file, numbers=range(1, 301))
    return file


@pytest.mark.slow
@pytest.mark.parametrize("pack", PACKS)
def test_each_firm_passes_when_and_only_when_the_change_is_made(pack: str, zone: Path, tmp_path: Path):
    """The engine judges the changed tables: with the change, and with one stored unit less of it."""
    program, options = program_of(pack), Options(periods=[YEAR])
    found = listed(program, str(zone), options)
    if pack == PACKS[0]:
        assert len(found) >= 10
    (name,) = program.pack.verdicts
    for less, outcome in ((False, "pass"), (True, "fail")):
        changed = tmp_path / "changed.csv"
        write_changed(program, zone, changed, found, less=less)
        judged = verdicts(program, str(changed), options)
        assert isinstance(judged, Results)
        outcomes = {row["subject"]: row[name] for row in judged.rows()}
        assert {n.subject: outcomes[n.subject] for n in found} == {n.subject: outcome for n in found}


def write_changed(program: Program, zone: Path, out: Path, found: list[NearlyThere], *, less: bool) -> None:
    """Write the table with the changes in it, each one stored unit short of its end where `less`."""
    rows = list(csv.DictReader(zone.read_text("utf-8-sig").splitlines()))
    (subject, period) = (
        next(h for h in rows[0] if h in heads) for heads in (("统一社会信用代码",), ("年度",))
    )
    at = {row[subject]: row for row in rows if row[period] == str(YEAR)}
    for near in found:
        spec, then = program.variables[near.change.variable], near.change.then
        assert isinstance(then, Fraction)
        step = Fraction(1, 10**spec.scale) * (1 if near.change.grows else -1)
        shown = show(then - step * less, spec.unit).removesuffix(spec.unit).strip()
        assert units.parse(spec.unit) is not None
        assert not shown.startswith("≈")
        heading = next(h for h in at[near.subject] if h in (spec.title.zh, f"{spec.title.zh}（{spec.unit}）"))
        at[near.subject][heading] = shown
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
