"""The score sheet of one subject: points by item with their figures, peers, and what would raise them."""

from gaoxin.services.score_sheets.population import parts_of, ranks_rows, sheet_heads, sheet_of, sheet_rows
from gaoxin.services.score_sheets.raises import Advice, advice
from gaoxin.services.score_sheets.score import Behind, ScoreRow, ScoreSheet, notes, points
from gaoxin.services.score_sheets.sheet import cells_of, filled, score_sheet, scored
from gaoxin.services.score_sheets.words import figures_of, filled_cap, method, raw_inputs, rests_on_variant

__all__ = [
    "Advice",
    "Behind",
    "ScoreRow",
    "ScoreSheet",
    "advice",
    "cells_of",
    "figures_of",
    "filled",
    "filled_cap",
    "method",
    "notes",
    "parts_of",
    "points",
    "ranks_rows",
    "raw_inputs",
    "rests_on_variant",
    "score_sheet",
    "scored",
    "sheet_heads",
    "sheet_of",
    "sheet_rows",
]
