"""Each key of a TOML file has its line."""

from gaoxin.services.project.lines import key_lines, line_of, line_of_word

TEXT = """\
# settings
title = "a = b"
"odd key" = 1
engine.memory = "1GB"

[ tables . "enterprise" ]  # a kind
files = [
  "x.csv",
]
[[more]]
x = 1
"""


def test_keys_and_headings_have_lines():
    assert key_lines(TEXT) == {
        ("title",): 2,
        ("odd key",): 3,
        ("engine", "memory"): 4,
        ("tables", "enterprise"): 6,
        ("tables", "enterprise", "files"): 7,
        ("more",): 10,
        ("more", "x"): 11,
    }


def test_the_nearest_key_above_stands_in():
    lines = key_lines(TEXT)
    assert line_of(lines, "tables", "enterprise", "files", "0") == 7
    assert line_of(lines, "tables", "zone") is None


def test_a_word_is_looked_for_below():
    assert line_of_word(TEXT, "x.csv", 7) == 8
    assert line_of_word(TEXT, "y.csv", 7) == 7
    assert line_of_word(TEXT, "settings", None) == 1
