"""Building SQL with sqlglot; its text exists only here."""
