"""The result tables of a run: what the packs say of the typed figures, and where every figure stands."""

from gaoxin.services.results.writing import Basis, Written, write_tables

__all__ = ["Basis", "Written", "write_tables"]
