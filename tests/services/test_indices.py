"""Which plans an index needs; and one that SQL has no step for runs on arrays, written like any other."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin import api
from gaoxin.base.errors import DataError, UsageError
from gaoxin.loading.library import installed
from gaoxin.plan.index.steps import Tidy
from gaoxin.services import verbs
from gaoxin.services.analyses.verbs import drop_each
from gaoxin.services.indices import index_task
from gaoxin.services.tables import Options, program_of


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


COPELAND = """\
pack: ranks
family: ranks
title: {zh: 排序, en: ranks}
subject: city
subjects: {city: {title: {zh: 城市, en: city}, id: [city]}}
variables:
  income: {title: {zh: 收入, en: income}, type: real, unit: "1"}
  green: {title: {zh: 绿地, en: green}, type: real, unit: "1"}
index:
  i:
    title: {zh: 指数, en: index}
    methods: {aggregate: {method: copeland}}
    tree:
      - {id: a, title: {zh: 收入, en: income}, weight: 60, indicator: income}
      - {id: b, title: {zh: 绿地, en: green}, weight: 35, indicator: green}
"""
# 甲 beats 乙 and 丙 in income, which weighs more; 乙 beats 丙: 2, 0 and -2.
CITIES = "city,income,green\n甲,3,1\n乙,2,2\n丙,1,3\n"


@pytest.fixture
def files(make, tmp_path: Path) -> tuple[str, Path]:
    """Give the pack and the table."""
    table = tmp_path / "cities.csv"
    table.write_text(CITIES, encoding="utf-8")
    return make(pack=COPELAND), table


def test_copeland_from_a_table(files: tuple[str, Path]):
    found = {(r["subject"], r["node"]): r for r in api.index(*files).rows()}
    assert [found[s, "total"]["score"] for s in "甲乙丙"] == [2, 0, -2]
    assert [found[s, "total"]["rank"] for s in "甲乙丙"] == [1, 2, 3]


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_its_rows_go_to_a_file(files: tuple[str, Path], tmp_path: Path, ending: str):
    assert verbs.index(*files, out=tmp_path / f"out.{ending}").rows == 9
    assert (tmp_path / f"out.{ending}").stat().st_size > 100


def test_a_parquet_file_keeps_identifiers_from_integers(make, tmp_path: Path):
    """Whether the index runs on arrays, as this one, or on DuckDB."""
    table = pa.table({"city": [12, 7], "income": [1.0, 2.0], "green": [3.0, 5.0]})
    for pack in (COPELAND, COPELAND.replace("copeland", "arithmetic")):
        verbs.index(make(pack=pack), table, out=tmp_path / "out.parquet")
        found = pq.read_table(tmp_path / "out.parquet")["subject"]
        assert (found.type, set(found.to_pylist())) == (pa.int64(), {7, 12})


def test_weights_that_do_not_add_up_are_noticed(files: tuple[str, Path]):
    assert any("add up to 95, not 100" in notice for notice in api.index(*files).notices)


def test_its_sql_says_what_runs_elsewhere(files: tuple[str, Path]):
    said = api.sql(files[0])
    assert "-- aggregate copeland: all pairs of rows" in said
    assert "index_result" not in said


MEAN = """normalise: {method: minmax, low: 1}, aggregate: {method: geometric, min_share: 0}"""


def status(make, tmp_path: Path, methods: str, table: str) -> dict[tuple[str, str], str]:
    """Run the pack with other methods on a table; the words of each row."""
    file = tmp_path / "bad.csv"
    file.write_text(table, encoding="utf-8")
    found = api.index(make(pack=COPELAND.replace("aggregate: {method: copeland}", methods)), file).rows()
    assert not any(value != value for row in found for value in row.values()), "a NaN got through"
    return {(row["subject"], row["node"]): row["status"] for row in found}


@pytest.mark.parametrize("first", ["", "impute: {method: peer_mean, peers: 1}, "])
@pytest.mark.parametrize(
    ("methods", "table", "node", "words"),
    [
        (MEAN, "东城,3,1\n西城,3,2\n", "a", "unknown;constant"),
        (MEAN, "东城,3,1\n西城,3,2\n", "total", "reweighted"),
        (MEAN, "东城,3,1\n", "total", "unknown"),
        (MEAN, "东城,3,1\n", "a", "unknown;group of one"),
        (MEAN, "东城,,\n西城,,\n", "total", "unknown"),
        (MEAN, "东城,,1\n西城,,2\n", "total", "reweighted"),
        ("normalise: {method: minmax}, aggregate: {method: geometric}", "东城,3,1\n西城,4,2\n", "total",
         "unknown;not positive"),
        ("normalise: {method: distance_to_reference, reference: 南城}", "东城,3,1\n西城,4,2\n", "a",
         "unknown;reference unknown"),
        ("aggregate: {method: topsis}, normalise: {method: none}", "东城,3,1\n西城,3,1\n", "total",
         "unknown;constant"),
        ("weight: {method: critic}", "东城,3,1\n西城,4,2\n", "total", "unknown;weight undefined"),
    ],
)  # fmt: skip
def test_bad_input_has_a_word_on_both_engines(
    make, tmp_path: Path, first: str, methods: str, table: str, node: str, words: str
):
    """With `peer_mean`, which has no peers to take from here, the same runs on arrays."""
    found = status(make, tmp_path, first + methods, "city,income,green\n" + table)
    assert found["东城", node] == words


def test_a_subject_that_stands_twice_is_refused(make, tmp_path: Path):
    with pytest.raises(DataError, match="东城"):
        status(make, tmp_path, MEAN, "city,income,green\n东城,3,1\n东城,4,2\n")


OF_YEARS = """
pack: years-2024
family: years
title: {zh: 历年, en: Years}
subject: zone
subjects: {zone: {title: {zh: 园区, en: zone}, id: [zone]}}
variables:
  x: {title: {zh: 甲, en: x}, type: real}
  y: {title: {zh: 乙, en: y}, type: real}
