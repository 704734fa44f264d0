"""The dictionary explains every name that a table of a run uses, in both languages."""

import json
from typing import Any

import pytest

from gaoxin.loading.library import installed
from gaoxin.services.indices import index_task
from gaoxin.services.results.dictionary import dictionary
from tests.services.results.conftest import Small


def said(small: Small) -> dict[str, Any]:
    return json.loads((small.folder / "dictionary.json").read_text(encoding="utf-8"))


def titled(entry: dict[str, Any]) -> bool:
    return bool(entry["title"]["zh"] and entry["title"]["en"])


def test_every_name_of_every_table(small: Small):
    found = said(small)
    packs = found["packs"]
    variables = {name for pack in packs.values() for name in pack.get("variables", {})}
    assert {r["kind"] for name in ("subjects", "values") for r in small.rows(name)} <= set(found["kinds"])
    assert {r["variable"] for name in ("values", "nearly") for r in small.rows(name)} <= variables
    for row in small.rows("indicators"):
        assert titled(packs[row["pack"]]["indicators"][row["indicator"]])
    for row in small.rows("conditions"):
        conditions = packs[row["pack"]]["verdicts"][row["verdict"]]["conditions"]
        assert titled(next(c for c in conditions if c["id"] == row["condition"]))
        missed = {name.partition("@")[0] for name in row["missing"].split("; ") if name}
        assert missed <= variables
    for row in small.rows("points"):
        sheet = packs[row["pack"]]["points"][row["sheet"]]
        parts = {g["id"]: g for g in sheet["groups"]} | {
            f"{g['id']}.{i['id']}": i for g in sheet["groups"] for i in g["items"]
        }
        assert titled(parts[row["item"]] if row["item"] else sheet)
    for row in small.rows("index"):
        nodes = {node["node"]: node for node in packs[row["pack"]]["index"][row["index"]]["nodes"]}
        assert titled(nodes[row["node"]])


def test_entries(small: Small):
    pack = said(small)["packs"]["small"]
    assert pack["indicators"]["growth"] == {
        "title": {"zh": "增长", "en": "growth"},
        "unit": "%",
        "formula": "growth(revenue)",
        "status": "assumed",
        "inputs": [["revenue", 0], ["revenue", -1]],
    }
    assert pack["variables"]["cost"] == {
        "title": {"zh": "研发费用", "en": "R&D"},
        "unit": "万元",
        "type": "number",
        "purpose": "administration",
        "origin": "reported",
        "missing": "unknown",
    }
    third = pack["verdicts"]["able"]["conditions"][2]
    assert (third["id"], third["require"], third["jury"], third["status"]) == (
        "C-3",
        "score > 6",
        True,
        "verified",
    )
    size = pack["points"]["score"]["groups"][0]["items"][1]
    assert (size["formula"], size["max"]) == ("staff >= 10 人 → 2; … → 0", 2)
    nodes = said(small)["packs"]["zones"]["index"]["strength"]["nodes"]
    assert [(n["node"], n.get("parent"), n["level"], n.get("weight")) for n in nodes] == [
        ("total", None, 1, 1),
        ("money", "total", 0, 0.75),
        ("people", "total", 0, 0.25),
    ]


def test_variables_stand_under_the_pack_that_declares_them(small: Small):
    packs = said(small)["packs"]
    assert "variables" not in packs["zones"]
    alone = dictionary(small.programs[1:], {})
    assert "revenue" in alone["packs"]["zones"]["variables"], "no pack of the run declares it"


@pytest.mark.slow
def test_every_delivered_pack_has_a_dictionary():
    library = installed()
    programs = [library.program(name) for name in sorted(library.entries)]
    plans = {(p.pack.pack, name): index_task(p, name)[1] for p in programs for name in p.pack.index}
    found = dictionary(programs, plans)
    assert json.loads(json.dumps(found)) == found
    assert set(found["packs"]) == set(library.entries)
    for program in programs:
        entry = found["packs"][program.pack.pack]
        for section in ("indicators", "verdicts", "points", "index"):
            assert set(entry.get(section, {})) == set(getattr(program.pack, section))
        assert set(entry.get("boards", {})) == set(program.pack.board)


def test_a_figure_of_another_pack_has_its_title_and_its_pack():
    program = installed().program("ecosystem-2020")
    packs = dictionary([program], {})["packs"]
    borrowed = packs["zone-evaluation-2021"]["indicators"]["rd5_revenue_share"]
    assert borrowed["title"]["zh"]
    assert borrowed["inputs"]
    assert packs["zone-evaluation-2021"]["family"] == "zone_evaluation"
    assert "verdicts" not in packs["zone-evaluation-2021"]
