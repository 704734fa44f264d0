"""Figures that runs share, and figures of their own."""

import numpy as np
import pyarrow as pa
import pytest

from gaoxin.engines.array.draws import prepared
from gaoxin.engines.array.draws.prepared import Prepared
from gaoxin.engines.array.index.frame import frame
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index

TITLE = {"zh": "例", "en": "example"}
X = np.array([[1.0, 5], [2, np.nan], [4, 9], [8, 6]])


def plan(**methods):
    tree = [{"id": n, "title": TITLE, "weight": 1, "indicator": f"x{n}"} for n in "ab"]
    return compile_index(Index.model_validate({"title": TITLE, "tree": tree, "methods": methods}), "x")


def rows():
    columns = {leaf.column: pa.array(X[:, n], from_pandas=True) for n, leaf in enumerate(plan().leaves)}
    return frame(pa.table({"subject": list("wxyz"), "period": [2024] * 4, **columns}), plan())


class Twice:
    """Reported figures times the key; filled ones become 7."""

    def reported(self, figures, key):
        return figures * key[0]

    def filled(self, reported, filled, scope, key):
        assert (scope == 0).all()
        return np.where(np.isnan(reported), 7.0, filled)


def test_shared_steps_run_once(monkeypatch):
    ran: list[int] = []
    plain = Prepared._treated_at_once
    monkeypatch.setattr(Prepared, "_treated_at_once", lambda *given: ran.append(1) or plain(*given))
    mean, rank = ({"impute": {"method": "mean"}, "normalise": {"method": way}} for way in ("minmax", "rank"))
    held = Prepared(rows(), [plan(**mean), plan(**rank), plan(**mean), plan()])
    none = np.empty((1, 0), dtype=np.int64)
    found = [held.leaves(place, none) for place in range(4)]
    assert len(ran) == 2
    assert found[0] is not found[1]
    assert found[0][0] is not None
    assert (found[0] == found[2]).all()
    assert found[0][0, :, 0] == pytest.approx([0, 100 / 7, 300 / 7, 100])
    assert np.isnan(found[3][0, 1, 1])


def test_noise_goes_through_every_step():
    held = Prepared(rows(), [plan(impute={"method": "mean"}, normalise={"method": "none"})], Twice())
    found = held.leaves(0, np.array([[1], [3]]))
    assert found.shape == (2, 4, 2)
    assert found[1, :, 0].tolist() == [3, 6, 12, 24]
    assert found[:, 1, 1].tolist() == [7, 7]


def test_noise_is_treated():
    treat = {"methods": ["log"], "rule": "always"}
    held = Prepared(
        rows(), [plan(impute={"method": "mean"}, treat=treat, normalise={"method": "none"})], Twice()
    )
    (found,) = held.leaves(0, np.array([[2]]))
    assert found[:, 0] == pytest.approx(np.log(2 * X[:, 0] - 2 + 1))


class Shaken:
    """Figures times a factor of the key, and filled ones moved by it."""

    def reported(self, figures, key):
        return figures * (1 + np.sin(np.arange(figures.size).reshape(figures.shape) * (1 + key[0])) / 3)

    def filled(self, reported, filled, scope, key):
        return np.where(np.isnan(reported), filled + key[0], filled)


@pytest.mark.parametrize(
    "methods",
    [
        {
            "impute": {"method": "median"},
            "treat": {"methods": ["winsorise"], "skew": "0.2", "kurtosis": "-9"},
        },
        {"screen": {"min_share": 1}, "normalise": {"method": "zscore"}},
        {"screen": {"min_share": 1, "counts": "imputed"}, "impute": {"method": "mean"}},
        {"impute": {"method": "mean"}, "normalise": {"method": "percentile_rank"}},
        {"impute": {"method": "peer_mean", "peers": 2}, "normalise": {"method": "rank"}},
    ],
)
def test_all_keys_at_once_are_each_key(methods, monkeypatch):
    keys = np.arange(5)[:, None]
    at_once = Prepared(rows(), [plan(**methods)], Shaken()).leaves(0, keys)
    monkeypatch.setattr(prepared, "_at_once", lambda _: False)
    one_by_one = Prepared(rows(), [plan(**methods)], Shaken()).leaves(0, keys)
    assert at_once == pytest.approx(one_by_one, rel=1e-12, nan_ok=True)
