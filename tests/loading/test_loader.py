"""From a folder to a pack: files are joined, places are kept, faults are told together, nothing leads out."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import PackError, Place
from gaoxin.loading.library import installed
from gaoxin.loading.loader import MAX_FILES, MAX_PACK_BYTES, link, load_folder, load_tests
from gaoxin.loading.yaml import MAX_BYTES

GOOD = Path(__file__).parent / "good"
HEAD = "pack: example-1\nfamily: example\ntitle: {zh: 例, en: example}\nsubject: firm\nneeds: [words]\n"
T = "title: {zh: 例, en: example}"
DELIVERED = sorted(installed().entries)


def write(folder: Path, **files: str) -> Path:
    """Write a pack folder; `tests__a` is the file a.yaml in tests."""
    for name, text in {"pack": HEAD, **files}.items():
        file = folder / (name.replace("__", "/") + ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    """The faults of a folder, each as one text."""
    with pytest.raises(PackError) as caught:
        load_folder(folder)
    return [str(fault) for fault in caught.value.faults]


def test_sections_may_be_spread_over_files(tmp_path: Path):
    folder = write(
        tmp_path / "p",
        a=f"variables:\n  one: {{{T}}}\n",
        b=f"variables:\n\n  two: {{{T}, unit: 件}}\n",
    )
    loaded = load_folder(folder)
    assert sorted(loaded.pack.variables) == ["one", "two"]
    assert loaded.place(("variables", "two", "unit")) == Place("p/b.yaml", 3)
    assert loaded.place(("variables", "one")) == Place("p/a.yaml", 2)
    assert loaded.place(("variables", "nowhere")) == Place("p/a.yaml", 2)
    assert loaded.place(()) == Place("p/pack.yaml", 1)


def test_a_file_with_a_mark_of_byte_order_is_read(tmp_path: Path):
    folder = write(tmp_path / "p")
    (folder / "more.yaml").write_bytes(b"\xef\xbb\xbf" + f"variables:\n  one: {{{T}}}\n".encode())
    assert sorted(load_folder(folder).pack.variables) == ["one"]


def test_a_pack_cannot_be_changed(tmp_path: Path):
    pack = load_folder(write(tmp_path / "p")).pack
    with pytest.raises(ValueError, match="frozen"):
        pack.subject = "zone"  # type: ignore[misc]


def test_bytes_that_are_not_utf8(tmp_path: Path):
    folder = write(tmp_path / "p")
    (folder / "more.yaml").write_bytes("summary: {zh: 例, en: x}\n".encode("gb18030"))
    assert faults(folder) == [
        "p/more.yaml  file\n  byte 14 is not UTF-8; packs are UTF-8\n  try: save it as UTF-8"
    ]


def test_a_link_that_leads_out(tmp_path: Path):
    (tmp_path / "secret.yaml").write_text("variables: {}\n", "utf-8")
    folder = write(tmp_path / "p")
    (folder / "more.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "system.yaml").symlink_to("/etc/passwd")
    told = faults(folder)
    assert [t.splitlines()[0] for t in told] == ["p/more.yaml  file", "p/system.yaml  file"]
    assert all("a link that leads out of the pack" in t and "copy the file in" in t for t in told)
    assert "root:" not in "".join(told)


def test_a_link_inside_the_folder_is_a_file(tmp_path: Path):
    folder = write(tmp_path / "p", a=f"variables:\n  one: {{{T}}}\n")
    (tmp_path / "q").symlink_to(folder)
    assert sorted(load_folder(tmp_path / "q").pack.variables) == ["one"]


def test_links_in_the_folder_of_tests(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("- {case: x, expect: {}}\n", "utf-8")
    folder = write(tmp_path / "p")
    (folder / "tests").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PackError, match="a link that leads out of the pack"):
        load_tests(folder)


def test_what_is_no_plain_file(tmp_path: Path):
    folder = write(tmp_path / "p")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "lost.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "ring.yaml").symlink_to(folder / "ring.yaml")
    told = faults(folder)
    assert len(told) == 4
    assert all("no plain file" in t for t in told)


def test_too_many_files(tmp_path: Path):
    folder = write(
        tmp_path / "p", **{f"f{n}": f"sources: {{s{n}: {{title: x}}}}\n" for n in range(MAX_FILES)}
    )
    assert f"{MAX_FILES + 1} files; a pack has at most {MAX_FILES}" in faults(folder)[0]


def test_too_large_a_file(tmp_path: Path):
    folder = write(tmp_path / "p", big="#" * (MAX_BYTES + 1))
    (told,) = faults(folder)
    assert told.startswith(f"p/big.yaml:1  file\n  {MAX_BYTES + 1} characters; a file of a pack has at most")


def test_too_large_a_pack_is_not_even_read(tmp_path: Path):
    folder = write(tmp_path / "p")
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(10**12)  # a hole: a file that takes no place
    assert f"a pack has at most {MAX_PACK_BYTES}" in faults(folder)[0]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_no_pack(tmp_path: Path, there: bool):
    if there:
        (tmp_path / "p").mkdir()
    (told,) = faults(tmp_path / "p")
    assert "no such file; a pack is a folder with a pack.yaml" in told


def test_the_place_of_a_fault_in_a_list(tmp_path: Path):
    folder = write(
        tmp_path / "p",
        rules=f"verdicts:\n  v:\n    {T}\n    any:\n      - all:\n"
        f"          - {{id: a, {T}, require: revenue > 1 元}}\n"
        f"          - {{id: b, {T}, require: staff > 1 元}}\n",
    )
    loaded = load_folder(folder)
    with pytest.raises(PackError) as caught:
        link(loaded, {"words": load_folder(GOOD / "words").pack})
    (fault,) = caught.value.faults
    assert fault.place == Place("p/rules.yaml", 7)
    assert fault.object == "verdicts.v.any.0.all.1.require"


def test_cases_have_their_places(tmp_path: Path):
    folder = write(
        tmp_path / "p",
        tests__a="- case: one\n  expect: {v: pass}\n- case: two\n  expect: {v: fail}\n",
        tests__b="case: alone\nexpect: {v: unknown}\n",
    )
    found = load_tests(folder)
    assert [(case.case, str(place)) for case, place in found] == [
        ("one", "p/tests/a.yaml:1"),
        ("two", "p/tests/a.yaml:3"),
        ("alone", "p/tests/b.yaml:1"),
    ]
    assert load_tests(GOOD / "words") == []


def test_faults_of_cases_are_told_together(tmp_path: Path):
    folder = write(
        tmp_path / "p",
        tests__a="- case: one\n  wishes: {}\n- expect: {}\n- case: three\n  expect: {}\n  period: never\n",
    )
    with pytest.raises(PackError) as caught:
        load_tests(folder)
    assert [(str(f.place), f.object) for f in caught.value.faults] == [
        ("p/tests/a.yaml:1", "expect"),
        ("p/tests/a.yaml:2", "wishes"),
        ("p/tests/a.yaml:3", "case"),
        ("p/tests/a.yaml:6", "period"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", DELIVERED)
def test_delivered_packs_are_sound(name: str):
    library = installed()
    program = library.program(name)
    assert program.pack.pack == name
    assert load_tests(library.find(name).folder)


@pytest.mark.parametrize("name", DELIVERED[::4])
def test_loading_is_deterministic(name: str):
    one, two = installed().program(name), installed().program(name)
    assert one.pack == two.pack
    assert list(one.items) == list(two.items)
    assert one.items == two.items


SECTIONS = st.sampled_from(
    "variables indicators points verdicts index board sources subjects title needs in_force x".split()
)
KEYS = st.sampled_from(
    "a title zh en formula unit type bands when points otherwise all any id require tree weight".split()
)
WORDS = st.sampled_from(
    [
        "1",
        "0.5",
        "1/0",
        "1e9",
        "revenue",
        "revenue / staff",
        "元",
        "%",
        "grade",
        "null",
        "true",
        "2024-01-01",
        "''",
        "x y",
    ]
)
VALUES = st.recursive(
    WORDS | st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=5).map(repr),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: "[" + ", ".join(parts) + "]")
        | st.lists(st.tuples(KEYS, inner), max_size=4).map(
            lambda parts: "{" + ", ".join(f"{k}: {v}" for k, v in dict(parts).items()) + "}"
        )
    ),
    max_leaves=8,
)


@pytest.mark.slow
@settings(max_examples=120)
@given(sections=st.lists(st.tuples(SECTIONS, VALUES), max_size=4), raw=st.text(max_size=30) | st.just(""))
def test_any_folder_is_loaded_or_told(tmp_path_factory: pytest.TempPathFactory, sections, raw: str):
    folder = tmp_path_factory.mktemp("packs") / "p"
    folder.mkdir()
    text = HEAD + "".join(f"{key}: {value}\n" for key, value in sections) + raw
    (folder / "pack.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        link(load_folder(folder), {"words": load_folder(GOOD / "words").pack})
    except PackError as error:
        told = error.faults
    else:
        return
    assert told
    assert all(f.place.line and f.seen and f.rule and f.next_step for f in told if "UTF-8" not in f.rule)
