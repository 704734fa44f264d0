"""Analyses of verdicts: who is nearly there, and what is missing."""

from gaoxin.decide.nearly import Change, changes, missing

__all__ = ["Change", "changes", "missing"]
