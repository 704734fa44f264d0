"""One catalogue for both languages, and every word of it in use."""

import re
from pathlib import Path

import pytest

from gaoxin.report.html.catalogue import LANGUAGES, Words, strings

HTML = Path(__file__).parents[3] / "src" / "gaoxin" / "report" / "html"
CODED = ("leaf", "leaf_says", "data", "standing", "index", "finding", "finding_state", "status", "verdict",
         "condition", "section", "key", "class", "account",
         "moved_by")  # fmt: skip


def asked() -> set[str]:
    """The keys that templates and modules ask for by name."""
    templates = "\n".join(path.read_text("utf-8") for path in (HTML / "templates").glob("*.html"))
    modules = "\n".join(path.read_text("utf-8") for path in HTML.glob("*.py"))
    found = {*re.findall(r"\bt\('([^']+)'[,)]", templates)}
    found |= {*re.findall(r"words\(\"([^\"]+)\"", modules)}
    return found | {*re.findall(r"\"(menu\.\w+)\"", modules)}


@pytest.mark.parametrize("key", strings())
def test_every_key_has_words_in_both_languages(key: str):
    words = strings()[key]
    assert {*words} == {*LANGUAGES}
    assert all(words.values())
    places = [re.findall(r"\{(\w+)\}", text) for text in words.values()]
    assert {*places[0]} == {*places[1]}, "both sentences take the same figures"


def test_every_key_asked_for_is_there():
    assert asked() - {*strings()} == set()


def test_no_words_lie_idle():
    named = asked() | {"nearly.none", "findings.none", "missing.none", "raises.none"}
    idle = [key for key in strings() if key not in named and key.rpartition(".")[0] not in CODED]
    assert not idle


def test_words_take_figures():
    assert Words("zh")("at_most", n=8) == "满分 8"
    assert Words("en")("at_most", n=8) == "at most 8"


def test_an_unknown_code_shows_itself():
    assert Words("en").known("verdict", "pass") == "pass"
    assert Words("zh").known("verdict", "pass") == "符合"
    assert Words("zh").known("verdict", "new") == "new"


def test_a_title_falls_back_to_the_language_that_it_has():
    assert Words("en").of({"zh": "企业", "en": None}) == "企业"
    assert Words("en").of({"zh": "企业", "en": "Firm"}) == "Firm"
    assert Words("zh").of("name") == "name"
    assert Words("zh").of(None) == ""


@pytest.mark.parametrize("why", ["missing", "break", "jury", "doubtful", "not_applicable"])
def test_each_reason_of_a_condition_has_words(why: str):
    assert f"condition.{why}" in strings()
    assert Words("zh").known("condition", why) != why
