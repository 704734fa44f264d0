"""Engines: running a plan."""
