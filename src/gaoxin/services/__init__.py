"""Use cases: the only room that joins rooms and picks an engine."""
