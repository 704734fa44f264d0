"""How sure a ranking is: many runs of an index under uncertain choices, and what they say of every unit."""
