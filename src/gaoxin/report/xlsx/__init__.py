"""Workbooks of a run: codes are text, all rows are there, and the first sheet says what made them."""
