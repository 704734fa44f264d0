"""The first sheet says what made the workbook."""

from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.cover import cover, made_by
from tests.report.made import PACK, ZONE, make_run


def test_the_run_its_standards_and_its_files_are_named(titles: Titles):
    rows = cover(titles, "测算结果", [("结论", "各项条件")])
    text = "\n".join(str(cell) for row in rows for cell in row)
    for part in ("20260331-143005-ab12cd", "2025-03-31", PACK, ZONE, "vocabulary", "ab" * 32, "cd" * 32):
        assert part in text
    assert "data/a.xlsx" in text
    assert "企业&园区" in text
    assert ["结论", "各项条件"] in rows
    assert ["", "a pack was left out (没有数据，未测算)"] in rows


def test_states_are_in_words(titles: Titles):
    packs = [row for row in cover(titles, "测算结果", []) if len(row) == 7]
    assert ["示例指数", ZONE, "已核来源", "暂定值(官方未公布)", "", "", "ab" * 32] in packs


def test_made_up_data_are_marked_and_others_are_not(titles: Titles, tmp_path):
    real = Titles(Book(Run(make_run(tmp_path / "run", synthetic=False))))
    assert [row for row in cover(titles, "", []) if "合成数据" in str(row)] == [[titles.synthetic]]
    assert not [row for row in cover(real, "", []) if "合成数据" in str(row)]


def test_the_last_line_says_who_decides(titles: Titles):
    assert cover(titles, "", [])[-1] == ["自评结果,以主管部门认定为准"]


def test_years_and_versions(titles: Titles):
    told = dict(made_by(titles))
    assert told["年度"] == "2022年、2023年、2024年"
    assert told["复算"] == "gaoxin replay DIR 20260331-143005-ab12cd"
