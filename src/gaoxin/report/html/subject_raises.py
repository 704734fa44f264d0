"""What would raise the score sheets of subjects: each way on one line, with its moves."""

from __future__ import annotations

from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import anchor
from gaoxin.report.html.figures import grouped
from gaoxin.report.html.site import Site


def raised_rows(site: Site, kind: str) -> dict[str, list[Row]]:
    """The ways of each subject of a kind, as the templates take them."""
    found: dict[str, dict[tuple[str, str, int], Row]] = {}
    for row in site.book.rows("raises"):
        if row["kind"] != kind or not row["variable"]:
            continue
        ways = found.setdefault(row["subject"], {})
        way = ways.setdefault((row["pack"], row["sheet"], row["place"]), _way(site, row))
        way["moves"].append(
            {
                "variable": site.words.of(site.book.names.title(row["pack"], row["variable"])),
                "cell": anchor("v", row["variable"]),
                "now": grouped(row["now"]),
                "then": grouped(row["then"]),
            }
        )
    return {subject: list(ways.values()) for subject, ways in found.items()}


def _way(site: Site, row: Row) -> Row:
    """A way without its moves: the sheet, the gain, the points before and after."""
    body = site.book.names.thing(row["pack"], "points", row["sheet"])
    return {
        "sheet": site.words.of(body.get("title")) or row["sheet"],
        "gain": _span(row["gain_low"], row["gain_high"]),
        "before": _span(row["before_low"], row["before_high"]),
        "after": _span(row["after_low"], row["after_high"]),
        "moves": list[Row](),
    }


def _span(low: str, high: str) -> str:
    return grouped(low) if low == high else f"{grouped(low)}～{grouped(high)}"
