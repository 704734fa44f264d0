"""One vector through COINr's functions: how each of them is called here."""

from pathlib import Path

import numpy as np
import pytest

from gaoxin.engines.array import normalise, treat
from tests.agreement import coinr

Columns = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def vector(shared: Path) -> Columns:
    rows = coinr.reader(shared)("vector_functions.csv")
    return {
        name: np.array([coinr.number(r[name]) for r in rows], float) for name in rows[0] if name != "win_flag"
    }


def near(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-9, atol=1e-12)


def test_treatment(shared: Path, vector: Columns) -> None:
    x = vector["x"]
    won = treat.winsorise(x)
    near(won, vector["winsorised"])
    flags = [row["win_flag"] for row in coinr.reader(shared)("vector_functions.csv")]
    assert [flag != "" for flag in flags] == list((won != x) & ~np.isnan(x))
    near(treat.log_shift(x), vector["log_CT"])
    near(treat.log(x), vector["log_CT_orig"])
    near(treat.log_shift(x, mirror=True), vector["log_CT_plus"])
    near(treat.boxcox(x, power=0.5), vector["boxcox_05"])
    (row,) = coinr.reader(shared)("vector_skew_kurt.csv")
    found = (treat.skewness(x), treat.kurtosis(x), treat.skewness(won), treat.kurtosis(won))
    np.testing.assert_allclose(
        found, [float(row[name]) for name in ("skew", "kurt", "skew_w", "kurt_w")], rtol=1e-9
    )


def test_normalising(vector: Columns) -> None:
    x = vector["x"][:, None]
    near(normalise.minmax(x), vector["minmax"])
    near(normalise.zscore(x), vector["z"])
    near(normalise.rank(x), vector["rank"])
    near(normalise.borda(x), vector["borda"])
    near(normalise.percentile_rank(x), vector["prank"])
    near(normalise.goalposts(x, posts=np.array([[0.0, 10.0]]), clip=False), vector["scaled"])
    posts = np.array([[0.5, 10.0]])
    near(normalise.goalposts(x, posts=posts), vector["goalposts"])
    near(normalise.goalposts(x, posts=posts, down=np.array([True])), vector["goalposts_neg_trunc"])
    near(normalise.distance_to_reference(x, reference=np.array([10.0])), vector["dist2targ"])
