"""From what is called uncertain to what runs do."""

from typing import Any

import numpy as np
import pytest

from gaoxin.base.errors import UsageError
from gaoxin.measure.robust.setting import inputs_of, prepare

WEIGHTS = {"id": "w", "vary": "weights"}
RANK = {
    "id": "n",
    "vary": "normalise",
    "options": [{"method": "rank"}, {"method": "minmax"}, {"method": "zscore"}],
}
MEAN = {"id": "m", "vary": "impute", "options": [{"method": "mean"}, {"method": "none"}]}


def test_where_nothing_is_said_the_weights_of_each_level_vary(index, uncertain):
    found = inputs_of(index(), uncertain())
    assert [(given.id, given.level, given.share) for given in found] == [
        ("weights_0", 0, 0.25),
        ("weights_1", 1, 0.25),
    ]
    setting = prepare(index(), uncertain())
    assert setting.design.base.shape == (128, 5)  # a, b, d; g, h; c has no sibling
    assert setting.design.runs == 64 * 4


def test_combinations_are_made_family_by_family(index, uncertain):
    setting = prepare(index(), uncertain(RANK, MEAN, WEIGHTS))
    assert {family: len(made) for family, made in setting.indices.items()} == {
        "fill": 2,
        "treat": 1,
        "scale": 3,
        "join": 1,
    }
    assert len(setting.combinations) == 6
    chosen = setting.chosen[0][setting.design.source[:, 0]]
    scales = setting.combinations[setting.combination][:, 2]
    methods = [index.methods.normalise.method for index in setting.indices["scale"]]
    assert [methods[n] for n in scales] == [["rank", "minmax", "zscore"][n] for n in chosen]


def test_every_kind_of_input(index, uncertain):
    setting = prepare(
        index(),
        uncertain(
            WEIGHTS,
            {"id": "d", "vary": "dirichlet", "concentration": 20},
            {"id": "s", "vary": "weight_sets", "sets": [{"a": 1}, {"a": 2, "g": 5}]},
            {"id": "o", "vary": "drop"},
            {"id": "e", "vary": "error", "size": "0.1", "nodes": ["a"], "sizes": {"b": "0.2"}},
            {"id": "i", "vary": "imputed"},
        ),
    )
    assert [type(effect).__name__ for _, effect in setting.reweigh.effects] == [
        "Chosen",
        "Drawn",
        "Stretch",
        "LeftOut",
    ]
    assert setting.labels == {2: ["set 1", "set 2"], 3: ["none", "a", "b", "c", "d"]}
    assert setting.disturb.errors[0].sizes.tolist() == [0.1, 0.2, 0.0, 0.0]
    assert setting.disturb.refills[0].leaves.all()
    assert setting.disturb.inputs == [4, 5]
    assert setting.design.base.shape[1] == 5 + 5 + 1 + 1


def test_a_sample_of_ones_own(index, uncertain):
    spec = uncertain(RANK, {"id": "s", "vary": "weight_sets", "sets": [{"a": 1}, {"a": 2}]})
    sample = np.array([[0.1, 0.2], [0.5, 0.9], [0.9, 0.4]])
    setting = prepare(index(), spec, sample)
    assert setting.chosen[0].tolist() == [0, 1, 2]
    assert setting.chosen[1].tolist() == [0, 1, 0]
    assert not setting.design.crossed


@pytest.mark.parametrize(
    ("inputs", "sample", "message"),
    [
        ([{**WEIGHTS, "nodes": ["z"]}], None, "w: z: .*no such node"),
        ([{**WEIGHTS, "nodes": ["c"]}], None, "none of its nodes has a sibling"),
        ([{"id": "o", "vary": "drop", "nodes": ["total"]}], None, "no such node"),
        ([{"id": "s", "vary": "weight_sets", "sets": [{"z": 1}]}], None, "no such node"),
        (
            [{"id": "e", "vary": "error", "size": 1, "sizes": {"g": 1}}],
            None,
            "no such node here; try: a, b, c, d",
        ),
        ([{"id": "i", "vary": "imputed", "nodes": ["g"]}], None, "no such node"),
        ([{"id": "d", "vary": "dirichlet", "concentration": 1, "nodes": ["a"]}], None, "no such node"),
        ([RANK], np.zeros((3, 2)), "one column for each input is due: n"),
        ([WEIGHTS], np.zeros((3, 1)), "takes several numbers a run"),
    ],
)
def test_what_does_not_fit(index, uncertain, inputs: list[Any], sample: Any, message: str):
    with pytest.raises(UsageError, match=message):
        prepare(index(), uncertain(*inputs), sample)


def test_an_index_without_siblings_has_no_weights_to_vary(index, uncertain):
    alone = index().model_copy(update={"tree": index().tree[1:2]})
    with pytest.raises(UsageError, match="no node has siblings"):
        prepare(alone, uncertain())
