"""The array engine behind the account agrees with the index as it is computed."""

from pathlib import Path

import numpy as np
import pytest

from gaoxin.measure.change import Panel
from gaoxin.plan.index import compile_index
from gaoxin.services import verbs
from gaoxin.services.change.reading import read
from gaoxin.services.change.scoring import score
from gaoxin.services.tables import Options
from gaoxin.spec.index import Index

from .conftest import write_pack


@pytest.mark.slow
@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile_rank"])
def test_scores_ranks_and_weights_are_those_of_the_index(tmp_path: Path, table: str, method: str):
    pack = write_pack(tmp_path, "p", method=method)
    found = read(pack, table, Options())
    scored = score(found.panel, found.plan)
    for row in verbs.index(pack, table).rows():
        at = found.panel.row(row["subject"], row["period"])
        assert scored.scores[row["node"]][at] == pytest.approx(row["score"], abs=1e-9)
        assert scored.ranks[row["node"]][at] == row["rank"]
    assert scored.weights["growth"].tolist() == [2] * 7
    assert set(scored.ranks) == set(scored.scores)
    assert len(scored.ranks) == len(scored.scores)


def test_weights_of_categories():
    index = Index.model_validate(
        {
            "title": {"zh": "指数", "en": "index"},
            "weights_by": "stage",
            "methods": {"normalise": {"method": "none"}},
            "tree": [
                {
                    "id": "a",
                    "title": {"zh": "甲", "en": "a"},
                    "indicator": "a",
                    "weights": {"young": 1, "grown": 3},
                },
                {
                    "id": "b",
                    "title": {"zh": "乙", "en": "b"},
                    "indicator": "b",
                    "weights": {"young": 1, "grown": 1},
                },
            ],
        }
    )
    plan = compile_index(index, "i")
    column = plan.groups[0].column
    panel = Panel(
        np.array(["u", "v", "w"]),
        np.array([1, 1, 1]),
        np.array([[4.0, 8.0]] * 3),
        {column: np.array(["young", "grown", ""])},
    )
    found = score(panel, plan)
    assert found.scores["total"][:2].tolist() == [6, 5]
    assert np.isnan(found.scores["total"][2])
    assert found.weights["a"][:2].tolist() == [1, 3]
