"""Faults of a whole file."""

from gaoxin.intake.files.grid import fault


def test_a_fault_of_a_file_has_its_line():
    assert str(fault("a.csv", "5 cells", "3 are due", "mend it", line=7, thing="row")).startswith(
        "a.csv:7  row\n  5 cells;"
    )
