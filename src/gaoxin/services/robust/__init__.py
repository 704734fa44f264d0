"""How sure the ranks of an index are: its figures, many runs on arrays, tidy tables."""
