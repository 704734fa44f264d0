"""Score sheets over a population: shares of figures, totals, ranks, lists."""

from gaoxin.engines.sql.points.build import (
    RANKED,
    SCORED,
    group_columns,
    place_column,
    points_ctes,
    ranked_cte,
    result_query,
)
from gaoxin.engines.sql.points.near import details_query
from gaoxin.engines.sql.points.shares import share_ctes

__all__ = [
    "RANKED",
    "SCORED",
    "details_query",
    "group_columns",
    "place_column",
    "points_ctes",
    "ranked_cte",
    "result_query",
    "share_ctes",
]
