"""What `bench_robust.py` runs on: an index, a table, and a bare model of both."""
