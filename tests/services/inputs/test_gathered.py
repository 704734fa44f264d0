"""What blocks, and what passes."""

import pytest

from gaoxin.intake.findings import Finding
from gaoxin.services.inputs.gathered import Gathered


@pytest.mark.parametrize(
    ("findings", "blocked", "passed"),
    [
        ((), False, True),
        ((Finding("error", "a", "k"),), True, False),
        ((Finding("error", "a", "k").settled("corrected", "r", "b"),), False, True),
        ((Finding("warning", "a", "k"),), False, False),
        ((Finding("warning", "a", "k").settled("explained", "r", "b"),), False, True),
    ],
)
def test_states(findings: tuple[Finding, ...], blocked: bool, passed: bool):
    made = Gathered({}, (), findings, None)
    assert (made.blocked, made.passed) == (blocked, passed)
