"""Gaoxin (高新): measure and steer innovation in high-tech zones, by dated standards that are data.

The verbs load what they need when they are called, so that `import gaoxin` is light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaoxin.api import (
        contributions,
        explain,
        facts,
        index,
        indicators,
        load_pack,
        packs,
        points,
        position,
        robust,
        score_sheet,
        sql,
        test_pack,
        verdicts,
    )
    from gaoxin.base.errors import DataError, GaoxinError, PackError, UsageError
    from gaoxin.report import plots as plot
    from gaoxin.services.account.verbs import account
    from gaoxin.services.analyses.every import analyse
    from gaoxin.services.analyses.verbs import (
        availability,
        correlations,
        cronbach_alpha,
        drop_each,
        effective_weights,
        pca,
        score_contributions,
        statistics,
        strengths,
    )
    from gaoxin.services.change.verbs import change, target
    from gaoxin.services.jury import jury

__version__ = "0.1.0"

_VERBS = frozenset(
    "contributions explain facts index indicators load_pack packs "
    "points position robust score_sheet sql test_pack verdicts".split()
)
_ANALYSES = frozenset(
    "availability correlations cronbach_alpha drop_each effective_weights "
    "pca score_contributions statistics strengths".split()
)
_CHANGES = frozenset("change target".split())
_ERRORS = frozenset(("DataError", "GaoxinError", "PackError", "UsageError"))

__all__ = [
    "DataError",
    "GaoxinError",
    "PackError",
    "UsageError",
    "__version__",
    "account",
    "analyse",
    "availability",
    "change",
    "contributions",
    "correlations",
    "cronbach_alpha",
    "drop_each",
    "effective_weights",
    "explain",
    "facts",
    "index",
    "indicators",
    "jury",
    "load_pack",
    "packs",
    "pca",
    "plot",
    "points",
    "position",
    "robust",
    "score_contributions",
    "score_sheet",
    "sql",
    "statistics",
    "strengths",
    "target",
    "test_pack",
    "verdicts",
]


def __dir__() -> list[str]:
    """Names for completion: also those that are not loaded yet."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Load a verb or an error when it is first asked for, so that importing is light."""
    if name in _VERBS:
        from gaoxin import api

        return getattr(api, name)
    if name in _ANALYSES:
        from gaoxin.services.analyses import verbs

        return getattr(verbs, name)
    if name in _CHANGES:
        from gaoxin.services.change import verbs as changes

        return getattr(changes, name)
    if name == "account":
        from gaoxin.services.account.verbs import account

        return account
    if name == "analyse":
        from gaoxin.services.analyses.every import analyse

        return analyse
    if name == "jury":
        from gaoxin.services.jury import jury

        return jury
    if name == "plot":
        from gaoxin.report import plots

        return plots
    if name in _ERRORS:
        from gaoxin.base import errors

        return getattr(errors, name)
    message = f"module 'gaoxin' has no attribute {name!r}"
    raise AttributeError(message)
