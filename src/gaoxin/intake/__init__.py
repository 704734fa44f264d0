"""Files and tables in memory -> exact typed columns, with faults that name the cell."""

from gaoxin.intake.match import PERIOD_HEADINGS, bind, bind_keys, subject_headings
from gaoxin.intake.parts import Part, open_part, parts
from gaoxin.intake.read import open_table

__all__ = [
    "PERIOD_HEADINGS",
    "Part",
    "bind",
    "bind_keys",
    "open_part",
    "open_table",
    "parts",
    "subject_headings",
]
