"""The most memory that this process ever held."""

from __future__ import annotations

import re
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """The peak of the resident memory of this process, in MB.

    Linux keeps it anew for each program; ``ru_maxrss``, the fallback, of a child starts at its parent's.
    """
    if _STATUS.is_file() and (found := re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
