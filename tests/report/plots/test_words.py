"""Words in both languages."""

import re

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots.words import WORDS, headed, words


def test_every_word_is_chinese_and_english():
    for key, (chinese, english) in WORDS.items():
        assert re.search("[\u4e00-\u9fff]", chinese), key
        assert not re.search("[\u4e00-\u9fff]", english), key
        assert not re.search("[,;:]", chinese), f"{key}: Chinese marks in Chinese"
    assert set(words("zh")) == set(words("en"))


def test_another_language_is_refused():
    with pytest.raises(UsageError, match="zh or en"):
        words("fr")


def test_titles_name_the_year_unless_given():
    assert (headed(None, "位次", 2024), headed(None, "位次", None), headed("甲", "位次", 2024)) == (
        "位次 2024",
        "位次",
        "甲",
    )
