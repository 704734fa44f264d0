"""Files and tables in memory -> exact typed columns, with faults that name the cell."""

from gaoxin.intake.match import PERIOD_HEADINGS, bind, subject_headings
from gaoxin.intake.read import open_table

__all__ = ["PERIOD_HEADINGS", "bind", "open_table", "subject_headings"]
