"""The query of the members that move a figure; that sums close is tested on the engine."""

from gaoxin.engines.sql.cte import script, text
from gaoxin.engines.sql.movers import mover_ctes, standing_ctes
from gaoxin.plan.parts import parts_plan
from tests.agreement import members


def written(formula: str, unit: str, periods: list[int] | None = None) -> str:
    """The script behind the roll-up's own steps."""
    plan = parts_plan(members.program(formula=formula, unit=unit), "f")
    steps, final = mover_ctes(plan, "input", 10, periods)
    return text(script(steps, final))


def test_the_steps_in_their_order():
    found = written("sum(firm.cost where firm.hightech) / sum(firm.revenue)", "%", [2024])
    steps = ["mover_parts", "mover_figures", "mover_pairs", "mover_ranks"]
    places = [found.index(f"{step} AS (") for step in steps]
    assert places == sorted(places)
    assert "FULL JOIN mover_parts AS back" in found
    assert '"place" <= 10 OR "change_place" <= 10' in " ".join(found.split())
    assert '"period" IN (2024)' in found


def test_a_sum_has_the_divisor_one():
    found = " ".join(written("sum(firm.cost)", "元").split())
    assert 'CAST(1 AS INT128) AS "divisor"' in found
    assert 'CAST(0 AS INT128) AS "under"' in found
    assert " IN (" not in found


def test_integers_come_out_as_texts_so_that_no_digit_is_lost():
    found = written("sum(firm.cost)", "元")
    for name in ("over", "under_before", "whole", "divisor_before"):
        assert f'CAST("{name}" AS TEXT) AS "{name}"' in found


def test_members_who_stand_alike_are_summed_up():
    plan = parts_plan(members.program(formula="sum(firm.cost)", unit="元"), "f")
    steps, final = standing_ctes(plan, "input", [2024])
    found = " ".join(text(script(steps, final)).split())
    assert [step.name for step in steps] == ["mover_parts", "mover_figures", "mover_pairs"]
    assert 'COUNT(*) AS "members"' in found
    assert 'AS TEXT) AS "over_before"' in found
    assert 'mover_pairs."period" IN (2024)' in found
    assert "GROUP BY" in found
