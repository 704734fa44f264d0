"""Analyses of an index on a table: the index runs, its arrays are analysed, tidy tables come back."""
