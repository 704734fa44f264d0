"""Errors, periods, units and identifiers: what every room stands on, and no domain logic."""
