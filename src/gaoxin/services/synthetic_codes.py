"""Identifiers of synthetic subjects: credit codes of no place, check characters right, or numbered texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gaoxin.base.identifiers import credit_code_check

if TYPE_CHECKING:
    from gaoxin.services.synthetic_spec import Synthetic


def subject_code(spec: Synthetic, number: int) -> str:
    """Give the identifier of a subject; the check characters of a credit code are right."""
    if spec.code.credit is None:
        return numbered(spec.code.text or "", number)
    start = f"{spec.code.credit}{number:0{16 - len(spec.code.credit)}d}"
    first17 = start + _organisation_check(start[8:])
    return first17 + credit_code_check(first17)


def special_codes(spec: Synthetic) -> dict[str, str]:
    """Give the specials by name, each with its identifier."""
    return {special.name: subject_code(spec, number) for number, special in enumerate(spec.specials, 1)}


def numbered(text: str, number: int) -> str:
    """Put a number in the place of the #### of a text.

    >>> numbered("示例企业####", 7)
    '示例企业0007'
    """
    return re.sub("#+", lambda found: f"{number:0{len(found[0])}d}", text)


def _organisation_check(body: str) -> str:
    """Check character of GB 11714: 11 - sum(C_i W_i) mod 11, 10 written X, 11 written 0."""
    weighted = zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    return "0123456789X0"[11 - sum(int(c, 36) * weight for c, weight in weighted) % 11]
