"""Score sheets over a population: digits that add up, and what the peers have."""

from gaoxin.measure.points.peers import LEAST, of_others
from gaoxin.measure.points.shown import DIGITS, Shown, reconciled

__all__ = ["DIGITS", "LEAST", "Shown", "of_others", "reconciled"]
