"""Typed inputs: the parts of every kind of subject, joined, typed once and checked, with their cells."""
