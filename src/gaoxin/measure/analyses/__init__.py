"""Analyses of an index: what its structure, its figures and its weights do; pure functions on arrays."""
