"""The benchmark rules: a synthetic pack, its population, SQL by hand, and the same in fractions."""
