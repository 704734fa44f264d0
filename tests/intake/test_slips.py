"""Slips of unit on figures whose ratios are known."""

import pytest

from gaoxin.intake.slips import Rules, slips

RULES = Rules((10, 1000, 10000), threshold=3.5, bulk=2.5, floor=0.05, least=10)
FIRMS = [f"f{n}" for n in range(30)]
SUBJECTS = [firm for firm in FIRMS for _ in range(3)]
WOBBLE = (0.9, 1.0, 1.1, 1.05, 0.95)


def figures() -> list[float | None]:
    return [100 * (n + 1) * WOBBLE[(n + year) % 5] for n in range(30) for year in range(3)]


def partner() -> list[float | None]:
    return [90 * (n + 1) * WOBBLE[(2 * n + year) % 5] for n in range(30) for year in range(3)]


def times(values: list[float | None], row: int, factor: float) -> list[float | None]:
    return [v if v is None or n != row else v * factor for n, v in enumerate(values)]


def test_nothing_is_suspect():
    assert list(slips(SUBJECTS, figures(), {"p": partner()}, {}, RULES)) == []


@pytest.mark.parametrize("factor", [10, 1000, 10000])
def test_own_years_find_a_slip_and_its_factor(factor: float):
    (slip,) = slips(SUBJECTS, times(figures(), 31, factor), {}, {}, RULES)
    assert (slip.row, slip.factor, slip.against) == (31, factor, "")
    assert slip.ratio / slip.usual == pytest.approx(factor, rel=0.3)


def test_partners_find_a_slip_of_one_year():
    subjects = FIRMS
    given = times(figures()[::3], 4, 10)
    (slip,) = slips(subjects, given, {"p": partner()[::3]}, {}, RULES)
    assert (slip.row, slip.against) == (4, "p")


def test_a_figure_that_is_large_by_no_factor_is_no_slip():
    assert list(slips(SUBJECTS, times(figures(), 31, 3), {}, {}, RULES)) == []
    assert list(slips(SUBJECTS, times(figures(), 31, 100), {}, {}, RULES)) == []


def test_a_partner_that_slipped_makes_no_other_suspect():
    assert list(slips(SUBJECTS, figures(), {"p": times(partner(), 31, 10)}, {}, RULES)) == []


def test_staff_speaks_only_without_other_years():
    staff = [v and v / 100 for v in partner()]
    everywhere = [v and v * 10 if n // 3 == 5 else v for n, v in enumerate(figures())]
    assert list(slips(SUBJECTS, everywhere, {}, {"staff": staff}, RULES)) == []
    found = list(slips(FIRMS, everywhere[::3], {}, {"staff": staff[::3]}, RULES))
    assert [(slip.row, slip.against) for slip in found] == [(5, "staff")]


def test_half_of_the_partners_do_not_suffice():
    given = times(figures()[::3], 4, 10)
    also = times(partner()[::3], 4, 10)
    assert list(slips(FIRMS, given, {"p": partner()[::3], "q": also}, {}, RULES)) == []


def test_zero_negative_and_missing_figures_are_left_out():
    odd = [None, 0.0, -5.0, *figures()[3:]]
    assert list(slips(SUBJECTS, odd, {"p": partner()}, {}, RULES)) == []


def test_too_few_rows_are_not_judged():
    assert (
        list(slips(FIRMS[:5], times(figures()[::3][:5], 2, 10), {"p": partner()[::3][:5]}, {}, RULES)) == []
    )


def test_a_ratio_that_varies_too_much_is_not_used():
    wild = [1.0 if n % 2 else 1000.0 * (n + 1) for n in range(30)]
    assert list(slips(FIRMS, times(figures()[::3], 4, 10), {"p": wild}, {}, RULES)) == []
