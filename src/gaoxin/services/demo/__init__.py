"""The demonstration: the bundled example zone as a project, checked, built and reported in one go."""

from gaoxin.services.demo.folder import free_folder
from gaoxin.services.demo.running import DemoReport, run

__all__ = ["DemoReport", "free_folder", "run"]
