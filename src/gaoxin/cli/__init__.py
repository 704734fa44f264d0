"""The command line: parse, call one service, show. No arithmetic."""

from gaoxin.cli.main import main

__all__ = ["main"]
