"""Commands on what changed and what it takes: change, account, target."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from gaoxin.base.errors import UsageError
from gaoxin.cli import compute, show
from gaoxin.cli.options import AsOf, Json, Members, Out, Sheet, options_of

if TYPE_CHECKING:
    from gaoxin.services.change.index import Changes
    from gaoxin.services.change.targets import Target
    from gaoxin.services.tables import Results

Index = Annotated[str | None, Parameter(name="--index", help="which index of the pack")]
Variant = Annotated[
    str | None, Parameter(help="variant that fills unpublished weights; its results are marked")
]
Node = Annotated[str | None, Parameter(name="--node", help="of the tree; the total where not given")]
_PARTS = ("own", "peers", "calibre", "specification", "all")


def change(
    pack: str,
    table: str,
    *,
    before: Annotated[int, Parameter(name="--from", help="the earlier year")],
    after: Annotated[int, Parameter(name="--to", help="the later year")],
    pack_before: Annotated[
        str | None, Parameter(name="--pack-from", help="pack of the earlier year, where the standard changed")
    ] = None,
    subject: Annotated[
        tuple[str, ...], Parameter(name="--subject", help="this unit, by indicator (may be repeated)")
    ] = (),
    bars: Annotated[bool, Parameter(name="--bars", negative="", help="the bars of a waterfall")] = False,
    name: Index = None,
    variant: Variant = None,
    node: Node = None,
    out: Out = None,
    as_of: AsOf = None,
    members: Members = (),
    sheet: Sheet = None,
    json: Json = False,
) -> None:
    """Account for the change of scores and ranks between two years: own figures, the others', the standard.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file with both years.
    """
    from gaoxin.services.change.verbs import change as run

    options = options_of(as_of, (), members, sheet)
    with show.busy("accounting …"):
        found = run(
            pack,
            table,
            before,
            after,
            pack_before=pack_before,
            subject=subject or None,
            name=name,
            variant=variant,
            node=node,
            options=options,
        )
    shown = found.bars() if bars else found
    if _written(shown, out, json=json):
        return
    if bars:
        _rows(shown)
    elif subject:
        heads = [
            "subject",
            "measure",
            "part",
            "detail",
            "node",
            "title",
            "amount",
            "before",
            "after",
            "status",
        ]
        show.table(heads, [[row[h] for h in heads] for row in found.rows()], more=compute.ALL)
    else:
        show.table(["subject", "measure", "before", "after", "change", *_PARTS], _summed(found))


def _summed(found: Changes) -> list[list[object]]:
    """A row for each unit and measure: both ends, and the sum of each part."""
    sums: dict[tuple[str, str], dict[str, Any]] = {}
    for row in found.rows():
        fresh: dict[str, Any] = {**row, "parts": {}, "broken": found.another_standard}
        line = sums.setdefault((row["subject"], row["measure"]), fresh)
        line["broken"] |= "break" in row["status"]
        if row["amount"] is not None:
            line["parts"][row["part"]] = line["parts"].get(row["part"], 0.0) + row["amount"]
    return [
        [*key, line["before"], line["after"], _less(line), *(line["parts"].get(part) for part in _PARTS)]
        for key, line in sums.items()
    ]


def _less(line: Mapping[str, Any]) -> float | str | None:
    """The change; across a break there is none to tell."""
    if line["broken"]:
        return "break"
    return None if None in (line["before"], line["after"]) else line["after"] - line["before"]


def account(
    pack: str,
    indicator: str,
    table: str,
    *,
    members: Members,
    period: Annotated[
        int | None, Parameter(name="--period", help="the later year; all where not given")
    ] = None,
    subject: Annotated[str | None, Parameter(name="--subject", help="one of the rows")] = None,
    published: Annotated[
        tuple[str, ...],
        Parameter(name="--published", help="last year's figure as it was published, zone=123.45"),
    ] = (),
    movers: Annotated[
        bool, Parameter(name="--movers", negative="", help="the largest movers instead of the lines")
    ] = False,
    out: Out = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Account for a figure over members against the year before (同比变动说明), to the last digit.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    indicator
        A sum over members, or a sum divided by a sum.
    table
        CSV, XLSX or Parquet file of the rows that the members belong to.
    out
        CSV, Parquet or JSON for the lines; DOCX for the 同比变动说明 of the last year.
    """
    from gaoxin.services.account.verbs import account as run

    known = dict(_pair(text, "--published") for text in published)
    paper = out if out is not None and out.suffix.lower() == ".docx" else None
    with show.busy("accounting …"):
        found = run(
            pack,
            indicator,
            table,
            period=period,
            subject=subject,
            published=known,
            document=paper,
            options=options_of(as_of, (), members),
        )
    if paper is not None:
        show.notices(found.notices)
        show.as_json({"document": paper}) if json else print(f"同比变动说明 → {paper}")
        return
    assert found.movers is not None
    shown = found.movers if movers else found
    if _written(shown, out, json=json, notices=found.notices):
        return
    _rows(shown)
    if not movers:
        print(found.text())


