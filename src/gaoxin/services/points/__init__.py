"""Score sheets over a whole population."""

from gaoxin.services.points.scoring import points, scored

__all__ = ["points", "scored"]
