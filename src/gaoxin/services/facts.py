"""Published facts as a long table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from gaoxin.intake.facts import FLAGS, Fact, read_facts
from gaoxin.services.tables import Results

EXACT = pa.decimal128(38, 12)
SCHEMA = pa.schema(
    [
        ("row", pa.int32()),
        ("zone", pa.string()),
        ("year", pa.int32()),
        ("period", pa.string()),
        ("first_month", pa.int32()),
        ("last_month", pa.int32()),
        ("partial", pa.bool_()),
        ("indicator", pa.string()),
        ("published", pa.string()),
        ("value", EXACT),
        ("unit", pa.string()),
        ("base_value", EXACT),
        ("base_unit", pa.string()),
        ("bound", pa.string()),
        ("note", pa.string()),
        ("source", pa.string()),
        ("link", pa.string()),
        ("flags", pa.string()),
    ]
)
"""The columns of the table; the words of `flags` are joined by ``;``."""


def facts(file: str | Path) -> Results:
    """Read a file of published facts: as many rows out as in.

    Raises
    ------
    UsageError : no such file
    DataError : not a CSV file of facts
    """
    found = read_facts(Path(file))
    rows = [_row(fact) for fact in found]
    counted = {flag: sum(flag in fact.flags for fact in found) for flag in FLAGS}
    notices = tuple(f"{flag}: {count} ({FLAGS[flag]})" for flag, count in counted.items() if count)
    return Results(pa.Table.from_pylist(rows, schema=SCHEMA), "", notices)


def _row(fact: Fact) -> dict[str, object]:
    first, last = fact.months or (None, None)
    base = fact.base_value
    return {
        "row": fact.row,
        "zone": fact.zone,
        "year": fact.year,
        "period": fact.period,
        "first_month": first,
        "last_month": last,
        "partial": "partial" in fact.flags,
        "indicator": fact.indicator,
        "published": fact.published,
        "value": fact.value,
        "unit": fact.unit,
        "base_value": None if base is None else Decimal(base.numerator) / Decimal(base.denominator),
        "base_unit": fact.base_unit,
        "bound": fact.bound,
        "note": fact.note,
        "source": fact.source,
        "link": fact.link,
        "flags": ";".join(fact.flags),
    }
