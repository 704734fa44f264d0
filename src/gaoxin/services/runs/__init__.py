"""Runs: built aside, published by one rename, listed, compared, computed again."""
