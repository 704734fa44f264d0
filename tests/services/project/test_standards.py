"""The packs of a project are found for its day, with what they need."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from gaoxin.base.errors import DataError, PackError
from gaoxin.loading.library import Library
from gaoxin.services.project import Part, Project
from gaoxin.services.project.standards import library_of, notices, standards
from gaoxin.spec import Text

TITLE = "title: {zh: 例, en: example}\n"
WORDS = (
    f"{TITLE}subjects: {{firm: {{title: {{zh: 企业, en: firm}}, id: [code]}}}}\n"
    "variables: {size: {title: {zh: 规模, en: size}, unit: 人}}\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    rules = {
        "words": ("words", WORDS),
        "rule-2016": ("rule", f"{TITLE}subject: firm\nneeds: [words]\nin_force: {{to: 2021-12-31}}\n"),
        "rule-2022": ("rule", f"{TITLE}subject: firm\nneeds: [words]\nin_force: {{from: 2022-01-01}}\n"),
        "broken": ("broken", f"{TITLE}subject: firm\nneeds: [nothing]\n"),
    }
    for name, (family, text) in rules.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(f"pack: {name}\nfamily: {family}\n{text}", "utf-8")
    return Library((tmp_path,))


def project(packs: tuple[str, ...], kinds: tuple[str, ...] = ("firm",), **more: object) -> Project:
    tables: Mapping[str, tuple[Part, ...]] = dict.fromkeys(kinds, ())
    lines = {("packs",): 3, ("tables", "shop"): 9, ("variants",): 4}
    return Project(Path("p"), Text(zh="区", en="Zone"), packs, tables, lines=lines, **more)  # pyright: ignore[reportArgumentType] - by name


@pytest.mark.parametrize(
    ("day", "pack"), [(date(2020, 1, 1), "rule-2016"), (date(2024, 1, 1), "rule-2022"), (None, "rule-2022")]
)
def test_a_family_is_the_version_of_the_day(library: Library, day: date | None, pack: str):
    found = standards(project(("rule",), as_of=day), library)
    assert list(found.programs) == [pack]
    assert list(found.entries) == [pack, "words"]
    assert found.kinds == ("firm",)
    assert day in (None, found.day)


def test_unknown_and_broken_packs_are_told_together(library: Library):
    with pytest.raises(PackError) as caught:
        standards(project(("none", "broken", "rule-2016")), library)
    assert caught.value.faults[0].place.line == 3
    assert [fault.object for fault in caught.value.faults] == ["packs", "needs"]


def test_a_pack_by_its_name_and_its_family(library: Library):
    with pytest.raises(PackError, match="rule = rule-2022"):
        standards(project(("rule-2022", "rule")), library)


def test_kinds_and_variants_that_no_pack_knows(library: Library):
    given = project(("rule",), ("firm", "shop"), variants={"rule": "assumed", "other": "assumed"})
    with pytest.raises(DataError) as caught:
        standards(given, library)
    told = [(fault.object, fault.place.line) for fault in caught.value.faults]
    assert told == [("tables.shop", 9), ("variants.rule", 4), ("variants.other", 4)]


def test_a_pack_without_a_table_is_noticed(library: Library):
    found = standards(project(("rule",), ()), library)
    assert [line.partition(":")[0] for line in notices(project(("rule",), ()), found.programs)] == [
        "rule-2022"
    ]
    assert notices(project(("rule",)), found.programs) == []


def test_packs_of_the_project_come_first(tmp_path: Path):
    (tmp_path / "packs" / "own").mkdir(parents=True)
    (tmp_path / "packs" / "own" / "pack.yaml").write_text(f"pack: own\nfamily: own\n{TITLE}", "utf-8")
    made = Project(tmp_path, Text(zh="区", en="Zone"), ("own",), {})
    assert library_of(made).find("own").folder == tmp_path / "packs" / "own"
