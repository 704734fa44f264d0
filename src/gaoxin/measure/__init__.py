"""Analyses over results: they know plans and the engine protocol, never a particular engine."""
