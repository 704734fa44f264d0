"""A subject of a project is explained from the current run, down to the cells."""

import shutil
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.run import Run
from gaoxin.services.runs.layout import current
from gaoxin.services.runs.telling import tell

from .conftest import INDEX, RULE

pytestmark = pytest.mark.slow

FIRM = "91000000HC00000754"


def test_all_packs_of_its_kind_and_the_cells(built_pattern: Path):
    (told,) = tell(built_pattern, FIRM)
    assert (told.pack, told.period) == (RULE, 2024)
    places = dict(told.sources["en"])
    assert all("← firms.csv!" in place for place in places.values())
    sales = [name for name in places if name.startswith("Sales revenue")]
    assert sorted(sales) == [f"{sales[0][:-5]} {year}" for year in (2022, 2023, 2024)]
    assert told.text("zh").endswith("自评结果,以主管部门认定为准")


def test_cells_are_what_the_file_holds(built_pattern: Path):
    (told,) = tell(built_pattern, FIRM)
    lines = (built_pattern / "firms.csv").read_text("utf-8-sig").splitlines()
    heads = lines[0].split(",")
    for name, place in told.sources["zh"]:
        if name.startswith("销售收入"):
            value, cell = place.split(" 万元 ← firms.csv!")
            column, row = ord(cell[0]) - ord("A"), int(cell[1:])
            assert heads[column] == "销售收入（万元）"
            assert float(lines[row - 1].split(",")[column]) == float(value)


def test_an_earlier_year_and_one_pack(built_pattern: Path):
    (told,) = tell(built_pattern, FIRM, ["hnte"], period=2023)
    assert told.period == 2023
    assert not any(name.endswith("2024") for name, _ in told.sources["zh"])


def test_another_kind_is_explained_by_its_own_pack(built_pattern: Path):
    assert [told.pack for told in tell(built_pattern, "全国")] == [INDEX]


def test_the_source_files_are_not_needed(built: Path):
    (built / "firms.csv").unlink()
    shutil.rmtree(built / "packs", ignore_errors=True)
    assert tell(built, FIRM)


@pytest.mark.parametrize(
    ("subject", "packs", "said"),
    [("nobody", [], "no such identifier"), (FIRM, [INDEX], RULE), (FIRM, ["nothing"], RULE)],
)
def test_who_cannot_be_explained(built_pattern: Path, subject: str, packs: list[str], said: str):
    with pytest.raises(UsageError, match=said):
        tell(built_pattern, subject, packs)


def test_a_year_without_a_row(built_pattern: Path):
    with pytest.raises(UsageError, match="2022, 2023, 2024"):
        tell(built_pattern, FIRM, period=2019)


def test_near_names_are_told(built_pattern: Path):
    with pytest.raises(UsageError, match=f"try: .*{FIRM}"):
        tell(built_pattern, f"{FIRM[:-1]}X")


def test_of_a_name_the_identifier_is_told(built_pattern: Path):
    name = Run(current(built_pattern).folder).table("subjects").to_pylist()[0]["name"]
    with pytest.raises(UsageError, match="try: 91") as caught:
        tell(built_pattern, name)
    assert name in str(caught.value).partition("try: ")[2]
