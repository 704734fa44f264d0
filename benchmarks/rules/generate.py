"""Synthetic enterprises for the benchmark rules: `python benchmarks/rules/generate.py ROWS FILE.parquet`.

Nobody's data: every figure is drawn. Some firms are put exactly on each threshold, where doubles go wrong,
and figures of years before a firm's founding are empty. Amounts are in 万元 with two decimals,
stored as DOUBLE.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

JUDGED = np.datetime64("2026-06-30")
SECTORS = ("IND", "CON", "WHO", "RET", "TRA", "STO", "POS", "HOT", "ICT", "SOF", "REA", "LEA")
SHARE = 500
"""One firm in so many is put on each threshold."""

Columns = dict[str, Any]


def enterprises(rows: int, seed: int = 20261122) -> pa.Table:
    """Draw a table.

    Parameters
    ----------
    rows : how many enterprises
    seed : of the generator; the same seed gives the same table
    """
    rng = np.random.default_rng(seed)
    drawn = _figures(rng, rows) | _facts(rng, rows)
    _put_on_lines(rng, rows, drawn)
    drawn["founded"] = (JUDGED - drawn["age_days"].astype("timedelta64[D]")).astype("datetime64[D]")
    years = {1: ("rev1", "rd1"), 2: ("rev2", "rd2"), 3: ("rev_y3",)}
    empty = {name: drawn["age_days"] < 365 * back for back, names in years.items() for name in names}
    empty["first_cert_year"] = drawn["first_cert_year"] < 0
    arrays = {name: pa.array(values, mask=empty.get(name)) for name, values in drawn.items()}
    arrays["sector"] = arrays["sector"].cast(pa.string())
    return pa.table({"ent_id": pa.array(np.arange(rows, dtype=np.int64)), **arrays})


def _cents(values: Any) -> Any:
    """Amounts with two decimals, each the double next to the decimal."""
    return np.rint(values * 100) / 100


def _figures(rng: np.random.Generator, rows: int) -> Columns:
    """Amounts: revenue falls back by some 8 % a year, with noise; the rest are shares of it."""
    drawn: Columns = {"rev0": _cents(rng.lognormal(7.5, 1.9, rows))}
    before = drawn["rev0"]
    for name in ("rev1", "rev2", "rev_y3"):
        drawn[name] = before = _cents(before / rng.lognormal(0.08, 0.25, rows))
    intensity = rng.beta(1.2, 24, rows)
    for name, revenue in (("rd0", "rev0"), ("rd1", "rev1"), ("rd2", "rev2")):
        drawn[name] = _cents(drawn[revenue] * intensity * rng.lognormal(0, 0.2, rows))
    shares = {
        "ht_rev": rng.beta(2.2, 1.3, rows),
        "assets": rng.lognormal(0.2, 0.8, rows),
        "tax0": rng.normal(0.04, 0.03, rows),
        "export0": np.where(rng.random(rows) < 0.3, rng.beta(1.5, 6, rows), 0),
        "interest": np.abs(rng.normal(0, 0.01, rows)),
    }
    return drawn | {name: _cents(drawn["rev0"] * share) for name, share in shares.items()}


def _facts(rng: np.random.Generator, rows: int) -> Columns:
    """Counts, scores, flags and the sector."""
    staff = np.rint(rng.lognormal(3.6, 1.4, rows)).astype(np.int32)
    certified = rng.random(rows) < 0.3
    return {
        "region": rng.integers(0, 31, rows).astype(np.int16),
        "sector": np.array(SECTORS)[rng.integers(0, len(SECTORS), rows)],
        "age_days": np.minimum(rng.gamma(2, 1500, rows) + 30, 20_000).astype(np.int32),
        "rd_dom_share": np.rint(rng.beta(9, 1.2, rows) * 1000) / 1000,
        "staff": staff,
        "rd_staff": rng.binomial(staff, rng.beta(1.3, 5, rows)).astype(np.int32),
        "inv_pat": rng.poisson(0.8, rows).astype(np.int32),
        "util_pat": rng.poisson(4, rows).astype(np.int32),
        "inno_score": np.rint(rng.normal(72, 9, rows) * 10) / 10,
        "field_match": rng.random(rows) < 0.7,
        "penalised": rng.random(rows) < 0.02,
        "listed": rng.random(rows) < 0.01,
        "in_zone": rng.random(rows) < 0.6,
        "first_cert_year": np.where(certified, rng.integers(2008, 2026, rows), -1).astype(np.int32),
    }


def _put_on_lines(rng: np.random.Generator, rows: int, drawn: Columns) -> None:
    """Put firms exactly on the thresholds, each on one of them."""
    parts = _parts(rng, rows)
    for limit in (5000.0, 10_000.0, 20_000.0, 50_000.0):
        drawn["rev0"][next(parts)] = limit
    for name, values in (("age_days", (365, 1095, 3650, 5475)), ("inno_score", (70.0,)), ("rd0", (200.0,))):
        for value in values:
            drawn[name][next(parts)] = value
    drawn["rd_dom_share"][next(parts)] = 0.6
    for share in (10, 5):
        firms = next(parts)
        drawn["rd_staff"][firms] = rng.integers(1, 40, firms.size)
        drawn["staff"][firms] = drawn["rd_staff"][firms] * share
    for name, numerator, divisor in (("rd0", 1, 40), ("ht_rev", 3, 5), ("export0", 1, 10)):
        firms = next(parts)  # so many thousandths of a revenue of whole 0.40 万元 have two decimals
        units = np.rint(drawn["rev0"][firms] / 0.4) + 1
        drawn["rev0"][firms] = _cents(units * 0.4)
        drawn[name][firms] = _cents(units * 0.4 * numerator / divisor)
    firms = next(parts)  # 1.728 times a revenue of whole 1.25 万元 has two decimals
    units = np.rint(drawn["rev_y3"][firms] / 1.25) + 800
    drawn["rev_y3"][firms], drawn["rev0"][firms] = _cents(units * 1.25), _cents(units * 2.16)
    drawn["rev1"][firms] = _cents(units * 1.9)
    for percent in (5, 4, 3):
        _three_years(next(parts), drawn, percent)
    drawn["staff"][next(parts)] = 0
    drawn["rd_staff"][drawn["staff"] == 0] = 0
    drawn["rev0"][next(parts)[: rows // SHARE // 10 + 1]] = 0.0


def _three_years(firms: Any, drawn: Columns, percent: int) -> None:
    """R&D of three years at so many per cent of revenue, in revenues that fall under that band."""
    low, high = {5: (100, 5000), 4: (5001, 20_000), 3: (20_001, 90_000)}[percent]
    drawn["rev0"][firms] = np.rint(low + drawn["rev0"][firms] % (high - low))
    for name in ("rev1", "rev2"):
        drawn[name][firms] = np.rint(drawn[name][firms])
    total = sum(drawn[name][firms] for name in ("rev0", "rev1", "rev2"))
    spent = np.rint(total * percent)  # in hundredths
    first, second = np.rint(spent * 0.45), np.rint(spent * 0.35)
    for name, part in (("rd0", first), ("rd1", second), ("rd2", spent - first - second)):
        drawn[name][firms] = part / 100
    drawn["age_days"][firms] = np.maximum(drawn["age_days"][firms], 1200)


def _parts(rng: np.random.Generator, rows: int) -> Iterator[Any]:
    """Groups of firms that do not overlap."""
    order, size = rng.permutation(rows), max(rows // SHARE, 1)
    for start in range(0, rows, size):
        yield order[start : start + size]


def write(rows: int, path: Path) -> None:
    """Write a table of so many rows."""
    pq.write_table(enterprises(rows), path, row_group_size=131_072)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
