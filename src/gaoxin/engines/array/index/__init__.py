"""An index on arrays: every step of its plan, matrix steps included."""

from gaoxin.engines.array.index.build import run_index

__all__ = ["run_index"]
