"""DuckDB: the default engine."""
