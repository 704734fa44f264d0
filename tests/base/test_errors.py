"""Whose fault it is, and how it is told."""

import pytest

from gaoxin.base import errors
from gaoxin.base.errors import (
    DataError,
    Fault,
    FormulaError,
    GaoxinError,
    InternalError,
    PackError,
    Place,
    UnsupportedError,
    UsageError,
    UserError,
)

FAULT = Fault(Place("talent.yaml", 14), "weights", "sum to 1.05", "they sum to 1", "divide each by 1.05")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("talent.yaml", 14), "talent.yaml:14"),
        (Place("talent.yaml", 14, 3), "talent.yaml:14:3"),
        (Place("talent.yaml"), "talent.yaml"),
        (Place(), "<text>"),
        (Place(line=2), "<text>:2"),
    ],
)
def test_a_place_reads_as_editors_write_it(place: Place, shown: str):
    assert str(place) == shown


def test_a_fault_names_the_place_the_thing_the_rule_and_the_next_step():
    assert str(FAULT) == ("talent.yaml:14  weights\n  sum to 1.05; they sum to 1\n  try: divide each by 1.05")


@pytest.mark.parametrize("kind", [PackError, DataError])
def test_faults_are_collected_and_counted(kind: type[PackError | DataError]):
    with pytest.raises(kind, match=r"^2 faults\ntalent\.yaml:14") as caught:
        raise kind([FAULT, FAULT])
    assert caught.value.faults == (FAULT, FAULT)
    assert str(kind([FAULT])).startswith("1 fault\n")


def test_a_formula_error_has_its_column():
    with pytest.raises(FormulaError) as caught:
        raise FormulaError(7, "saw ')'", "a value must stand here", "write a number")
    error = caught.value
    assert (error.column, error.seen, error.rule) == (7, "saw ')'", "a value must stand here")
    assert str(error) == "column 7: saw ')'; a value must stand here; try: write a number"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UserError, 1),
        (PackError, 1),
        (DataError, 1),
        (FormulaError, 1),
        (UnsupportedError, 1),
        (UsageError, 2),
        (InternalError, 3),
        (GaoxinError, 3),
    ],
)
def test_exit_codes_say_who_is_at_fault(kind: type[GaoxinError], code: int):
    assert kind.exit_code == code
    assert issubclass(kind, GaoxinError)


def test_no_fault_of_ours_passes_for_the_users():
    ours = {InternalError, UsageError}
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, GaoxinError)]
    assert {k for k in kinds if not issubclass(k, UserError)} == {*ours, GaoxinError}
