"""The work of compiling is counted, and bounded."""

import pytest

from gaoxin.base.errors import PackError, UnsupportedError
from gaoxin.plan import expr as e
from gaoxin.plan.compile.work import MAX_SIZE, MAX_TOTAL, MAX_WORK, Work
from gaoxin.plan.rows import full_plan
from tests.agreement.single import condition, judged, rows, truth

AMOUNT = {"unit": "元", "decimals": 2, "digits": 9, "min": 0}
FLAG = {"type": "flag"}


def nested(levels: int) -> str:
    """Comparisons of quotients that comparisons choose between, so many levels deep."""
    made = "f0"
    for n in range(levels):
        made = f"CASE WHEN f{n} THEN CASE WHEN {made} THEN a / b ELSE b / c END > 1 ELSE f{n} END"
    return made


def flags(levels: int) -> dict[str, dict[str, object]]:
    return {f"f{n}": FLAG for n in range(levels)}


def operations(formula: str, **variables: dict[str, object]) -> int:
    """Operations of all derived columns of a plan."""
    plan = full_plan(judged(formula, a=AMOUNT, b=AMOUNT, c=AMOUNT, **variables))
    return sum(len(list(e.inside(c.expr))) for step in plan.levels for c in step.columns)


def test_levels_of_choices_add_and_do_not_multiply():
    small, more, most = (operations(nested(n), **flags(n)) for n in (4, 8, 12))
    assert most - more < 2 * (more - small)
    values = [
        "CASE WHEN f0 THEN " * n + "a" + "".join(f" ELSE {k} * b END" for k in range(n)) for n in (4, 8, 12)
    ]
    small, more, most = (operations(f"{v} > 1 元", f0=FLAG) for v in values)
    assert most - more < 2 * (more - small)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({"flag": True, "n": 12, "a": 2, "b": 1, "c": 9}, True),
        ({"flag": True, "n": 1, "a": 2, "b": 1, "c": 9}, False),
        ({"flag": True, "n": 1, "a": 2, "b": 1}, None),
        ({"flag": True, "a": 2, "b": 1, "c": 9}, None),
        ({"flag": False, "n": 12}, False),
    ],
)
def test_a_comparison_inside_the_guard_of_another(row: dict[str, object], holds: bool | None):
    inner = "CASE WHEN flag THEN CASE WHEN n >= 10 THEN a / b ELSE b / c END > 1 ELSE flag END"
    assert truth(f"CASE WHEN {inner} THEN a / b ELSE b / c END > 1 AND flag", rows(row)) is holds


def test_quotients_that_multiply_out_are_refused_with_their_place():
    many = " + ".join(f"a / (v{n} + v{n + 1})" for n in range(30))
    amounts = {f"v{n}": AMOUNT for n in range(31)}
    with pytest.raises(PackError, match=r"(?s)test/pack.yaml  test\.c.*products; .*try: round an indicator"):
        condition(judged(f"{many} > 1", a=AMOUNT, **amounts))


def test_a_formula_has_its_bound_and_a_plan_has_its_own():
    work = Work()
    work.spend(MAX_WORK)
    work.begin()
    work.spend(MAX_WORK)
    with pytest.raises(UnsupportedError, match=f"more than {MAX_WORK} steps to compile.*; try: split it"):
        work.spend(1)
    work = Work(total=MAX_TOTAL)
    with pytest.raises(UnsupportedError, match=f"more than {MAX_TOTAL} steps together; try: split the pack"):
        work.spend(1)


def test_an_expression_counts_as_often_as_it_is_written():
    work = Work()
    leaf = e.Not(e.Column("a", "flag"))
    assert work.weigh(leaf) is leaf
    assert work.size(e.And((leaf, leaf, e.TRUE))) == 6
    doubled: e.Expr = leaf
    for _ in range(200):
        doubled = e.And((doubled, doubled))
    with pytest.raises(UnsupportedError, match=f"more than {MAX_SIZE} operations"):
        work.weigh(doubled)
