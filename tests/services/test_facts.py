"""Facts as a table: a row for each row, exact numbers, flags in words."""

from decimal import Decimal
from pathlib import Path

import gaoxin as gx
from gaoxin.services.facts import SCHEMA, facts

FILE = """zone,year,period,indicator,value,unit,note,source_url
甲,2022,1-9月,总收入,27446.3,亿元,突破,https://www.example.gov.cn/a
乙,2022,时点,面积,10.49,,,https://copies.example.com/b
"""


def test_a_row_for_each_row(tmp_path: Path):
    file = tmp_path / "facts.csv"
    file.write_text(FILE, "utf-8")
    found = facts(file)
    assert found.arrow().schema == SCHEMA
    first, second = found.rows()
    assert (first["row"], first["first_month"], first["last_month"], first["partial"]) == (2, 1, 9, True)
    assert (first["value"], first["base_value"]) == (Decimal("27446.3"), Decimal(2744630000000))
    assert (first["bound"], first["flags"], first["link"]) == (
        "lower",
        "partial;bound",
        "https://www.example.gov.cn/a",
    )
    assert (second["published"], second["base_value"], second["flags"]) == ("10.49", None, "unit unknown")
    assert (second["first_month"], second["partial"], second["link"]) == (None, False, "")
    assert [notice.split(" (")[0] for notice in found.notices] == [
        "partial: 1",
        "bound: 1",
        "unit unknown: 1",
    ]
    assert gx.facts(file).rows() == found.rows()
