"""Documents of a run, laid out as official papers are; every figure knows the table that it comes from."""
