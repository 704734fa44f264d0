"""Verdicts in the long form: a row for each verdict and condition, and why it is unknown."""

from datetime import date
from fractions import Fraction

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Task
from gaoxin.formula.program import Program
from gaoxin.formula.values import Interval, Value
from gaoxin.plan.rows import verdict_plan
from gaoxin.services.stored import stored_table
from tests.agreement import language as lang

TEXT = {"zh": "读法", "en": "reading"}


def program(*conditions: dict[str, object], **verdict: object) -> Program:
    titled = [{"title": lang.T, **c} for c in conditions]
    named = {
        name: {**spec, "title": {"zh": f"量{name}", "en": name}} for name, spec in lang.VARIABLES.items()
    }
    return lang.program(
        {
            "status": "verified",
            "variables": named,
            "verdicts": {"v": {"title": lang.T, "all": titled, **verdict}},
        }
    )


def told(built: Program, **row: Value) -> dict[str, tuple[str, str]]:
    """The result and the reason of the verdict and of each condition."""
    last = {**row}
    rows = {("甲", 2024): last}
    if "before" in last:
        rows[("甲", 2023)] = last.pop("before")  # type: ignore[assignment]
    with DuckDB() as engine:
        found = engine.long(verdict_plan(built), Task(stored_table(rows, built.variables), periods=[2024]))
        return {row["condition"]: (row["result"], row["why"]) for row in found.arrow().to_pylist()}


def test_a_missing_input_is_named_with_its_title():
    built = program({"id": "c", "require": "a / b >= 5%"}, {"id": "d", "require": "flag"})
    assert told(built, a=Fraction(5), flag=True) == {
        "": ("unknown", "待补充：量b"),
        "c": ("unknown", "待补充：量b"),
        "d": ("true", ""),
    }


def test_what_is_known_needs_no_reason():
    built = program({"id": "c", "require": "a >= 5 元 OR flag"}, {"id": "d", "require": "n > 3"})
    found = told(built, flag=True, n=Fraction(1))
    assert found == {"": ("fail", ""), "c": ("true", ""), "d": ("false", "")}


def test_several_missing_inputs_are_listed():
    built = program({"id": "c", "require": "total(a, 2) >= 5 元 AND n > 3"})
    assert told(built)["c"] == ("unknown", "待补充：量a; 待补充：量a（前1年）; 待补充：量n")


def test_a_year_before_founding_is_not_missing():
    built = program({"id": "c", "require": "total(a, 2) >= b"})
    assert told(built, a=Fraction(5), born=date(2024, 1, 5))["c"] == ("unknown", "待补充：量b")
    assert told(built, a=Fraction(5), born=date(2020, 1, 5))["c"] == (
        "unknown",
        "待补充：量a（前1年）; 待补充：量b",
    )


def test_a_divisor_of_zero_is_doubtful():
    built = program({"id": "c", "require": "a / b >= 5%"})
    assert told(built, a=Fraction(5), b=Fraction(0))["c"] == ("unknown", "待核实")


def test_a_jury_has_to_decide():
    built = program({"id": "c", "require": "mark > 6"}, {"id": "d", "require": "flag", "jury": True})
    found = told(built, mark=Interval(Fraction(6), Fraction(7)))
    assert found["c"] == ("unknown", "需评审")
    assert found["d"] == ("unknown", "待补充：量flag")


def test_what_does_not_apply_says_so():
    built = program({"id": "c", "require": "flag", "applies": "kind = '甲'"}, {"id": "d", "require": "n > 3"})
    found = told(built, kind="乙", n=Fraction(4))
    assert (found["c"][0], found[""][0]) == ("not_applicable", "pass")


def test_what_is_not_official_is_marked_known_or_not():
    built = program(
        {"id": "c", "require": "flag", "status": "assumed"},
        {"id": "d", "require": "n > 3", "assumptions": [{"text": TEXT, "when": "n < 10"}]},
    )
    found = told(built, n=Fraction(5))
    assert found["c"] == ("unknown", "待补充：量flag; 暂定值(官方未公布)")
    assert found["d"] == ("true", "暂定值(官方未公布)：读法")
    assert told(built, n=Fraction(11))["d"] == ("true", "")


def test_every_row_has_every_condition_once():
    built = program({"id": "c", "require": "flag"}, {"id": "d", "require": "n > 3"})
    rows: dict[tuple[str, int], dict[str, Value]] = {(f"f{n}", 2024): {"flag": n % 2 == 0} for n in range(50)}
    with DuckDB() as engine:
        found = engine.long(verdict_plan(built), Task(stored_table(rows, built.variables))).arrow()
    assert found.schema.names == ["subject", "period", "verdict", "condition", "result", "why"]
    assert found.num_rows == 150
    assert len({(row["subject"], row["condition"]) for row in found.to_pylist()}) == 150


def test_a_break_is_the_reason_and_not_the_missing_year_behind_it():
    built = program({"id": "c", "require": "d > prior(d, 2)"}, {"id": "e", "require": "growth(d) > 0"})
    assert told(built, d=Fraction(5))["c"] == ("unknown", "口径变动,不可比：量d（前2年）")
    assert told(built, d=Fraction(5))["e"] == ("unknown", "待补充：量d（前1年）")


def test_a_missing_comparable_series_is_named():
    built = program({"id": "c", "require": "g > prior(g)"})
    assert told(built, g=Fraction(5))["c"] == ("unknown", "待补充：量b（前1年）")
    assert told(built, g=Fraction(5), before={"b": Fraction(4)})["c"] == ("true", "")  # type: ignore[arg-type]


def test_what_needs_no_input_has_no_missing_one():
    """`z` reads an empty cell as zero: nothing can be missing."""
    built = program({"id": "c", "require": "z >= 0 元"})
    assert told(built) == {"": ("pass", ""), "c": ("true", "")}
