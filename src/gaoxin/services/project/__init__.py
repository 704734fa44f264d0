"""A project: the folder with `gaoxin.toml`, which names the packs and the files."""

from gaoxin.services.project.model import Part, Project
from gaoxin.services.project.reading import SETTINGS, read_project

__all__ = ["SETTINGS", "Part", "Project", "read_project"]
