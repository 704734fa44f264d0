"""The methods of COINr's catalogue in the words of packs."""

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, str]]
Read = Callable[[str], Rows]

NORMALISE = {
    "n_minmax": "minmax",
    "n_zscore": "zscore",
    "n_rank": "rank",
    "n_dist2max": "distance_to_max",
    "n_fracmax": "share_of_max",
}
AGGREGATE = {
    "a_amean": "arithmetic",
    "a_gmean": "geometric",
    "a_hmean": "harmonic",
    "a_genmean": "power_mean",
    "a_cop": "copeland",
}
IMPUTE = {
    "i_mean": "mean",
    "i_median": "median",
    "i_mean_grp": "group_mean",
    "i_median_grp": "group_median",
}


def reader(shared: Path) -> Read:
    """Give the function that reads a file of the ASEM reference, or skip."""
    folder = shared / "data" / "asem"
    if not folder.is_dir():
        pytest.skip(f"no ASEM reference at {folder}")

    def read(name: str) -> Rows:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


def catalogue(shared: Path) -> dict[str, dict[str, Any]]:
    """Give the variants by name, their numbers as they are printed."""
    file = shared / "data" / "asem" / "variants" / "catalogue.json"
    return json.loads(file.read_text(encoding="utf-8"), parse_float=str)


def methods(variant: dict[str, Any]) -> dict[str, Any]:
    """Say a variant as `methods` of an index; COINr imputes before it screens, and counts children."""
    found: dict[str, Any] = {"aggregate": _aggregate(variant["aggregate"])}
    if screen := variant["screen"]:
        found["screen"] = {"min_share": screen["dat_thresh"], "counts": "imputed"}
        if screen["unit_screen"] == "byNAandzeros":
            found["screen"]["min_nonzero_share"] = screen["nonzero_thresh"]
    if impute := variant["impute"]:
        found["impute"] = {"method": IMPUTE[impute["f_i"]]}
        if "use_group" in impute:
            found["impute"]["by"] = impute["use_group"].lower()
    if variant["treat"]:
        found["treat"] = _treat(variant["treat"])
    found["normalise"] = _normalise(variant["normalise"]["global_specs"])
    if variant["aggregate"].get("w") == "none":
        found["weight"] = {"method": "equal"}
    shares = variant["aggregate"].get("dat_thresh")
    if isinstance(shares, list):
        found["levels"] = {n: found["aggregate"] | {"min_share": s} for n, s in enumerate(shares, start=1)}
    return found


def _aggregate(spec: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"method": AGGREGATE[spec["f_ag"]]}
    share = spec.get("dat_thresh", 0)
    found |= {"min_share": 0 if isinstance(share, list) else share, "min_share_of": "count"}
    return found | ({"p": spec["f_ag_para"]["p"]} if found["method"] == "power_mean" else {})


def _treat(spec: dict[str, Any]) -> dict[str, Any]:
    if "indiv_specs" in spec:  # one way for every indicator
        return {"methods": ["log", "log_shift"]}
    named = spec["global_specs"]
    if named.get("f1") == "log_CT":
        return {"methods": ["log_shift"]}
    return {"methods": ["winsorise", "log_shift"], "winmax": named["f1_para"]["winmax"]}


def _normalise(spec: dict[str, Any]) -> dict[str, Any]:
    method = NORMALISE[spec["f_n"]]
    found: dict[str, Any] = {"method": method}
    given = spec.get("f_n_para")
    if method == "share_of_max":
        found["turn"] = "negate"
    elif isinstance(given, dict):
        found["ties"] = given["ties.method"]
    elif given and method == "minmax":
        found |= {"low": given[0][0], "high": given[0][1]}
    elif given:
        found |= {"mean": given[0][0], "sd": given[0][1]}
    return found


def tree(meta: Rows, parent: str = "Index") -> list[dict[str, Any]]:
    """Give the nodes below one of iMeta.csv; COINr's Index is the total."""
    found: list[dict[str, Any]] = []
    for row in (row for row in meta if row["Parent"] == parent and row["Type"] in ("Indicator", "Aggregate")):
        node: dict[str, Any] = {
            "id": row["iCode"],
            "title": {"zh": row["iName"], "en": row["iName"]},
            "weight": row["Weight"],
        }
        if row["Type"] == "Aggregate":
            node["children"] = tree(meta, row["iCode"])
        else:
            node["indicator"] = row["iCode"].lower()
            node["direction"] = "down" if row["Direction"] == "-1" else "up"
        found.append(node)
    return found


def number(cell: str) -> float | None:
    """Read a cell; empty is unknown, and so is what is not finite."""
    return float(cell) if cell and cell not in ("Inf", "-Inf", "NaN", "NA") else None


def near(seen: float | None, wanted: float | None) -> bool:
    """Whether two values are the same to 1e-9, or both unknown."""
    if seen is None or wanted is None:
        return seen is wanted
    return math.isclose(seen, wanted, rel_tol=1e-9, abs_tol=1e-9)


def denominated(read: Read, file: str) -> list[dict[str, Any]]:
    """Divide each indicator by its denominator, as COINr does before anything else."""
    denominators = {
        row["iCode"]: row["Denominator"] for row in read("iMeta.csv") if row["Type"] == "Indicator"
    }
    rows: list[dict[str, Any]] = []
    for row in read(file):
        values: dict[str, Any] = {"subject": row["uCode"]}
        values |= {name.lower(): row[name] or None for name in row if name.endswith("_group")}
        for code, denominator in denominators.items():
            above, below = number(row[code]), number(row[denominator]) if denominator else 1
            values[code] = None if above is None or below is None else above / below
        rows.append(values)
    return rows


def pack(read: Read, index: dict[str, Any], categories: Rows | None = None) -> dict[str, Any]:
    """Give ASEM as a pack: its variables, an indicator by formula for each with a denominator, the index."""
    meta = [row for row in read("iMeta.csv") if row["Type"] in ("Indicator", "Denominator")]
    denominators = {row["iCode"]: row["Denominator"] for row in meta if row["Type"] == "Indicator"}

    def name(code: str) -> str:
        return f"{code.lower()}_raw" if denominators.get(code) else code.lower()

    variables: dict[str, Any] = {
        name(row["iCode"]): {"title": _title(row["iName"]), "type": "real", "aliases": [row["iCode"]]}
        for row in meta
    }
    for group in ("GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group"):
        held = sorted({row[group] for row in categories or read("iData.csv") if row[group]})
        variables[group.lower()] = {
            "title": _title(group),
            "type": "category",
            "categories": held,
            "aliases": [group],
        }
    return {
        "pack": "asem-2018",
        "family": "asem",
        "title": _title("ASEM 2018"),
        "subject": "country",
        "subjects": {"country": {"title": _title("country"), "id": ["uCode"]}},
        "variables": variables,
        "indicators": {
            code.lower(): {
                "title": _title(code),
                "formula": f"{name(code)} / {below.lower()}",
            }
            for code, below in denominators.items()
            if below
        },
        "index": {"asem": {"title": _title("ASEM"), **index}},
    }


def _title(name: str) -> dict[str, str]:
    return {"zh": name, "en": name}