index:
  years:
    title: {zh: 历年, en: Years}
    methods: METHODS
    tree:
      - {id: a, title: {zh: 甲, en: a}, weight: 1, indicator: x}
      - {id: b, title: {zh: 乙, en: b}, weight: 2, indicator: y}
"""
ACROSS = [
    "{within: all, treat: {methods: [winsorise, log], skew: 1, kurtosis: 0}}",
    "{impute: {method: last}, normalise: {method: base_period, base: 2022}}",
    "{impute: {method: linear}, weight: {method: pca}}",
    "{normalise: {method: minmax, within: 2022}}",
]


@pytest.mark.slow
@pytest.mark.parametrize("methods", ACROSS)
def test_one_year_asked_for_is_what_it_is_among_all(make, tmp_path: Path, methods: str):
    """A score that rests on figures of other years is the same where only its own year comes out."""
    pack, figures = make(pack=OF_YEARS.replace("METHODS", methods)), [3, 8, 4, 1, 9, 2, 5, 7, 40, 6, 3, 8]
    table = pa.table(
        {
            "zone": [f"z{n % 4}" for n in range(12)],
            "year": [2022 + n // 4 for n in range(12)],
            "x": [float(x) for x in figures],
            "y": [None if n == 6 else float(x * n % 11 + 1) for n, x in enumerate(figures)],
        }
    )
    every, one = api.index(pack, table), api.index(pack, table, periods=[2024])
    assert one.rows() == [row for row in every.rows() if row["period"] == 2024]
    assert one.changed().rows() == [row for row in every.changed().rows() if row["period"] == 2024]
    verbs.index(pack, table, Options(None, [2024]), out=tmp_path / "one.csv")
    assert len((tmp_path / "one.csv").read_text("utf-8").splitlines()) == 1 + len(one)
    totals = {row["subject"]: row["score"] for row in one.rows() if row["node"] == "total"}
    sure = api.robust(pack, table, periods=[2024], draws=8, seed=1).rows()
    assert {row["subject"]: row["score"] for row in sure} == pytest.approx(totals)
    dropped = {row["period"] for row in drop_each(pack, table, periods=[2024]).rows()}
    assert dropped == {2024}
