"""Published standards as data for Gaoxin: each folder beside this file is one pack."""

from importlib.resources import files
from pathlib import Path

__all__ = ["PATH"]

PATH = Path(str(files(__name__)))
"""The folder that holds the packs."""
