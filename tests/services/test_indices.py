"""Which plans an index needs."""

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.loading.library import installed
from gaoxin.plan.index.steps import Tidy
from gaoxin.services.indices import index_task
from gaoxin.services.tables import program_of


def test_figures_are_named_as_the_index_reads_them(small: str):
    figures, index = index_task(program_of(small), "strength")
    assert [output.name for output in figures.outputs] == [leaf.column for leaf in index.leaves]
    assert [leaf.reference for leaf in index.leaves] == ["cost", "staff"]
    assert index.index == "strength"


def test_the_first_index_where_none_is_named(small: str):
    assert index_task(program_of(small))[1].index == "strength"


def test_statuses_of_the_figures_mark_the_index(small: str):
    _, index = index_task(program_of(small), "unweighted", "assumed")
    tidy = index.steps[-1]
    assert isinstance(tidy, Tidy)
    assert {row.node: row.marks for row in tidy.rows} == {
        "total": ("assumed", "paraphrased"),
        "rd": ("weight assumed", "paraphrased"),
    }


@pytest.mark.parametrize(
    ("name", "variant", "message"), [("other", None, "no index 'other'"), ("strength", "x", "no variant 'x'")]
)
def test_wrong_names(small: str, name: str, variant: str | None, message: str):
    with pytest.raises(UsageError, match=message):
        index_task(program_of(small), name, variant)


GROUPED = """\
pack: grouped
family: grouped
title: {zh: 分组, en: grouped}
subject: firm
subjects: {firm: {title: {zh: 企业, en: firm}, id: [firm]}}
variables:
  staff: {title: {zh: 人数, en: staff}, unit: 人}
  kind: {title: {zh: 类型, en: kind}, type: category, categories: [甲, 乙]}
index:
  i:
    title: {zh: 指数, en: index}
    methods: {impute: {method: group_mean, group: kind}, normalise: {method: none}}
    tree: [{id: a, title: {zh: 人, en: a}, weight: 1, indicator: staff}]
"""


def test_the_group_of_an_imputation_is_read_too(make):
    figures, index = index_task(program_of(make(pack=GROUPED)))
    assert [group.reference for group in index.groups] == ["kind"]
    assert ("kind", "text", 0) in figures.frame.columns


@pytest.mark.parametrize("name", [n for n in installed().entries if installed().program(n).pack.index])
def test_every_delivered_index_has_its_plans(name: str):
    program = installed().program(name)
    for index, spec in program.pack.index.items():
        for variant in (None, *spec.variants):
            figures, plan = index_task(program, index, variant)
            assert len(figures.outputs) == len(plan.leaves) + len(plan.groups)
