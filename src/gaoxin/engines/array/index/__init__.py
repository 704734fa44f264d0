"""An index on arrays: every step of its plan, matrix steps included."""

from gaoxin.engines.array.index.build import run_index
from gaoxin.engines.array.index.changed import changed_cells

__all__ = ["changed_cells", "run_index"]
