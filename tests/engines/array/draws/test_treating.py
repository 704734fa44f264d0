"""Treatment of many draws is that of each of them."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gaoxin.engines.array import treat
from gaoxin.engines.array.draws.treating import treated, winsorised
from gaoxin.plan.index import Treat

RNG = np.random.default_rng(12)
X = np.exp(1.3 * RNG.normal(size=(6, 40, 5)))
X[..., 2] *= -1
X[RNG.random(X.shape) < 0.1] = np.nan
X[0, :, 4], X[1, 3:, 4] = 7.0, np.nan
X[2, :, 3] = np.round(X[2, :, 3])
SCOPE = RNG.integers(-1, 2, 40)


@pytest.mark.parametrize(
    "given",
    [
        {"methods": ("winsorise",)},
        {"methods": ("winsorise",), "winmax": None, "both": True},
        {"methods": ("winsorise", "log_shift"), "winmax": 1},
        {"methods": ("log_shift", "winsorise")},
        {"methods": ("winsorise", "log_shift"), "combine": True},
        {"methods": ("log",), "rule": "always"},
        {"methods": ("winsorise", "boxcox"), "skew": Fraction(1), "kurtosis": Fraction(1)},
        {"methods": ("winsorise", "log_shift"), "stop": (Fraction(1), Fraction(1))},
        {"methods": ("winsorise",), "stop": "never", "winmax": 3},
        {"methods": ("winsorise",), "rule": "always", "winmax": 2},
        {"methods": ("deviations", "percentiles")},
    ],
)
@pytest.mark.parametrize("scope", [None, SCOPE])
def test_as_column_by_column(given: dict[str, Any], scope: Any):
    step = Treat(leaves=("a",) * 5, within="period", **given)
    rule = treat.Rule(float(step.skew), float(step.kurtosis), step.both)
    stop = treat.Rule(1.0, 1.0) if step.stop else rule
    if step.stop == "never" or step.rule == "always":
        stop = treat.NEVER
    settings = {
        "winsorise": {"winmax": step.winmax, "rule": stop},
        "percentiles": {},
        "deviations": {},
        "log": {"offset": 1.0},
        "log_shift": {"shift": 0.01},
        "boxcox": {},
    }
    methods = [(method, settings[method]) for method in step.methods]
    found = treated(X, step, scope)
    asked = None if step.rule == "always" else rule
    codes = np.zeros(40, dtype=int) if scope is None else scope
    known = X.copy()
    for draw, leaf, code in ((d, n, c) for d in range(6) for n in range(5) for c in set(codes) - {-1}):
        rows = codes == code
        column = X[draw, rows, leaf]
        known[draw, rows, leaf] = treat.treat(column, methods, rule=asked, combine=step.combine).values
    assert found == pytest.approx(known, rel=1e-12, nan_ok=True)


def test_nothing_to_do():
    x = np.full((2, 5), np.nan)
    assert np.isnan(winsorised(x, 5, treat.Rule())).all()
    assert winsorised(np.empty((0, 5)), 5, treat.Rule()).shape == (0, 5)
