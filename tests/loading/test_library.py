"""Which pack is meant: by name, by folder, by family and day, and the packs that it needs."""

import os
from datetime import date
from pathlib import Path

import pytest

from gaoxin.base.errors import PackError, UsageError
from gaoxin.loading.library import Entry, Library, installed, library_for

GOOD = Path(__file__).parent / "good"
TITLE = "title: {zh: 例, en: example}\n"


def put(root: Path, name: str, text: str = "", family: str = "example", folder: str = "") -> Path:
    """Write a pack folder."""
    place = root / (folder or name)
    place.mkdir(parents=True)
    place.joinpath("pack.yaml").write_text(f"pack: {name}\nfamily: {family}\n{TITLE}{text}", "utf-8")
    return place


@pytest.fixture
def dated(tmp_path: Path) -> Library:
    """Three versions of one family, and a year without any."""
    put(tmp_path, "example-2008", "in_force: {from: 2008-01-01, to: 2015-12-31}")
    put(tmp_path, "example-2016", "in_force: {from: 2017-01-01, to: 2021-12-31}")
    put(tmp_path, "example-2022", "in_force: {from: 2022-01-01}")
    return Library((tmp_path,))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2008, 1, 1), "example-2008"),
        (date(2015, 12, 31), "example-2008"),
        (date(2017, 1, 1), "example-2016"),
        (date(2021, 12, 31), "example-2016"),
        (date(2022, 1, 1), "example-2022"),
        (date(2099, 1, 1), "example-2022"),
        (None, "example-2022"),
    ],
)
def test_a_family_means_the_version_in_force(dated: Library, day: date | None, name: str):
    assert dated.find("example", day).name == name


def test_a_version_is_found_by_its_name_on_any_day(dated: Library):
    assert dated.find("example-2008", date(2024, 1, 1)).name == "example-2008"


@pytest.mark.parametrize("day", [date(2007, 12, 31), date(2016, 6, 1)])
def test_no_version_in_force(dated: Library, day: date):
    with pytest.raises(UsageError, match=f"no version of example is in force on {day}") as caught:
        dated.find("example", day)
    assert "example-2016 2017-01-01 to 2021-12-31; example-2022 2022-01-01 to …" in str(caught.value)
    assert "try: another --as-of, or name a version" in str(caught.value)


def test_no_such_pack(dated: Library):
    with pytest.raises(
        UsageError, match="no pack is called 'exmaple'; the packs are example-2008, "
    ) as caught:
        dated.find("exmaple")
    assert "try: gaoxin packs list" in str(caught.value)


