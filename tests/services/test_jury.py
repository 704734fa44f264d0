"""The long table of a jury."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gaoxin.base.errors import DataError, UsageError
from gaoxin.services.jury import jury

ROWS = [
    *(("甲", "创新性", scorer, score) for scorer, score in (("一", 80), ("二", 90), ("三", 100))),
    *(("甲", "可行性", scorer, score) for scorer, score in (("一", 70), ("二", 70.01))),
    ("乙", "创新性", "一", 60),
]
TABLE = pa.table(
    dict(zip(("subject", "item", "scorer", "score"), map(list, zip(*ROWS, strict=True)), strict=True))
)


def test_every_item_has_its_mean_and_spread():
    found = {(row["subject"], row["item"]): row for row in jury(TABLE).rows()}
    assert found["甲", "创新性"]["mean"] == 90
    assert found["甲", "创新性"]["sd"] == 10
    assert found["乙", "创新性"]["low"] is None
    assert "period" not in found["甲", "创新性"]


def test_the_means_are_a_table_that_a_pack_reads():
    assert jury(TABLE, wide=True).rows() == [
        {"subject": "甲", "创新性": 90.0, "可行性": 70.0},
        {"subject": "乙", "创新性": 60.0, "可行性": None},
    ]


def test_years_and_chinese_headings(tmp_path: Path):
    place = tmp_path / "jury.csv"
    lines = ["企业,年度,评审项,评委,得分", "甲,2023,创新性,一,80", "甲,2024,创新性,一,90", ",,,,", ""]
    place.write_text("\n".join(lines), encoding="utf-8-sig")
    assert [(row["period"], row["mean"]) for row in jury(place).rows()] == [(2023, 80), (2024, 90)]
    jury(place, wide=True, out=tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[0] == '"subject","period","创新性"'
    pq.write_table(TABLE, tmp_path / "jury.parquet")
    assert len(jury(tmp_path / "jury.parquet")) == 3


def test_every_fault_is_told_at_once(tmp_path: Path):
    place = tmp_path / "jury.csv"
    lines = ["subject,period,item,scorer,score", "甲,24年,a,一,80", "甲,2024,,一,80", "甲,2024,a,一,nan"]
    place.write_text("\n".join([*lines, "甲,2024,a,一,80", "甲,2024,a,一,85"]), "utf-8")
    with pytest.raises(DataError) as caught:
        jury(place)
    assert [(fault.place.line, fault.object) for fault in caught.value.faults] == [
        (2, "period"),
        (3, "item"),
        (4, "score"),
        (6, "scorer"),
    ]
    place.write_bytes("subject,item\n甲".encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        jury(place)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: jury(TABLE, drop_ends=-1), "设置不当"),
        (lambda: jury(TABLE, confidence=1), "设置不当"),
        (lambda: jury("no.csv"), "没有这个文件"),
        (lambda: jury(TABLE.slice(0, 0)), "没有一行"),
        (lambda: jury(TABLE.drop_columns(["scorer"])), "it lacks scorer; try: .*评委"),
    ],
)
def test_wrong_use_says_what_to_try(call, word: str):
    with pytest.raises(UsageError, match=word):
        call()
