"""Score sheets over a whole population."""

from gaoxin.services.points.scoring import points, scored, standings, table_with_ranks

__all__ = ["points", "scored", "standings", "table_with_ranks"]
