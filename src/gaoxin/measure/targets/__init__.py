"""Targets: what it takes to reach a score or a rank, proved by computing the whole index anew."""

from gaoxin.measure.targets.levers import Lever, levers_of
from gaoxin.measure.targets.mixes import Mix, cheapest
from gaoxin.measure.targets.singles import Single, alone
from gaoxin.measure.targets.trials import Goal, Reached, Trials

__all__ = ["Goal", "Lever", "Mix", "Reached", "Single", "Trials", "alone", "cheapest", "levers_of"]
