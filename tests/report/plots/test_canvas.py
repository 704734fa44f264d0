"""Pictures: their files, their fonts, and what happens without matplotlib."""

import sys
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report.plots import canvas, ranking

ROWS = [{"subject": "甲区", "rank": 1}]


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away every font with Chinese characters."""
    monkeypatch.setattr(canvas, "chinese_font", lambda: None)


@pytest.mark.slow
def test_a_picture_is_svg_with_text_or_png(tmp_path: Path):
    picture = ranking(ROWS)
    svg = picture.save(tmp_path / "a.svg").read_text("utf-8")
    assert "甲区</text>" in svg
    assert "sans-serif" in svg
    assert "<image" not in svg
    assert picture.save(tmp_path / "a.PNG").read_bytes()[:4] == b"\x89PNG"
    assert "甲区</text>" in picture._repr_svg_()


def test_the_same_picture_has_the_same_bytes():
    assert ranking(ROWS).svg() == ranking(ROWS).svg()


@pytest.mark.parametrize(("name", "word"), [("a.pdf", "try: a.svg"), ("no/a.svg", "there is no folder")])
def test_another_ending_or_no_folder_is_refused(tmp_path: Path, name: str, word: str):
    with pytest.raises(UsageError, match=word):
        ranking(ROWS).save(tmp_path / name)


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r'pip install "gaoxin\[plots\]"'):
        ranking(ROWS)


def test_without_a_chinese_font_the_reader_is_told(no_font: None):
    with pytest.warns(UserWarning, match="缺少中文字体"):
        picture = ranking([{"subject": "a", "rank": 1}], language="en")
    assert picture.notices == (canvas.NO_FONT,)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("创新资源集聚", ["创新资源集聚"]),
        ("与主营业务相关的知识产权", ["与主营业务相", "关的知识产权"]),
        ("研发费用总额增长率（%）", ["研发费用总额", "增长率（%）"]),
        ("R&D intensity of firms", ["R&D", "intensity of", "firms"]),
    ],
)
def test_long_names_stand_in_lines_of_about_one_length(text: str, lines: list[str]):
    assert canvas.wrapped(text, 12).split("\n") == lines


def test_numbers_have_the_digits_that_count():
    assert [canvas.number(v) for v in (3.0, 3.14159, 31.4159, 31415.9, -2.5)] == [
        "3",
        "3.14",
        "31.4",
        "31,416",
        "−2.50",
    ]
