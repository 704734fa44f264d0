"""Lists: the subjects of a kind, those that just miss a condition, and the findings of the data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gaoxin.report.html.arrow import pc
from gaoxin.report.html.book import Book, Kind, Row
from gaoxin.report.html.dictionary import anchor, children
from gaoxin.report.html.figures import NONE, grouped
from gaoxin.report.html.site import Site

PAGE = 200
"""Rows of a page."""


def list_page(kind: str, at: int = 1) -> str:
    """A page of the list of subjects."""
    return f"subjects/{kind}-{at}.html"


def pieces(rows: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Numbered pages of rows; one, empty, where there are none."""
    for at, start in enumerate(range(0, max(len(rows), 1), PAGE), 1):
        yield at, rows[start : start + PAGE]


class Results:
    """The verdicts of a kind in the last period, subject by subject.

    Parameters
    ----------
    book : the run
    kind : the kind of subject
    """

    def __init__(self, book: Book, kind: str) -> None:
        table = book.run.table("verdicts")
        table = table.filter(pc.equal(table["kind"], kind))
        last = pc.max(table["period"])
        table = table.filter(pc.equal(table["period"], last))
        keys = zip(table["pack"].to_pylist(), table["verdict"].to_pylist(), strict=True)
        pairs: list[tuple[Any, Any]] = list(keys)
        self.verdicts: list[tuple[str, str]] = list(dict.fromkeys(pairs))
        rows = zip(table["subject"].to_pylist(), pairs, table["result"].to_pylist(), strict=True)
        self._results = {(subject, pair): result for subject, pair, result in rows}

    def of(self, subject: str) -> list[str]:
        """The results of a subject, in the order of `verdicts`."""
        return [self._results.get((subject, verdict)) or NONE for verdict in self.verdicts]


def write_subject_lists(site: Site, results: dict[str, Results]) -> None:
    """Write the lists of subjects, a page for each two hundred."""
    kinds = list(site.book.kinds.values())
    for kind in kinds:
        found = results[kind.kind]
        titles = [_verdict(site, *verdict) for verdict in found.verdicts]
        pages = list(pieces(list(zip(kind.subjects, kind.names, strict=True))))
        for at, shown in pages:
            rows = [
                {
                    "page": site.book.page(kind.kind, subject),
                    "name": name,
                    "subject": subject,
                    "results": [
                        site.words.known("verdict", result) if result else NONE
                        for result in found.of(subject)
                    ],
                }
                for subject, name in shown
            ]
            site.write(
                "list.html",
                list_page(kind.kind, at),
                here=list_page(kinds[0].kind),
                title=site.words.of(site.book.names.kind(kind.kind)),
                total=len(kind.subjects),
                at=at,
                pages=pages,
                links=[f"{kind.kind}-{number}.html" for number, _ in pages],
                kinds=[
                    (list_page(other.kind), site.words.of(site.book.names.kind(other.kind)))
                    for other in kinds
                    if other is not kind
                ],
                verdicts=titles,
                rows=rows,
                listing=listing(kind.kind),
            )


def listing(kind: str) -> str:
    """The file that the search box reads."""
    return f"list-{kind}.js"


def search_script(book: Book, kind: Kind) -> str:
    """The list of subjects for the search box: name, identifier, page."""
    rows = [
        [name, subject, book.page(kind.kind, subject)]
        for subject, name in zip(kind.subjects, kind.names, strict=True)
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.gaoxinList={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _verdict(site: Site, pack: str, verdict: str) -> str:
    body = site.book.names.thing(pack, "verdicts", verdict)
    return site.words.of(body.get("title")) or verdict


def condition_title(site: Site, pack: str, verdict: str, condition: str) -> str:
    """The words of a condition."""
    body = site.book.names.thing(pack, "verdicts", verdict)
    titles = (each.get("title") for each in children(body, "conditions") if each["id"] == condition)
    return site.words.of(next(titles, None)) or condition


def nearly_row(site: Site, row: Row) -> Row:
    """A near miss as the templates take it."""
    return {
        "page": site.book.page(row["kind"], row["subject"]),
        "name": site.book.name(row["kind"], row["subject"]),
        "period": row["period"] or NONE,
        "verdict": _verdict(site, row["pack"], row["verdict"]),
        "condition": condition_title(site, row["pack"], row["verdict"], row["condition"]),
        "source": f"sources/{row['pack']}.html#{anchor('c', row['verdict'], row['condition'])}",
        "variable": site.words.of(site.book.names.title(row["pack"], row["variable"] or "")),
        "cell": anchor("v", row["variable"] or ""),
        "now": grouped(row["now"] or NONE),
        "then": grouped(row["then"] or NONE),
        "gap": site.pick(row, "gap"),
        "settles": row["settles"],
    }


def write_nearly(site: Site, rows: Sequence[Row]) -> None:
    """Write the list of those that just miss a condition."""
    _paged(site, "nearly", rows, lambda row: nearly_row(site, row))


def finding_row(site: Site, row: Row) -> Row:
    """A finding as the templates take it."""
    place = "!".join(str(row[key]) for key in ("file", "sheet", "cell") if row[key])
    name = row["name"] or site.book.name(row["kind"] or "", row["subject"] or "")
    return {
        "level": row["level"],
        "page": site.book.page(row["kind"] or "", row["subject"] or ""),
        "called": name or NONE,
        "period": row["period"] or NONE,
        "variable": site.words.of(site.book.names.title("", row["variable"])) if row["variable"] else NONE,
        "address": place,
        "seen": row["seen"] or "",
        "rule": site.pick(row, "rule"),
        "step": site.pick(row, "next"),
        "state": row["state"] or "",
        "reason": row["reason"] or "",
        "by": row["by"] or "",
    }


def write_findings(site: Site, rows: Sequence[Row], corrections: Sequence[Row]) -> None:
    """Write the findings, and the corrections with them."""
    shown = [
        row
        | {
            "page": site.book.page(row["kind"] or "", row["subject"] or ""),
            "called": site.book.name(row["kind"] or "", row["subject"] or ""),
            "variable": site.words.of(site.book.names.title("", row["variable"] or "")),
        }
        for row in corrections
    ]
    counts = {"errors": 0, "warnings": 0, "open": 0} | site.book.manifest.get("findings", {})
    _paged(site, "findings", rows, lambda row: finding_row(site, row), corrections=shown, counts=counts)


def _paged(site: Site, name: str, rows: Sequence[Row], shown: Callable[[Row], Row], **context: Any) -> None:
    """Write a list page by page."""
    pages = list(pieces(rows))
    links = [f"{name}{f'-{at}' if at > 1 else ''}.html" for at, _ in pages]
    for at, piece in pages:
        site.write(
            f"{name}.html",
            links[at - 1],
            here=f"{name}.html",
            rows=[shown(row) for row in piece],
            links=links,
            at=at,
            **context,
        )
