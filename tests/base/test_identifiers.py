"""The unified social credit code of GB 32100-2015."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoxin.base.identifiers import ALPHABET, credit_code_check, is_credit_code

KNOWN = ["914403001922038216", "91440300708461136T", "91110000802100433B"]
"""Published codes of three enterprises."""

# Table 1 and 2 of the standard, written out: the weight of each place and the value of each character.
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
VALUES = {
    **{str(n): n for n in range(10)},
    **dict(zip("ABCDEFGH", range(10, 18), strict=True)),
    **dict(zip("JKLMN", range(18, 23), strict=True)),
    **dict(zip("PQR", range(23, 26), strict=True)),
    **dict(zip("TU", range(26, 28), strict=True)),
    **dict(zip("WXY", range(28, 31), strict=True)),
}


def by_the_tables(first17: str) -> str:
    """The check character by the tables of the standard."""
    rest = 31 - sum(VALUES[c] * w for c, w in zip(first17, WEIGHTS, strict=True)) % 31
    return next(c for c, value in VALUES.items() if value == rest % 31)


@pytest.mark.parametrize("code", KNOWN)
def test_known_codes(code: str):
    assert is_credit_code(code)
    assert credit_code_check(code[:17]) == code[17]


@pytest.mark.parametrize("code", KNOWN)
def test_every_altered_character_is_found(code: str):
    altered = [code[:n] + c + code[n + 1 :] for n in range(18) for c in ALPHABET if c != code[n]]
    assert len(altered) == 18 * 30
    assert not [other for other in altered if is_credit_code(other)]


@pytest.mark.parametrize("code", KNOWN)
def test_every_swap_of_neighbours_is_found(code: str):
    swapped = {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(17)} - {code}
    assert swapped
    assert not [other for other in swapped if is_credit_code(other)]


@pytest.mark.slow
def test_ten_thousand_codes_agree_with_the_tables():
    draw = random.Random(32100)
    firsts = ["".join(draw.choices(ALPHABET, k=17)) for _ in range(10_000)]
    assert not [f for f in firsts if not is_credit_code(f + by_the_tables(f))]
    assert {credit_code_check(f) for f in firsts} == set(ALPHABET)


@pytest.mark.slow
def test_a_change_at_any_place_of_ten_thousand_codes_is_found():
    draw = random.Random(2015)
    missed: list[str] = []
    for number in range(10_000):
        first = "".join(draw.choices(ALPHABET, k=17))
        code, place = first + credit_code_check(first), number % 18
        other = draw.choice(ALPHABET.replace(code[place], ""))
        altered = code[:place] + other + code[place + 1 :]
        missed += [altered] if is_credit_code(altered) else []
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91440300192203821",
        "9144030019220382160",
        "91440300708461136t",
        "9144030070846113OT",
        "９1440300192203821６",
        " 91440300192203821",
        "91440300192203821\n",
    ],
)
def test_what_is_no_code(text: str):
    assert not is_credit_code(text)


@pytest.mark.parametrize("first17", ["", "9144030019220382I", "914403001922038216"])
def test_no_check_character_for_what_is_no_beginning(first17: str):
    with pytest.raises(ValueError, match="is not 17 characters of"):
        credit_code_check(first17)


@given(st.text())
def test_any_text_is_a_code_or_not(text: str):
    assert is_credit_code(text) in (True, False)
