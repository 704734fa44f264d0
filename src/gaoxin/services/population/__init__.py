"""Score sheets over a whole population."""

from gaoxin.services.population.scoring import points, scored

__all__ = ["points", "scored"]
