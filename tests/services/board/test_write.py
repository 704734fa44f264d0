"""The tables `board` and `movers` of a run, with numbers worked by hand; see conftest for the firms."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.engines.protocol import Table
from gaoxin.formula.program import Program
from gaoxin.report.run import TABLES
from gaoxin.services.board import Range, write_board

Rows = list[dict[str, Any]]
Write = Callable[..., tuple[Rows, Rows]]
NATION = {("intensity", 2024): Range(F(1), F(9), "年鉴")}


def at(rows: Rows, **key: Any) -> dict[str, Any]:
    """The one row with these values."""
    (found,) = [row for row in rows if all(row[name] == value for name, value in key.items())]
    return found


def intensity(rows: Rows, subject: str, period: int) -> dict[str, Any]:
    """The board's figure of a zone in a year."""
    return at(rows, node="1.1", measure="intensity", subject=subject, period=period)


def test_a_figure_stands_beside_its_year_before_its_range_and_its_peers(write: Write):
    board, _ = write()
    row = intensity(board, "东区", 2023)
    assert row == {
        "pack": "test-1", "board": "b", "node": "1.1", "kind": "zone", "subject": "东区", "period": 2023,
        "measure": "intensity", "number": 3.0, "text": "3.00%", "prior_text": "5.00%", "change": -2.0,
        "change_text": "-2.00 百分点", "own_low": 3.0, "own_high": 5.0, "nation_low": None,
        "nation_high": None, "nation_source": None, "peers": 1, "peers_below": 0, "state": "known",
        "direction": "up", "red": True,
        "why_red_zh": "比上年变差：5.00% → 3.00%（暂定规则）",
        "why_red_en": "worse: 5.00% → 3.00% (assumed rule)",
        "rollup": True,
    }  # fmt: skip


def test_a_leaf_after_the_other_in_the_order_of_the_tree(write: Write):
    board, _ = write(periods=[2024])
    shown = [(row["node"], row["measure"]) for row in board]
    leaves = [
        ("1.1", "intensity"),
        ("1.1", "turnover"),
        ("1.2", "growth_rate"),
        ("1.2", "area"),
        ("1.2", "intensity"),
    ]
    assert list(dict.fromkeys(shown)) == leaves
    assert {row["period"] for row in board} == {2024}
    assert intensity(board, "东区", 2024)["prior_text"] == "3.00%"


def test_unknown_is_missing_and_never_red(write: Write):
    board, movers = write()
    row = intensity(board, "新区", 2023)
    assert (row["number"], row["text"], row["state"], row["red"]) == (None, None, "missing", None)
    assert (row["peers"], row["peers_below"]) == (2, None)
    later = intensity(board, "新区", 2024)
    assert (later["number"], later["prior_text"], later["change"], later["red"]) == (6.0, None, None, None)
    assert (later["own_low"], later["own_high"]) == (3.0, 6.0)
    assert not [
        m for m in movers if (m["subject"], m["period"], m["indicator"]) == ("新区", 2023, "intensity")
    ]


def test_the_first_year_has_nothing_to_be_worse_than(write: Write):
    board, _ = write()
    first = intensity(board, "东区", 2022)
    assert (first["prior_text"], first["change"], first["red"]) == (None, None, None)


def test_the_same_figure_and_a_better_one_are_not_red(write: Write):
    board, _ = write()
    assert intensity(board, "东区", 2024)["red"] is False
    assert intensity(board, "西区", 2023)["red"] is False


def test_in_the_lowest_quarter_of_the_nation_at_the_line(write: Write):
    """1 % to 9 %: the lowest quarter ends at 3 %, where 东区 stands."""
    board, _ = write(ranges=NATION)
    row = intensity(board, "东区", 2024)
    assert (row["red"], row["nation_low"], row["nation_high"], row["nation_source"]) == (
        True,
        1.0,
        9.0,
        "年鉴",
    )
    assert row["why_red_zh"] == "最低四分之一：3.00%，全国 1.00% 至 9.00%（年鉴）"
    assert row["why_red_en"] == "low: 3.00%, the nation 1.00% to 9.00% (年鉴)"
    both = intensity(board, "西区", 2024)
    assert both["why_red_zh"].startswith("比上年变差：4.00% → 3.00%（暂定规则）；最低四分之一")
    assert intensity(board, "东区", 2023)["nation_low"] is None


def test_peers_are_counted_and_nothing_is_ranked(write: Write):
    board, _ = write()
    best = intensity(board, "新区", 2024)
    assert (best["peers"], best["peers_below"]) == (2, 2)
    assert not {"rank", "score", "total", "weight"} & set(TABLES["board"].names)


def test_a_measure_with_no_better_direction_is_never_red(write: Write):
    board, _ = write(ranges={("area", 2024): Range(F(9), F(99), "表")})
    row = at(board, measure="area", subject="东区", period=2024)
    assert (row["direction"], row["red"], row["text"], row["rollup"]) == ("none", None, "10 亩", False)


def test_a_figure_that_rests_on_an_assumption_says_so(write: Write):
    board, _ = write()
    assert at(board, measure="growth_rate", subject="东区", period=2023)["state"] == "assumed"


