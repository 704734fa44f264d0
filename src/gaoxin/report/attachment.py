"""A file that stands beside the pages of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the pages.

    Parameters
    ----------
    path : from the folder of the report, ``files/…``
    title : in both languages
    """

    path: str
    title: Mapping[str, str]
