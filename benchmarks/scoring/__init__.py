"""The population, the packs and the peers of the benchmark of points."""