def test_parts_and_changes_name_the_firms_behind_a_red_figure(write: Write):
    """东区 2023, 5 % to 3 %: 乙 gave up 6 of cost, 丙 came in with 1 where 5 % of its revenue is 5."""
    _, movers = write()
    rows = [m for m in movers if (m["indicator"], m["subject"], m["period"]) == ("intensity", "东区", 2023)]
    told = {m["member"]: (m["part"], m["change"], m["change_place"], m["standing"]) for m in rows}
    assert told == {
        "乙": (1.8, -1.2, 1, "stayed"),
        "甲": (1.0, 0.0, None, "stayed"),
        "丙": (0.2, -0.8, 2, "entered"),
    }
    assert [m["place"] for m in rows] == [1, 2, 3]
    assert {m["allocation"] for m in rows} == {"ratio"}
    assert at(rows, member="乙")["change_text"] == "-1.20 百分点"
    assert at(rows, member="乙")["share"] == pytest.approx(0.6)


def test_a_firm_that_left(write: Write):
    """乙 had last year's intensity exactly: its leaving moves the quotient by nothing, the sum by 300."""
    _, movers = write()
    ratio = [m for m in movers if (m["indicator"], m["subject"], m["period"]) == ("intensity", "东区", 2024)]
    told = {m["member"]: (m["part"], m["change"], m["standing"]) for m in ratio}
    assert told["甲"] == (1.0, pytest.approx(-0.6), "stayed")
    assert told["丙"] == (2.0, pytest.approx(0.6), "stayed")
    assert told[""] == (0.0, 0.0, "others")
    total = [m for m in movers if (m["indicator"], m["subject"], m["period"]) == ("turnover", "东区", 2024)]
    told = {m["member"]: (m["text"], m["change_text"], m["standing"]) for m in total}
    assert told == {
        "丙": ("0.03 万元", "+0.02 万元", "stayed"),
        "甲": ("0.02 万元", "+0.01 万元", "stayed"),
        "乙": ("0 万元", "-0.03 万元", "left"),
    }
    assert {m["allocation"] for m in total} == {"sum"}


def test_parts_add_up_to_the_figure_and_changes_to_its_change(write: Write):
    board, movers = write()
    parts: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for mover in movers:
        parts[mover["indicator"], mover["subject"], mover["period"]].append(mover)
    seen = 0
    for row in board:
        key = (row["measure"], row["subject"], row["period"])
        if not row["rollup"] or row["number"] is None:
            assert key not in parts
            continue
        assert sum(m["part"] for m in parts[key]) == pytest.approx(row["number"], rel=1e-12)
        if row["change"] is not None:
            assert sum(m["change"] for m in parts[key]) == pytest.approx(row["change"], abs=1e-12)
            seen += 1
    assert seen == 2 * (2 + 2) + 3 * 2


def test_a_change_of_calibre_breaks_the_comparison(write: Write):
    """From 2024 cost is of another calibre: no change, no red against 2023, own years from then on."""
    board, movers = write(breaks={"firm": {"cost": [2024]}})
    row = intensity(board, "西区", 2024)
    assert (row["state"], row["number"], row["prior_text"]) == ("break", 3.0, "4.00%")
    assert (row["change"], row["change_text"], row["red"]) == (None, None, None)
    assert (row["own_low"], row["own_high"]) == (3.0, 3.0)
    assert intensity(board, "西区", 2023)["own_high"] == 4.0
    rows = [m for m in movers if (m["indicator"], m["subject"], m["period"]) == ("intensity", "东区", 2024)]
    assert [(m["member"], m["change"], m["standing"]) for m in rows] == [
        ("丙", None, None),
        ("甲", None, None),
    ]


def test_growth_across_a_change_of_calibre_is_no_figure(write: Write):
    board, _ = write(breaks={"firm": {"revenue": [2024]}})
    row = at(board, measure="growth_rate", subject="东区", period=2024)
    assert (row["number"], row["text"], row["state"]) == (None, "口径变动,不可比", "break")
    assert at(board, measure="growth_rate", subject="东区", period=2023)["number"] == 25.0


def test_without_firms_the_figures_are_missing_and_nobody_is_behind_them(
    write: Write, tables: dict[str, Table]
):
    board, movers = write(tables={"zone": tables["zone"]})
    assert {row["state"] for row in board if row["rollup"]} == {"missing"}
    assert movers == []


def test_without_a_table_of_zones_the_tables_are_there_and_empty(write: Write, tables: dict[str, Table]):
    assert write(tables={"firm": tables["firm"]}) == ([], [])


@pytest.mark.slow
def test_the_columns_are_those_of_a_run(
    tmp_path: Path, program: Program, tables: dict[str, Table], engine: DuckDB
):
    write_board(tmp_path, [program, program], tables, engine, None, [2024], {})
    for name in ("board", "movers"):
        assert pq.read_schema(tmp_path / "tables" / f"{name}.parquet").equals(TABLES[name])
    rows = pq.read_table(tmp_path / "tables" / "movers.parquet").to_pylist()
    keys = [(m["indicator"], m["subject"], m["member"]) for m in rows]
    assert len(keys) == len(set(keys))


def test_accounts_close_to_the_figures_of_the_board(write: Write, tmp_path: Path):
    board, _ = write()
    rows = pq.read_table(tmp_path / "tables" / "accounts.parquet").to_pylist()
    assert {row["period"] for row in rows} == {2023, 2024}
    for key in {(row["indicator"], row["subject"], row["period"], row["figure"]) for row in rows}:
        own = [row for row in rows if (row["indicator"], row["subject"], row["period"], row["figure"]) == key]
        before, *lines, change, after = own
        assert [before["part"], change["part"], after["part"]] == ["before", "change", "after"]
        assert sum(row["amount"] for row in lines) == pytest.approx(change["amount"], abs=1e-9)
        if key[3] == "figure":
            shown = [r for r in board if (r["measure"], r["subject"], r["period"]) == key[:3]]
            assert after["amount"] == pytest.approx(shown[0]["number"])
