"""ASEM (51 countries, 49 indicators, three levels above them) as COINr 1.1.14 computes it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from gaoxin.engines.sql.cte import script, select_all, text
from gaoxin.engines.sql.index import index_ctes
from gaoxin.plan.index import compile_index
from gaoxin.spec import Index

Read = Callable[[str], list[dict[str, str]]]
Run = Callable[..., dict[tuple[str, str], dict[str, Any]]]


@pytest.fixture(scope="session")
def asem(shared: Path) -> Callable[[str], list[dict[str, str]]]:
    """Give the function that reads a file of the ASEM reference, or skip."""
    folder = shared / "data" / "asem"
    if not folder.is_dir():
        pytest.skip(f"no ASEM reference at {folder}")

    def read(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def run_table() -> Callable[..., dict[tuple[str, str], dict[str, Any]]]:
    """Give the function that runs an index on rows with `subject`, a float by node and a group."""

    def run(index: Index, rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
        plan = compile_index(index, "asem")
        columns: dict[str, Any] = {
            "subject": pa.array([row["subject"] for row in rows], pa.string()),
            "period": pa.array([2018] * len(rows), pa.int32()),
        }
        for leaf in plan.leaves:
            columns[leaf.column] = pa.array([row[leaf.node] for row in rows], pa.float64())
        for group in plan.groups:
            columns[group.column] = pa.array([row[group.reference] for row in rows], pa.string())
        with duckdb.connect() as connection:
            connection.register("figures", pa.table(columns))
            cursor = connection.execute(text(script(index_ctes(plan, "figures"), select_all("index_result"))))
            names = [column[0] for column in cursor.description or ()]
            return {(row[0], row[2]): dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    return run


def build(meta: list[dict[str, str]], shares: dict[str, str] | None = None, **methods: Any) -> Index:
    """Give the tree of iMeta.csv; COINr's Index is the total; `shares` are least shares by level."""
    directed = methods.get("normalise", {}).get("method") != "none"

    def node(row: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {"id": row["iCode"], "title": {"zh": row["iName"], "en": row["iName"]}}
        found["weight"] = row["Weight"]
        children = [node(child) for child in meta if child["Parent"] == row["iCode"]]
        if children:
            return found | {"children": children} | aggregate(row["Level"])
        found["indicator"] = row["iCode"].lower()
        return found | ({"direction": "down"} if directed and row["Direction"] == "-1" else {})

    def aggregate(level: str) -> dict[str, Any]:
        return {"aggregate": {"min_share": shares[level]}} if shares else {}

    tree = [node(row) for row in meta if row["Parent"] == "Index"]
    title = {"zh": "可持续互联互通", "en": "Sustainable connectivity"}
    return Index.model_validate({"title": title, "tree": tree, "methods": methods, **aggregate("4")})


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def near(cell: str) -> Any:
    return pytest.approx(float(cell), rel=1e-9, abs=1e-9) if cell else None


def compare(
    found: dict[tuple[str, str], dict[str, Any]], expected: list[dict[str, str]], column: str
) -> None:
    for row in expected:
        for node, value in row.items():
            if node == "uCode":
                continue
            seen = found[row["uCode"], "total" if node == "Index" else node][column]
            assert seen == near(value), (row["uCode"], node)


def denominated(asem: Read, file: str) -> list[dict[str, Any]]:
    """Divide each indicator by its denominator, as COINr does before anything else."""
    denominators = {
        row["iCode"]: row["Denominator"] for row in asem("iMeta.csv") if row["Type"] == "Indicator"
    }
    rows = []
    for row in asem(file):
        values = {code: number(row[code]) for code in denominators}
        for code, denominator in denominators.items():
            above, below = values[code], number(row[denominator]) if denominator else 1
            values[code] = None if above is None or below is None else above / below
        rows.append({"subject": row["uCode"], "eurasia": row["EurAsia_group"], **values})
    return rows


def test_whole_build_without_treatment(asem: Read, run_table: Run) -> None:
    meta = [row for row in asem("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    index = build(meta, impute={"method": "group_mean", "by": "eurasia"})
    found = run_table(index, denominated(asem, "iData.csv"))
    folder = "variants/t_none_noscreen"
    compare(found, asem(f"{folder}/imputed.csv"), "imputed")
    compare(found, asem(f"{folder}/normalised.csv"), "normalised")
    compare(found, asem(f"{folder}/aggregated.csv"), "score")
    compare(found, asem(f"{folder}/ranks.csv"), "rank")


@pytest.mark.parametrize(
    ("variant", "aggregate", "shares"),
    [
        ("base", {}, None),
        ("a_gmean", {"method": "geometric"}, None),
        ("m10_i_none", {"min_share": "0.0001"}, None),
        ("m10_i_none_gmean", {"method": "geometric", "min_share": "0.0001"}, None),
        ("m10_dat_thresh_1_066_05", {}, {"2": "1", "3": "0.66", "4": "0.5"}),
        ("m10_screen_byNA_090", {"min_share": "0.0001"}, None),
    ],
)
def test_aggregation_and_ranks(
    asem: Read, run_table: Run, variant: str, aggregate: dict[str, Any], shares: dict[str, str] | None
) -> None:
    """From COINr's normalised indicators on; its means skip what is missing, so any known share will do."""
    meta = [row for row in asem("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    index = build(meta, shares, normalise={"method": "none"}, aggregate=aggregate)
    table = asem(f"variants/{variant}/normalised.csv")
    rows = [
        {"subject": row["uCode"], **{k: number(v) for k, v in row.items() if k != "uCode"}} for row in table
    ]
    found = run_table(index, rows)
    compare(found, asem(f"variants/{variant}/aggregated.csv"), "score")
    compare(found, asem(f"variants/{variant}/ranks.csv"), "rank")


def test_screening(asem: Read, run_table: Run) -> None:
    """The countries that COINr keeps are those that are not screened."""
    meta = [row for row in asem("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    found = run_table(build(meta, screen={"min_share": "0.9"}), denominated(asem, "iData_missing10.csv"))
    kept = {
        subject
        for (subject, node), row in found.items()
        if node == "total" and "screened" not in row["status"]
    }
    assert kept == {row["uCode"] for row in asem("variants/m10_screen_byNA_090/aggregated.csv")}


@pytest.mark.parametrize(
    ("column", "normalise"),
    [("minmax", {"method": "minmax"}), ("z", {"method": "zscore"}), ("rank", {"method": "rank"})],
)
def test_one_vector(asem: Read, run_table: Run, column: str, normalise: dict[str, Any]) -> None:
    leaf = {
        "id": "x",
        "title": {"zh": "数", "en": "x"},
        "weight": 1,
        "indicator": "x",
        "normalise": normalise,
    }
    index = Index.model_validate({"title": {"zh": "数", "en": "x"}, "tree": [leaf]})
    table = asem("vector_functions.csv")
    found = run_table(index, [{"subject": str(k), "x": number(row["x"])} for k, row in enumerate(table)])
    for k, row in enumerate(table):
        assert found[str(k), "x"]["normalised"] == near(row[column])
