"""The benchmark rules by hand and in fractions: a row's outputs, and the lines on which it stands."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Value = Fraction | bool
Row = Mapping[str, Any]

SIZES: Mapping[str, tuple[str, str, tuple[tuple[int, int], ...]]] = {
    "IND": ("staff", "rev0", ((1000, 40000), (300, 2000), (20, 300))),
    "CON": ("rev0", "assets", ((80000, 80000), (6000, 5000), (300, 300))),
    "WHO": ("staff", "rev0", ((200, 40000), (20, 5000), (5, 1000))),
    "RET": ("staff", "rev0", ((300, 20000), (50, 500), (10, 100))),
    "TRA": ("staff", "rev0", ((1000, 30000), (300, 3000), (20, 200))),
    "STO": ("staff", "rev0", ((200, 30000), (100, 1000), (20, 100))),
    "POS": ("staff", "rev0", ((1000, 30000), (300, 2000), (20, 100))),
    "HOT": ("staff", "rev0", ((300, 10000), (100, 2000), (10, 100))),
    "ICT": ("staff", "rev0", ((2000, 100000), (100, 1000), (10, 100))),
    "SOF": ("staff", "rev0", ((300, 10000), (100, 1000), (10, 50))),
    "REA": ("rev0", "assets", ((200000, 10000), (1000, 5000), (100, 2000))),
    "LEA": ("staff", "assets", ((300, 120000), (100, 8000), (10, 100))),
}


@dataclass
class Judged:
    """A row in fractions: its outputs, and the comparisons in which both sides are equal."""

    row: Row
    outputs: dict[str, Value] = field(default_factory=dict[str, Value])
    ties: list[str] = field(default_factory=list[str])

    def number(self, name: str) -> Fraction:
        """A figure exactly as the double is printed; an empty one is 0, as the benchmark says."""
        value = self.row[name]
        return Fraction(0) if value is None else Fraction(repr(value))

    def holds(self, name: str, left: Fraction, sign: str, right: Fraction) -> bool:
        """A comparison, noted where it is exactly at the line."""
        if left == right:
            self.ties.append(f"{name}: {float(left):.12g} {sign} {float(right):.12g}")
        tests = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
        return tests[sign](left, right)

    def share(self, name: str, part: Fraction, whole: Fraction, least: Fraction) -> bool:
        """Whether a part of a positive whole reaches a share of it."""
        return whole > 0 and self.holds(name, part / whole, ">=", least)


def judged(row: Row) -> Judged:
    """Judge one enterprise."""
    firm = Judged(row)
    firm.outputs |= {"hnte": _hnte(firm), "size": _size(firm), "gazelle": _gazelle(firm)}
    firm.outputs |= _subsidies(firm)
    total = min(
        sum(firm.outputs[f"s{n}"] for n in range(1, 9)), Fraction(500), max(firm.number("tax0"), Fraction(0))
    )
    firm.outputs["total"] = Fraction(0) if row["penalised"] else total
    return firm


def _hnte(firm: Judged) -> bool:
    row, number = firm.row, firm.number
    revenue = number("rev0") + number("rev1") + number("rev2")
    research = number("rd0") + number("rd1") + number("rd2")
    small = firm.holds("band", number("rev0"), "<=", Fraction(5000))
    band = 5 if small else 4 if firm.holds("band", number("rev0"), "<=", Fraction(20000)) else 3
    tests = [
        firm.holds("age", number("age_days"), ">=", Fraction(365)),
        row["inv_pat"] >= 1 or row["util_pat"] >= 6,
        row["field_match"],
        not row["penalised"],
        firm.share("staff", number("rd_staff"), number("staff"), Fraction(1, 10)),
        firm.share("intensity", research, revenue, Fraction(band, 100)),
        firm.holds("domestic", number("rd_dom_share"), ">=", Fraction(3, 5)),
        firm.share("high-tech", number("ht_rev"), number("rev0"), Fraction(3, 5)),
        firm.holds("score", number("inno_score"), ">", Fraction(70)),
    ]
    return all(tests)


def _size(firm: Judged) -> Fraction:
    first, second, limits = SIZES[firm.row["sector"]]
    for size, (one, other) in zip((4, 3, 2), limits, strict=True):
        if firm.number(first) >= one and firm.number(second) >= other:
            return Fraction(size)
    return Fraction(1)


def _gazelle(firm: Judged) -> bool:
    number = firm.number
    tests = [
        1095 <= firm.row["age_days"] <= 3650,
        number("rev_y3") >= 1000,
        firm.holds("growth", number("rev0"), ">=", Fraction("1.728") * number("rev_y3")),
        number("rev0") >= number("rev1"),
        firm.share("gazelle intensity", number("rd0"), number("rev0"), Fraction(1, 40)),
    ]
    return all(tests)


def _subsidies(firm: Judged) -> dict[str, Value]:
    row, number, zero = firm.row, firm.number, Fraction(0)
    hnte, size, gazelle = (firm.outputs[name] for name in ("hnte", "size", "gazelle"))
    increment = max(number("rd0") - number("rd1"), zero) / 10
    talented = not row["listed"] and firm.share("talent", number("rd_staff"), number("staff"), Fraction(1, 5))
    exports = (
        firm.share("exports", number("export0"), number("rev0"), Fraction(1, 10)) and not row["penalised"]
    )
    award = 20 if number("rev0") < 10000 else 50 if number("rev0") < 50000 else 100
    paid: dict[str, tuple[bool, Fraction]] = {
        "s1": (row["in_zone"] and hnte, Fraction(30 if row["first_cert_year"] is None else 10)),
        "s2": (row["in_zone"] and number("rd0") >= 200, min(increment, Fraction(300 if hnte else 150))),
        "s3": (bool(gazelle), Fraction(award)),
        "s4": (True, min(number("inv_pat") / 2 + number("util_pat") / 10, Fraction(50))),
        "s5": (hnte and size <= 3, min(number("interest") / 2, Fraction(100))),
        "s6": (talented, min(number("rd_staff") * 3 / 10, Fraction(60))),
        "s7": (exports, min(number("export0") / 100, Fraction(80))),
        "s8": (row["listed"] and row["in_zone"] and row["age_days"] <= 5475, Fraction(200)),
    }
    return {name: amount if due else zero for name, (due, amount) in paid.items()}
