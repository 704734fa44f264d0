"""Score sheets over a whole population."""

from gaoxin.services.points.scoring import points, scored, standings

__all__ = ["points", "scored", "standings"]
