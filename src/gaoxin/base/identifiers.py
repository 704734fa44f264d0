"""Identifiers: the unified social credit code of GB 32100-2015."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def credit_code_check(first17: str) -> str:
    """Check character of a unified social credit code (GB 32100-2015, C18 = 31 - sum(C_i W_i) mod 31).

    Parameters
    ----------
    first17 : the first 17 characters, upper case

    Raises
    ------
    ValueError : a character outside the alphabet (no I, O, S, V, Z), or another length
    """
    if len(first17) != 17 or any(c not in _VALUE for c in first17):
        message = f"{first17!r} is not 17 characters of {ALPHABET}"
        raise ValueError(message)
    total = sum(_VALUE[c] * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Whether the text is a well-formed unified social credit code with a right check character."""
    if len(text) != 18 or any(c not in _VALUE for c in text):
        return False
    return credit_code_check(text[:17]) == text[17]
