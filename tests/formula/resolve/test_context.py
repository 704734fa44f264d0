"""What may stand where: numbers, definite numbers, conditions, whole numbers."""

import pytest


@pytest.mark.parametrize(
    ("formula", "column", "words"),
    [
        ("listed + 1", 1, "a flag; a number must stand here; try: compare it, or use CASE to give numbers"),
        ("field * 2", 1, "a text; a number must stand here"),
        ("1 - opened", 5, "a date; a number must stand here"),
        ("log(mark)", 5, "points of a jury; they are added and compared, nothing else"),
        ("abs(mark)", 5, "points of a jury"),
        ("least(mark, 1)", 7, "points of a jury"),
        ("round(mark, 2)", 7, "points of a jury"),
        ("rank(mark)", 6, "points of a jury"),
        ("staff AND listed", 1, "人; a condition must stand here; try: compare it with something"),
        ("NOT staff", 5, "人; a condition must stand here"),
        ("CASE WHEN staff THEN 1 END", 11, "人; a condition must stand here"),
        ("total(staff, 0)", 14, "a whole number from 1 to 20 must stand here"),
        ("total(staff, 21)", 14, "a whole number from 1 to 20"),
        ("total(staff, 1.5)", 14, "a whole number from 1 to 20"),
        ("total(staff, 0 - 1)", 16, "a whole number from 1 to 20"),
        ("total(staff, patents)", 14, "a whole number from 1 to 20"),
        ("round(ratio, 13)", 14, "a whole number from 0 to 12"),
        ("existed(21)", 9, "a whole number from 0 to 20"),
    ],
)
def test_what_may_not_stand_here(firm, formula: str, column: int, words: str):
    error = firm.fault(formula)
    assert words in str(error)
    assert error.column == column


@pytest.mark.parametrize("formula", ["total(staff, 6/2)", "total(staff, 3)", "total(staff, 1 + 2)"])
def test_a_whole_number_may_be_worked_out(firm, formula: str):
    assert firm.meaning(formula) == firm.meaning("total(staff, 3)")