@pytest.mark.parametrize("name", ["", "../..", "/", "\x00", "a" * 5000, "words\n"])
def test_a_strange_name_is_no_pack(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no pack is called"):
        Library((GOOD,)).find(name)


def test_a_folder_is_found_by_its_path(tmp_path: Path):
    folder = put(tmp_path, "example-1", folder="anything")
    entry = Library(()).find(str(folder))
    assert entry == Entry("example-1", "example", None, None, folder)


def test_a_family_with_underscores_is_found_by_hyphens_too(tmp_path: Path):
    put(tmp_path, "two-words-1", family="two_words")
    assert Library((tmp_path,)).find("two-words").name == "two-words-1"


def test_the_first_root_wins(tmp_path: Path):
    mine = put(tmp_path / "mine", "example-1")
    put(tmp_path / "theirs", "example-1")
    assert Library((tmp_path / "mine", tmp_path / "theirs")).find("example-1").folder == mine


def test_a_pack_is_loaded_once():
    library = Library((GOOD,))
    entry = library.find("words")
    assert library.load(entry) is library.load(entry)


def test_names_of_needed_packs_are_in_sight(tmp_path: Path):
    rules = "subject: firm\nneeds: [words]\nindicators:\n  each: {%s, formula: revenue / staff, unit: 元/人}"
    put(tmp_path, "example-1", rules % TITLE.strip())
    program = Library((tmp_path, GOOD)).program("example-1")
    assert set(program.items) == {"example.each"}
    assert {"revenue", "staff"} <= set(program.variables)


def test_what_is_needed_is_in_the_version_of_the_day(tmp_path: Path):
    figure = "subject: firm\nneeds: [words]\nindicators:\n  line: {%s, formula: '%s', unit: 元}"
    title = TITLE.strip()
    old = "in_force: {from: 2008-01-01, to: 2015-12-31}\n" + figure % (title, "1 元")
    new = "in_force: {from: 2016-01-01}\n" + figure % (title, "2 元")
    put(tmp_path, "base-2008", old, "base")
    put(tmp_path, "base-2016", new, "base")
    put(tmp_path, "example-1", "subject: firm\nneeds: [words, base]\n", "example")
    library = Library((tmp_path, GOOD))
    assert library.program("example-1", date(2010, 1, 1)).scopes["base"].pack.pack == "base-2008"
    assert library.program("example-1", date(2020, 1, 1)).scopes["base"].pack.pack == "base-2016"
    assert library.program("example-1").scopes["base"].pack.pack == "base-2016"


def test_a_folder_of_the_working_directory_is_not_needed_by_chance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    put(tmp_path, "words", "subject: stranger", "stranger")
    put(tmp_path / "packs", "example-1", "subject: firm\nneeds: [words]\n")
    monkeypatch.chdir(tmp_path)
    program = Library((tmp_path / "packs", GOOD)).program("example-1")
    assert "revenue" in program.variables


def test_a_pack_that_needs_itself(tmp_path: Path):
    put(tmp_path, "example-1", "needs: [example]")
    with pytest.raises(PackError, match="example-1 → example-1; packs may not need each other in a circle"):
        Library((tmp_path,)).program("example-1")


def test_a_long_circle_is_named(tmp_path: Path):
    for n in range(5):
        put(tmp_path, f"example-{n}", f"needs: [example-{(n + 1) % 5}]", f"family_{n}")
    with pytest.raises(
        PackError, match="example-0 → example-1 → example-2 → example-3 → example-4 → example-0"
    ):
        Library((tmp_path,)).program("example-0")


def test_two_ways_to_one_needed_pack(tmp_path: Path):
    put(tmp_path, "left-1", "subject: firm\nneeds: [words]\n", "left")
    put(tmp_path, "right-1", "subject: firm\nneeds: [words]\n", "right")
    put(tmp_path, "example-1", "subject: firm\nneeds: [left, right, words]\n")
    program = Library((tmp_path, GOOD)).program("example-1")
    assert set(program.scopes) == {"left", "right", "words", "example"}


@pytest.mark.parametrize("text", ["", "- 1", "pack: [", "pack: 5", "pack: {a: 1}", "in_force: 2024", "\x00"])
def test_a_broken_pack_is_listed_and_told_when_loaded(tmp_path: Path, text: str):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.yaml").write_text(text, "utf-8")
    library = Library((tmp_path,))
    (entry,) = library.entries.values()
    with pytest.raises(PackError):
        library.load(entry)


def test_bytes_that_are_no_text_are_listed_by_their_folder(tmp_path: Path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.yaml").write_bytes(b"pack: \xff\xfe")
    library = Library((tmp_path,))
    assert set(library.entries) == {"broken"}
    with pytest.raises(PackError, match="byte 6 is not UTF-8"):
        library.program("broken")


def test_what_is_no_file_is_no_pack(tmp_path: Path):
    (tmp_path / "folder" / "pack.yaml").mkdir(parents=True)
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "pack.yaml")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "pack.yaml").symlink_to(tmp_path / "nowhere")
    assert not Library((tmp_path, tmp_path / "nowhere")).entries


def test_installed_packs_and_one_more_root(tmp_path: Path):
    put(tmp_path, "example-1")
    library = installed([tmp_path])
    assert {"example-1", "vocabulary"} <= set(library.entries)


def test_a_pack_comes_with_all_that_it_needs(tmp_path: Path):
    put(tmp_path, "c", family="c")
    put(tmp_path, "b", "needs: [c]", family="b")
    put(tmp_path, "a", "needs: [b]", family="a")
    assert [entry.name for entry in Library((tmp_path,)).closure("a")] == ["a", "b", "c"]


def test_a_pack_by_its_folder_sees_the_packs_beside_it(tmp_path: Path):
    own, beside = (put(tmp_path, name) for name in ("own", "beside"))
    assert {own.name, beside.name, "hnte-2016"} <= library_for(str(own)).entries.keys()
    assert not {own.name, beside.name} & library_for("hnte-2016").entries.keys()
