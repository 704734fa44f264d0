"""Random numbers by address: fixed for ever, spread as described."""

from decimal import Decimal, localcontext
from fractions import Fraction
from hashlib import blake2b
from statistics import fmean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.services.synthetic_draws import CONTEXT, Draws, cut, exact
from gaoxin.services.synthetic_spec import Draw

MANY = range(2000)
UNIFORM, BELL = "0.6618024433", "1.6695396399"
"""What every machine and Python must give."""


@pytest.fixture(autouse=True)
def _context():
    with localcontext(CONTEXT):
        yield


def test_known_draws():
    """A hash of 8 bytes over 2**64, and twelve words of one of 48 bytes, worked out in fractions."""
    eight = int.from_bytes(blake2b(b"1/a", digest_size=8).digest(), "big")
    words = blake2b(b"1/a", digest_size=48).digest()
    bell = sum(Fraction(2 * int.from_bytes(words[k : k + 4], "big") + 1, 2**33) for k in range(0, 48, 4)) - 6
    assert Fraction(Draws(1).uniform("a")) == pytest.approx(Fraction(eight, 2**64), rel=1e-25)
    assert Fraction(Draws(1).bell("a")) == pytest.approx(bell, rel=1e-25)
    assert str(Draws(1).uniform("a"))[:12] == UNIFORM
    assert str(Draws(1).bell("a"))[:12] == BELL


def test_addresses_are_strangers():
    draws = Draws(1)
    assert draws.uniform("a", 12) != draws.uniform("a1", 2)
    assert draws.uniform("a") != Draws(2).uniform("a")


@given(st.integers(), st.text(max_size=20))
def test_uniform_lies_between_0_and_1(seed: int, name: str):
    assert 0 <= Draws(seed).uniform(name) < 1


def test_bell_is_a_bell():
    found = [float(Draws(3).bell(n)) for n in MANY]
    assert fmean(found) == pytest.approx(0, abs=0.08)
    assert pstdev(found) == pytest.approx(1, abs=0.05)


def test_each_form_of_draw():
    forms = {
        "lognormal": {"median": 100, "sigma": "0.5"},
        "normal": {"mean": 100, "sd": 10},
        "uniform": {"from": 50, "to": 150},
        "fixed": 100,
    }
    for form, value in forms.items():
        draw = Draw.model_validate({form: value})
        found = [float(Draws(5).number(draw, form, n)) for n in MANY]
        assert median(found) == pytest.approx(100, rel=0.06), form


def test_limits_cut():
    draw = Draw.model_validate({"normal": {"mean": 0, "sd": 9}, "least": -1, "most": 1})
    assert {abs(Draws(1).number(draw, n)) <= 1 for n in MANY} == {True}
    assert cut(Decimal(5), None, None) == 5


def test_pick_follows_the_shares():
    shares = {"甲": Fraction(7, 10), "乙": Fraction(3, 10), "丙": Fraction(0)}
    found = [Draws(1).pick(shares, n) for n in MANY]
    assert found.count("甲") / len(MANY) == pytest.approx(0.7, abs=0.04)
    assert "丙" not in found


def test_exact_is_the_same_in_any_context():
    with localcontext() as context:
        context.prec = 3
        assert exact(Fraction(1, 7)) == Decimal("0.1428571428571428571428571429")
