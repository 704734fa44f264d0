"""《……条件自评表》 says what the subject's page says."""

import re
from pathlib import Path

import pytest

from gaoxin.base.errors import UsageError
from gaoxin.report import BuiltReport
from gaoxin.report.docx.self_check import check_title, self_check, write_check, write_checks
from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import subject_page
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles
from tests.report.docx.reading import tables, text
from tests.report.made import FIRMS, HOSTILE, PACK
from tests.report.reading import Page


def test_conditions_with_own_figures_and_their_cells(checks: list[Path]):
    _, conditions, *_ = tables(checks[0])
    assert conditions[0] == ["条件", "要求", "本单位数据与来源单元格", "结果"]
    assert conditions[1][0] == "H-05 研发费用占比\n第十一条（五）"
    assert conditions[1][1] == "研发强度不低于4%"
    assert conditions[2][1] == "revenue >= 1"
    assert conditions[1][2].split("\n") == [
        "营业收入（2024年）：1,234,567.50 万元",
        "　← data/a.xlsx!企业&园区!C2",
        "营业收入（2023年）：1,234,567.50 万元",
        "　← data/a.xlsx!企业&园区!C2",
        "研发费用（2024年）：12,345.6 万元",
        "　← data/a.xlsx!企业&园区!AB2",
    ]
    assert [row[3] for row in conditions[1:]] == ["不符合", "符合"]
    assert conditions[2][0].endswith("暂定值(官方未公布)")


@pytest.mark.slow
def test_the_gap_and_what_is_missing(checks: list[Path]):
    gap = "H-05 距4%还差37.42万元：研发费用现为 12,345.6 万元，达到 12,383.02 万元；补足后即符合。"
    assert gap in text(checks[0])
    assert "H-05 待补充：研发费用、营业收入" in text(checks[1])
    assert "没有待补充的条件。" in text(checks[0])
    assert "没有临界条件。" in text(checks[1])


def test_whose_it_is_and_by_which_standard(checks: list[Path]):
    head = dict(tables(checks[1])[0])
    assert head["名称"] == HOSTILE
    assert head["统一社会信用代码／编号"] == FIRMS[1][0]
    assert head["依据文件"] == "示例办法 示〔2020〕1号"
    assert head["标准版本"] == f"{PACK} · 已核来源 · {'ab' * 8}"
    assert head["结论"] == "待补充"


@pytest.mark.slow
def test_it_says_what_the_page_says(checks: list[Path], report: BuiltReport):
    """Every figure of the page's conditions, of the score sheet and of what is just missed stands there."""
    for path, (code, _) in zip(checks[:3], FIRMS, strict=False):
        page = Page(report.folder / subject_page("enterprise", code))
        said = text(path)
        conditions, sheet = page.tables[:2]
        for row in conditions.rows[1:]:
            assert row[0].text.split()[0] in said
            for cell in row[1:]:
                shown = re.findall(r"\d[\d,.]+", cell.text) if "万元" in cell.text else [cell.text.strip()]
                assert [piece for piece in shown if piece not in said] == []
        for row in sheet.rows[1:]:
            assert row[1].text in said
            assert row[-3].text in said
    assert "距4%还差37.42万元" in Page(report.folder / subject_page("enterprise", FIRMS[0][0])).words


def test_the_last_year_of_the_subject_is_taken(checks: list[Path]):
    assert "（2024年）" in text(checks[0])
    assert "（2022年）" in text(checks[3])


def test_a_title_has_its_end_once(titles: Titles):
    assert check_title(titles, PACK, "hnte") == "示例认定条件自评表"
    assert check_title(titles, PACK, "某某认定条件") == "某某认定条件自评表"


@pytest.mark.slow
def test_files_are_named_after_what_they_hold(rows: SubjectRows, tmp_path: Path):
    files = list(write_checks(rows, rows.wanted()[:1], tmp_path))
    assert [file.path for file in files] == [f"files/示例认定条件自评表-{FIRMS[0][0]}.docx"]
    assert files[0].title == {
        "zh": "《示例认定条件自评表》甲公司（DOCX）",
        "en": "Example recognition, self-check: 甲公司 (DOCX)",
    }
    assert (tmp_path / Path(files[0].path).name).is_file()


def test_who_was_not_judged_has_none(rows: SubjectRows, made: Path, tmp_path: Path):
    assert not write_check(rows, (PACK, "hnte", "zone", "Z1"), tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()
    for pack, subject, verdict in (
        (PACK, "Z1", None),
        (PACK, FIRMS[0][0], "other"),
        ("none", FIRMS[0][0], None),
    ):
        with pytest.raises(UsageError, match="not judged in this run; try: gaoxin build"):
            self_check(Run(made), pack, subject, tmp_path / "a.docx", verdict)
