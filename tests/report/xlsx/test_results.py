"""测算结果.xlsx holds every row of the run's tables, and says their figures."""

import time
from pathlib import Path

import pytest

from gaoxin.report.html.book import Book
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.results import FILE, write_results
from tests.report.made import FIRMS, HOSTILE, make_run
from tests.report.xlsx.reading import records, sheets


@pytest.fixture(scope="module")
def book_rows(titles: Titles, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("results")
    assert write_results(titles, folder).path == f"files/{FILE}"
    return sheets(folder / FILE)


def test_the_sheets_and_their_order(book_rows):
    assert list(book_rows) == [
        "说明", "示例认定", "评分表", "指标 示例认定办法", "创新指数", "位次区间 创新指数", "临界企业",
        "看板数据", "看板成员",
    ]  # fmt: skip


def test_codes_and_hostile_names_are_text(book_rows):
    found = records(book_rows["示例认定"])
    assert found[0]["统一社会信用代码／编号"] == FIRMS[0][0]
    assert {row["名称"] for row in found} == {name for _, name in FIRMS}
    assert HOSTILE in {row["名称"] for row in found}


def test_an_index_has_its_contributions(book_rows, titles: Titles):
    found = records(book_rows["创新指数"])
    table = titles.book.rows("index")
    assert len(found) == len(table)
    for row, told in zip(found, table, strict=True):
        for heading, column in (
            ("得分（分）", "score"),
            ("对上级得分的贡献（分）", "contribution"),
            ("位次", "rank"),
        ):
            assert (row[heading] or None) == told[column]
    assert found[1]["状态"] == "暂定值(官方未公布)、含插补"


def test_what_is_just_missed(book_rows, titles: Titles):
    row = records(book_rows["临界企业"])[0]
    told = titles.book.rows("nearly")[0]
    assert (row["现为（含单位）"], row["达到（含单位）"], row["还差"]) == (
        told["now"],
        told["then"],
        told["gap_zh"],
    )
    assert (row["认定事项"], row["填报项"], row["补足后即符合"]) == ("示例认定", "研发费用", "是")


def test_boards_and_members(book_rows, titles: Titles):
    shown = records(book_rows["看板数据"])
    assert len(shown) == len(titles.book.rows("board"))
    assert (shown[0]["数值（按单位）"], shown[0]["单位"], shown[0]["需关注"]) == (3.5, "%", "是")
    assert (shown[1]["数值（按单位）"], shown[1]["数据状态"], shown[1]["需关注"]) == (
        "",
        "口径变动,不可比",
        "",
    )
    assert records(book_rows["看板成员"])[0]["成员名称"] == "甲公司"


@pytest.mark.slow
def test_thousands_of_firms_are_written_whole(tmp_path: Path):
    firms = [(f"91310000MA1FL{n:05d}", f"企业{n}") for n in range(2_000)]
    titles = Titles(Book(Run(make_run(tmp_path / "run", firms))))
    before = time.process_time()
    write_results(titles, tmp_path)
    assert time.process_time() - before < 10
    found = records(sheets(tmp_path / FILE)["示例认定"])
    assert [row["统一社会信用代码／编号"] for row in found[::3]] == [code for code, _ in firms]


def test_ranks_have_their_intervals(book_rows):
    found = records(book_rows["位次区间 创新指数"])[0]
    assert (found["位次"], found["位次区间下限"], found["位次区间上限"]) == (1, 1, 2)
    assert (found["位次差异"], found["领先下一位（份额）"]) == ("位次差异不显著", 0.75)
