"""A run folder in, files out: pages, workbooks, documents. No engine, no pack; it computes nothing."""

from gaoxin.report.build import BuiltReport, build

__all__ = ["BuiltReport", "build"]
