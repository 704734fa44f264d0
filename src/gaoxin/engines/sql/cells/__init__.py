"""Cells: reading one column of a table as a number, a word or a date, in SQL; each is exact or a fault."""

from gaoxin.engines.sql.cells.conversion import Conversion
from gaoxin.engines.sql.cells.dates import dates, plain_year, plain_years, years
from gaoxin.engines.sql.cells.numbers import numbers, plain_numbers, reals
from gaoxin.engines.sql.cells.words import categories, flags, grades, plain_text, plain_texts, texts

__all__ = [
    "Conversion",
    "categories",
    "dates",
    "flags",
    "grades",
    "numbers",
    "plain_numbers",
    "plain_text",
    "plain_texts",
    "plain_year",
    "plain_years",
    "reals",
    "texts",
    "years",
]
