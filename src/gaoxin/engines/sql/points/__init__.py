"""Score sheets over a population: shares of figures, totals, ranks, lists."""

from gaoxin.engines.sql.points.build import RANKED, group_columns, points_ctes, result_query
from gaoxin.engines.sql.points.near import details_query, near_query, ranks_update
from gaoxin.engines.sql.points.shares import share_ctes

__all__ = [
    "RANKED",
    "details_query",
    "group_columns",
    "near_query",
    "points_ctes",
    "ranks_update",
    "result_query",
    "share_ctes",
]
