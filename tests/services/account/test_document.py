"""《同比变动说明》 of tables without a project: each figure bound, and what it rests on in words."""

import hashlib
from pathlib import Path

import pyarrow.csv
import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.report.docx.binding import differing, figures
from gaoxin.services.account import document
from gaoxin.services.account.basis import Basis
from gaoxin.services.account.verbs import account
from tests.report.docx.reading import tables, text


@pytest.fixture
def bases(monkeypatch: pytest.MonkeyPatch) -> list[Basis]:
    """Give what documents rested on, one after the other."""
    found: list[Basis] = []
    write = document.write_document

    def kept(basis: Basis, path: Path) -> Path:
        found.append(basis)
        return write(basis, path)

    monkeypatch.setattr(document, "write_document", kept)
    return found


@pytest.mark.slow
def test_every_figure_is_bound_to_what_the_tables_give(
    zone_pack: str, zones: str, firms: str, tmp_path: Path, bases: list[Basis]
):
    """A document made before agrees with the accounts of the same tables, and not with those of others."""
    path = tmp_path / "a.docx"
    for indicator in ("total_revenue", "intensity", "total_output", "total_staff"):
        account(zone_pack, indicator, zones, members={"firm": firms}, document=path)
        assert len(figures(path)) >= 2
        assert differing(path, document.at_hand(bases[-1])) == []
    account(zone_pack, "total_revenue", zones, members={"firm": firms}, document=path)
    account(zone_pack, "intensity", zones, members={"firm": firms}, document=tmp_path / "b.docx")
    assert differing(path, document.at_hand(bases[-1])) != []


def test_lines_movers_and_what_they_rest_on(zone_pack: str, zones: str, firms: str, tmp_path: Path):
    path = tmp_path / "a.docx"
    given = {"members": {"firm": firms}, "published": {"高新区": "440"}, "document": path}
    account(zone_pack, "total_revenue", zones, **given)  # type: ignore[arg-type]
    lines, movers = tables(path)
    assert ["数据更正", "—", "440 万元", "450.0001 万元", "+10.0001 万元", "2.27"] in lines
    assert lines[-1] == ["合计", "—", "440 万元", "480.5 万元", "+40.5 万元", "9.2"]
    assert movers[1] == ["丁公司", "新进", "+70 万元"]
    said = text(path)
    for kind, file in (("园区", zones), ("企业", firms)):
        digest = hashlib.sha256(Path(file).read_bytes()).hexdigest()
        assert f"数据表（{kind}）：{Path(file).name}，sha256 {digest}" in said
    assert "上年已公布的数（由使用者给出）：高新区 440" in said
    assert "（zone-figures），内容 sha256 " in said
    assert "没有测算批次，用同样的标准包和数据表重新运行 gaoxin account 可逐数核对" in said


def test_a_table_in_memory_is_hashed_as_it_is(zone_pack: str, zones: str, firms: str, tmp_path: Path):
    found = pyarrow.csv.read_csv(firms)
    told: list[str] = []
    for members in (found, found.slice(0, 5), found):
        gx.account(zone_pack, "total_revenue", zones, members={"firm": members}, document=tmp_path / "a.docx")
        (line,) = [line for line in text(tmp_path / "a.docx").splitlines() if "数据表（企业）" in line]
        told.append(line)
    assert told[0] == told[2] != told[1]


def test_another_ending_and_no_folder(zone_pack: str, zones: str, firms: str, tmp_path: Path):
    for place, words in (("a.pdf", "说明为 .docx"), ("none/a.docx", "there is no folder")):
        with pytest.raises(UsageError, match=words):
            account(zone_pack, "total_revenue", zones, members={"firm": firms}, document=tmp_path / place)
