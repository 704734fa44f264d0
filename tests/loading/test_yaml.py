"""YAML as packs write it: plain values with their lines, and nothing that runs, repeats or swells."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import PackError
from gaoxin.loading.yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, mapping, read_yaml

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: -12", {"a": -12}),
        ("a: +12", {"a": 12}),
        ("a: 0", {"a": 0}),
        ("a: 007", {"a": "007"}),
        ("a: 1234567890123456789", {"a": "1234567890123456789"}),
        ("a: 0.80", {"a": "0.80"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 12%", {"a": "12%"}),
        ("a: .nan", {"a": ".nan"}),
        ("a: '1'", {"a": "1"}),
        ("a: true", {"a": True}),
        ("a: FALSE", {"a": False}),
        ("a: yes", {"a": "yes"}),
        ("a: no", {"a": "no"}),
        ("a: 'true'", {"a": "true"}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: ''", {"a": ""}),
        ("a: 2024-02-29", {"a": date(2024, 2, 29)}),
        ("a: 2024-02-30", {"a": "2024-02-30"}),
        ("a: '2024-02-29'", {"a": "2024-02-29"}),
        ("a: 2024-02-29 10:00", {"a": "2024-02-29 10:00"}),
        ("2024: x", {"2024": "x"}),
        ("true: x", {"true": "x"}),
        ("a: [1, {b: 2}, []]", {"a": [1, {"b": 2}, []]}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("- 1\n- 2", [1, 2]),
        ("企业: 高新 # 注", {"企业": "高新"}),
        ("%YAML 1.1\n---\na: 1", {"a": 1}),
        ("a: !  1", {"a": 1}),
        ("", None),
        ("# nothing", None),
    ],
)
def test_values(text: str, value: object):
    document = read_yaml(text, "f.yaml")
    assert document.value == value
    assert not document.faults


def test_every_value_has_its_line():
    document = read_yaml("a:\n  b: 1\n  c:\n    - x\n    - d: 2\n", "f.yaml")
    assert document.lines[("a", "b")] == 2
    assert document.lines[("a", "c", 0)] == 4
    assert document.line(("a", "c", 1, "d")) == 5
    assert document.line(("a", "c", 1, "nowhere", "deeper")) == 5
    assert document.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "seen"),
    [
        ("a: 1\na: 2", 2, "a a second time"),
        ("a: &x 1", 1, "the anchor &x"),
        ("a: &x\n  b: 1", 1, "the anchor &x"),
        ("a: [&x 1]", 1, "the anchor &x"),
        ("&x a: 1", 1, "the anchor &x"),
        ("a: &x 1\nb: *x", 2, "the alias *x"),
        ("a: &x 1\n*x : 2", 2, "a key that is not a text"),
        ("a: !!int 1", 1, "the tag"),
        ("a: !x 1", 1, "the tag !x"),
        ("a: !x [1]", 1, "the tag !x"),
        ("!x a: 1", 1, "the tag !x"),
        ("a: !!python/object/apply:os.system [ls]", 1, "os.system"),
        ("a: !!binary aGk=", 1, "the tag"),
        ("? [a]\n: 1", 1, "a key that is not a text"),
        ("? {a: [b]}\n: 1\nc: 2", 1, "a key that is not a text"),
        ("<<: {a: 1}\n<<: {a: 2}", 2, "<< a second time"),
        ("a: 1\n---\nb: 1", 3, "a second document"),
    ],
)
def test_what_packs_do_not_have(text: str, line: int, seen: str):
    faults = read_yaml(text, "f.yaml").faults
    assert [f for f in faults if seen in f.seen and f.place.line == line], faults


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n b: 2", 2, "the file must be YAML"),
        ("a: 'x", 1, "found unexpected end of stream"),
        ("a: [1, 2", 1, "the file must be YAML"),
        ("a: \x00", 1, "UTF-8"),
        ("a: \x1b[0m", 1, "UTF-8"),
        ("a: *nowhere\nb: {", 2, "the file must be YAML"),
        ("a" * (MAX_BYTES + 1), 1, f"at most {MAX_BYTES}"),
        ("[" * (MAX_DEPTH + 1), 1, f"more than {MAX_DEPTH} levels"),
        ("- x\n" * (MAX_NODES + 1), MAX_NODES - 1, f"more than {MAX_NODES} nodes"),
        ("[x]: 1\n? " + "[" * 100, 2, f"more than {MAX_DEPTH} levels"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_what_cannot_be_read(text: str, line: int, words: str):
    with pytest.raises(PackError) as caught:
        read_yaml(text, "f.yaml")
    (fault,) = caught.value.faults
    assert words in str(fault)
    assert (fault.place.file, fault.place.line) == ("f.yaml", line)


def test_the_greatest_depth_is_read():
    depth = MAX_DEPTH
    document = read_yaml("[" * depth + "]" * depth, "f.yaml")
    assert not document.faults
    assert str(document.value) == "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        "[" * (MAX_BYTES - 1),
        "{a: " * (MAX_BYTES // 5),
        "- " * (MAX_BYTES // 3),
        "? " * (MAX_BYTES // 3),
        "---\n" * (MAX_BYTES // 5),
        "? [" * (MAX_BYTES // 4),
        "[[x]: " * (MAX_BYTES // 7),
        "&a " * (MAX_BYTES // 4),
    ],
    ids=lambda text: text[:6],
)
def test_bombs_are_refused_fast(text: str):
    start = time.process_time()
    try:
        faults = read_yaml(text, "f.yaml").faults
    except PackError as error:
        faults = list(error.faults)
    assert faults
    assert time.process_time() - start < 5, "reading must stop at the bound, not at the end"


def test_a_mapping_or_none():
    assert mapping({"a": 1}) == {"a": 1}
    assert mapping([1]) is None


MARKS = st.sampled_from([*"[]{}:,-?&*!|>'\"%@`# \n\tab1~<.", "\n  ", ": ", "- ", "---\n", "&a ", "*a"])


@pytest.mark.slow
@settings(max_examples=300)
@given(st.text(max_size=200) | st.lists(MARKS, max_size=60).map("".join))
def test_any_text_is_read_or_told(text: str):
    try:
        document = read_yaml(text, "f.yaml")
    except PackError:
        return
    assert only_plain(document.value)


def only_plain(value: object) -> bool:
    """Whether a value is made of dicts, lists, texts, integers, dates, flags and nothing."""
    if isinstance(value, dict):
        return all(type(k) is str and only_plain(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(only_plain, value))
    return value is None or type(value) in (str, int, bool, date)


SCALARS = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.dates()
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=20)


@pytest.mark.slow
@given(
    st.recursive(
        SCALARS | TEXTS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=20,
    )
)
def test_what_is_written_is_read(value: object):
    document = read_yaml(written(value), "f.yaml")
    assert document.value == value
    assert not document.faults


def written(value: object) -> str:
    """A value in the flow style of YAML, every text quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(str(k))}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08x}" for c in value) + '"'
    return "null" if value is None else str(value).lower()
