"""Gaoxin (高新): measure and steer innovation in high-tech zones; dated standards as data, exact and derivable.

The verbs load what they need when they are called, so that `import gaoxin` is light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaoxin.api import contributions, explain, index, indicators, load_pack, packs, sql, test_pack, verdicts
    from gaoxin.base.errors import DataError, GaoxinError, PackError, UsageError

__version__ = "0.1.0"

_HOMES = {
    **dict.fromkeys(
        ("contributions", "explain", "index", "indicators", "load_pack", "packs", "sql", "test_pack", "verdicts"),
        "gaoxin.api",
    ),
    **dict.fromkeys(("DataError", "GaoxinError", "PackError", "UsageError"), "gaoxin.base.errors"),
}

__all__ = [
    "DataError",
    "GaoxinError",
    "PackError",
    "UsageError",
    "__version__",
    "contributions",
    "explain",
    "index",
    "indicators",
    "load_pack",
    "packs",
    "sql",
    "test_pack",
    "verdicts",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the verbs
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'gaoxin' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(home), name)  # noqa: TID251 - the verbs load on use, so that importing is light
