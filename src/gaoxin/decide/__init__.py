"""Analyses of verdicts: who is nearly there, and what is missing."""

from gaoxin.decide.nearly import Change, Finder, changes, missing

__all__ = ["Change", "Finder", "changes", "missing"]
