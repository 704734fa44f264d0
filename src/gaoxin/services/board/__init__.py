"""The board of a run: figures of its leaves that are shown and never ranked, and the members behind them."""

from gaoxin.services.board.ranges import Range, Ranges, ranges_in, read_ranges
from gaoxin.services.board.write import write_board

__all__ = ["Range", "Ranges", "ranges_in", "read_ranges", "write_board"]
