"""Parsed tree -> resolved tree: names, units and types checked, periods rewritten to shifted names."""

from gaoxin.formula.resolve.breaks import joined, walls
from gaoxin.formula.resolve.meaning import Meaning, Scope, constant
from gaoxin.formula.resolve.periods import MAX_YEARS, shifted
from gaoxin.formula.resolve.resolver import resolve

__all__ = ["MAX_YEARS", "Meaning", "Scope", "constant", "joined", "resolve", "shifted", "walls"]
