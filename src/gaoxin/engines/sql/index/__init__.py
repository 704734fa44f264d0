"""An index as SQL: one readable step for each step of its plan."""

from gaoxin.engines.sql.index.build import index_ctes

__all__ = ["index_ctes"]
