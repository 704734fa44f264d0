"""What a demonstration is made of names things that exist."""

import pytest
from pydantic import ValidationError

from gaoxin.loading.library import installed
from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.spec import FILE, Demo, FileSpec, Slip, read_demo
from gaoxin.services.synthetic_reading import examples


def test_the_example_has_one(demo: Demo):
    assert (examples() / FILE).is_file()
    assert read_demo(examples()) == demo
    assert len(demo.slips) == 3


def test_files_name_their_figures(demo: Demo):
    book = next(file for file in demo.files if file.sheets)
    assert {"rd_expense", "staff_183d"} <= book.names
    assert next(file for file in demo.files if file.codes).names >= {slip.variable for slip in demo.slips}
    assert FileSpec.model_validate({"path": "a.csv", "variables": ["b"]}).names == {"b"}


def test_what_it_names_exists(demo: Demo, drawn: tuple[Drawn, Drawn]):
    firms, zones = (each.recipe for each in drawn)
    names = {name for file in demo.files for name in file.names}
    assert names | {slip.variable for slip in demo.slips} <= set(firms.spec.variables)
    assert {*demo.own.counts, *demo.own.sums} <= set(zones.spec.variables)
    told = {slip.special for slip in demo.slips} | {given.special for given in demo.records.reasons}
    told |= {demo.show.nearly.special, demo.show.change.special}
    assert told <= {special.name for special in firms.spec.specials}
    packs = {demo.show.rules.pack, demo.show.red.pack, demo.show.index.pack, demo.show.ranking.pack}
    assert packs <= set(installed().entries)


def test_misspelt_keys_and_slips_that_are_none_are_refused(demo: Demo):
    with pytest.raises(ValidationError, match="greater than 1"):
        Slip.model_validate({"special": "a", "variable": "b", "period": 2024, "factor": 1})
    with pytest.raises(ValidationError, match="coded"):
        FileSpec.model_validate({"path": "a.csv", "coded": True})
