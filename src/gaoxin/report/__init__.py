"""A run folder in, files out: pages, workbooks, documents. No engine, no pack; it computes nothing."""