def target(
    pack: str,
    table: str,
    subject: str,
    *,
    score: Annotated[float | None, Parameter(name="--score", help="the score to reach")] = None,
    rank: Annotated[int | None, Parameter(name="--rank", help="the rank to reach")] = None,
    period: Annotated[int | None, Parameter(name="--period", help="the latest year where not given")] = None,
    most: Annotated[
        tuple[str, ...],
        Parameter(name="--most", help="greatest change of an indicator, rd=5; only these move"),
    ] = (),
    cost: Annotated[
        tuple[str, ...], Parameter(name="--cost", help="cost of a change by one unit, rd=2")
    ] = (),
    name: Index = None,
    variant: Variant = None,
    node: Node = None,
    out: Out = None,
    as_of: AsOf = None,
    members: Members = (),
    sheet: Sheet = None,
    json: Json = False,
) -> None:
    """Find what it takes to reach a score or a rank: one indicator alone, and the cheapest mix; each proved.

    Parameters
    ----------
    pack
        Name, family (the version in force) or folder of a pack.
    table
        CSV, XLSX or Parquet file.
    subject
        Identifier of the unit.
    """
    from gaoxin.services.change.verbs import target as run

    with show.busy("searching …"):
        found = run(
            pack,
            table,
            subject,
            score=score,
            rank=rank,
            period=period,
            most=_numbers(most, "--most"),
            costs=_numbers(cost, "--cost"),
            name=name,
            variant=variant,
            node=node,
            options=options_of(as_of, (), members, sheet),
        )
    if _written(found, out, json=json):
        return
    _shown(found)


def _shown(found: Target) -> None:
    """The answers, and what they were proved by."""
    heads = [
        "way",
        "node",
        "title",
        "figure",
        "target",
        "change",
        "unit",
        "cost",
        "reached",
        "score",
        "rank",
        "why",
    ]
    show.table(heads, [[row[h] for h in heads] for row in found.rows()], more=compute.ALL)
    assert found.now is not None
    assert found.mix is not None
    print(f"现为 now: {_told(found.now)}; 组合 mix: {_told(found.mix)}; {found.runs} 次重算 computed anew")


def _told(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {show.plain(value)}" for name, value in values.items() if value is not None)


def _rows(found: Results) -> None:
    show.table(found.table.column_names, [list(row.values()) for row in found.rows()], more=compute.ALL)


def _written(found: Results, out: Path | None, *, json: bool, notices: tuple[str, ...] | None = None) -> bool:
    """Tell the notices; write or print for machines, and say whether that was all."""
    show.notices(found.notices if notices is None else notices)
    if out is not None:
        from gaoxin.services.change.writing import write

        rows = write(found, out)
        if json:
            show.as_json({"rows": rows, "out": out})
        else:
            print(f"{rows:,} rows → {out}")
    elif json:
        show.as_json(found.rows())
    return out is not None or json


def _pair(text: str, option: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    try:
        float(value)
    except ValueError:
        equals = ""
    if not key or not equals:
        message = f"{option} {text}: 名称和数字 · a name and a number are due; try: {option} name=12.5"
        raise UsageError(message)
    return key, value


def _numbers(texts: tuple[str, ...], option: str) -> dict[str, float]:
    return {key: float(value) for key, value in (_pair(text, option) for text in texts)}
