"""Which plans an index needs."""

from pathlib import Path

import pyarrow as pa
import pytest

from gaoxin import api
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
    methods: {impute: {method: group_mean, by: kind}, normalise: {method: none}}
    tree: [{id: a, title: {zh: 人, en: a}, weight: 1, indicator: staff}]
"""


def test_the_group_of_an_imputation_is_read_too(make):
    figures, index = index_task(program_of(make(pack=GROUPED)))
    assert [group.reference for group in index.groups] == ["kind"]
    assert ("kind", "text", 0) in figures.frame.columns


@pytest.mark.slow
def test_every_delivered_index_has_its_plans():
    library = installed()
    wrong: list[tuple[str, str, str | None]] = []
    for program in map(library.program, library.entries):
        for index, spec in program.pack.index.items():
            for variant in (None, *spec.variants):
                figures, plan = index_task(program, index, variant)
                if len(figures.outputs) != len(plan.leaves) + len(plan.groups):
                    wrong.append((program.pack.pack, index, variant))
    assert not wrong


BASED = """\
pack: based
family: based
title: {zh: 定基, en: based}
subject: firm
subjects: {firm: {title: {zh: 企业, en: firm}, id: [firm]}}
sources: {doc: {title: 通知}}
variables:
  staff: {title: {zh: 人数, en: staff}, unit: 人, BREAKS}
  like: {title: {zh: 可比人数, en: comparable staff}, unit: 人}
indicators:
  doubled: {title: {zh: 两倍, en: doubled}, unit: 人, formula: staff * 2}
index:
  i:
    title: {zh: 指数, en: index}
    methods: {normalise: {method: base_period, base: 2022, chained: false}}
    tree:
      - {id: a, title: {zh: 人, en: a}, weight: 1, indicator: staff}
      - {id: b, title: {zh: 人, en: b}, weight: 1, indicator: doubled}
"""
ROWS = [
    {"firm": "甲", "period": 2021, "人数": 10, "可比人数": 30},
    {"firm": "甲", "period": 2022, "人数": 20, "可比人数": 40},
    {"firm": "甲", "period": 2023, "人数": 60, "可比人数": 60},
]


def scores(folder: Path, breaks: str) -> dict[tuple[int, str], tuple[float | None, str]]:
    """Score and status of the two leaves in each year."""
    (folder / "pack.yaml").write_text(BASED.replace(", BREAKS", breaks), "utf-8")
    found = api.index(api.load_pack(str(folder)), pa.Table.from_pylist(ROWS)).rows()
    return {(row["period"], row["node"]): (row["score"], row["status"]) for row in found if row["level"] == 0}


def test_a_ratio_to_the_base_does_not_look_across_a_break(tmp_path: Path):
    """20 of 2022 is 100; 60 of 2023 is of another calibre."""
    plain = scores(tmp_path, "")
    assert [plain[year, "a"] for year in (2021, 2022, 2023)] == [(50, ""), (100, ""), (300, "")]
    wall = ", breaks: [{from: 2023, why: {zh: 例, en: example}, source: doc}]"
    for node in ("a", "b"):
        found = scores(tmp_path, wall)
        assert [found[year, node] for year in (2021, 2022)] == [(50, ""), (100, "")]
        assert found[2023, node] == (None, "unknown;calibre changed")


def test_a_comparable_series_holds_the_years_before_the_break(tmp_path: Path):
    """At the new calibre 30, 40 and 60: 75, 100 and 150."""
    bridge = ", breaks: [{from: 2023, why: {zh: 例, en: example}, source: doc, comparable: like}]"
    found = scores(tmp_path, bridge)
    assert [found[year, "a"] for year in (2021, 2022, 2023)] == [(75, ""), (100, ""), (150, "")]
    assert [found[year, "b"] for year in (2021, 2022, 2023)] == [(75, ""), (100, ""), (150, "")]
