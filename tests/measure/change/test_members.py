"""Changes of figures over members, exactly."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.measure.change.members import Earlier, Part, movers_of, quotient_of, standing, total_of


def rows_of(firms: dict[str, tuple[tuple[int, int] | None, tuple[int, int] | None]]) -> list[dict]:
    """Rows of members with numerator and denominator in the earlier and the later year; 0 did not report."""
    rows = []
    for member, (before, now) in firms.items():
        rows.append(
            {
                "member": member,
                "over": None if now is None else str(now[0]),
                "under": None if now is None else str(now[1]),
                "over_before": None if before is None else str(before[0]),
                "under_before": None if before is None else str(before[1]),
                "known": None if now is None else bool(now[1]),
                "known_before": None if before is None else bool(before[1]),
            }
        )
    ends = {
        "whole": sum(now[0] for _, now in firms.values() if now),
        "divisor": sum(now[1] for _, now in firms.values() if now),
        "whole_before": sum(before[0] for before, _ in firms.values() if before),
        "divisor_before": sum(before[1] for before, _ in firms.values() if before),
    }
    return [{**row, **{name: str(value) for name, value in ends.items()}} for row in rows]


ROWS = rows_of(
    {"a": ((10, 100), (30, 120)), "b": ((20, 100), None), "c": (None, (6, 80)), "d": ((5, 50), (0, 0))}
)


def test_a_sum_by_hand():
    found = total_of(ROWS, "over")
    assert (found.before, found.after, found.change) == (35, 36, 1)
    assert found.parts == (
        Part("entered", 1, F(0), F(6), F(6)),
        Part("left", 1, F(20), F(0), F(-20)),
        Part("stayed", 1, F(10), F(30), F(20)),
        Part("missing", 1, F(5), F(0), F(-5)),
    )


def test_a_quotient_by_hand():
    """35/250 = 14 %, then 36/200 = 18 %: a adds (20 - 0.14·20)/200."""
    found = quotient_of(ROWS)
    assert (found.before, found.after) == (F(14, 100), F(18, 100))
    amounts = {part.line: part.amount for part in found.parts}
    assert amounts["stayed"] == (20 - F(14, 100) * 20) / 200
    assert sum(amounts.values()) == F(4, 100)


def test_corrections_and_calibre_stand_before_the_members():
    found = total_of(ROWS, "over", Earlier(reported=F(40), published=F(38)))
    assert [(part.line, part.amount) for part in found.parts[:2]] == [("corrections", 2), ("calibre", -5)]
    assert found.before == 38
    assert found.before + sum(part.amount for part in found.parts) == found.after


def test_what_is_not_comparable_is_one_line():
    found = total_of(ROWS, "over", Earlier(comparable=False))
    assert [(part.line, part.amount) for part in found.parts] == [("undivided", 1)]


def test_movers_are_the_greatest_parts_of_the_change():
    assert [(m.member, m.standing) for m in movers_of(ROWS, 2)] == [("a", "stayed"), ("b", "left")]
    assert movers_of(rows_of({"a": ((1, 1), (1, 1))}), 5) is not None
    assert not list(movers_of(rows_of({"a": ((1, 1), (1, 1))}), 5))


@pytest.mark.parametrize(
    ("now", "before", "line"),
    [
        (True, True, "stayed"),
        (True, None, "entered"),
        (None, True, "left"),
        (False, True, "missing"),
        (True, False, "returned"),
        (False, False, "missing"),
    ],
)
def test_standings(now: bool | None, before: bool | None, line: str):
    assert standing({"known": now, "known_before": before}) == line


figures = st.tuples(st.integers(0, 10**12), st.integers(1, 10**12))


@pytest.mark.slow
@given(
    st.dictionaries(
        st.text("abcdef", min_size=1), st.tuples(st.none() | figures, st.none() | figures), min_size=1
    )
)
def test_parts_close_to_the_last_digit(firms: dict):
    if not any(now for _, now in firms.values()) or not any(before for before, _ in firms.values()):
        return
    rows = rows_of({name: pair for name, pair in firms.items() if any(pair)})
    for found in (total_of(rows, "over"), total_of(rows, "under"), quotient_of(rows)):
        assert sum((part.amount for part in found.parts), F(0)) == found.change
    assert sum((m.amount for m in movers_of(rows, len(rows))), F(0)) == quotient_of(rows).change
