"""《同比变动说明》 of tables as a document, without a project: it says what its figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.report.docx.year_on_year import write_paper
from gaoxin.report.html.book import Book
from gaoxin.report.run import AtHand
from gaoxin.report.titles import Titles
from gaoxin.services.account.basis import Basis, Held
from gaoxin.services.change.recording import recorded
from gaoxin.services.change.telling import signed
from gaoxin.services.change.zone import ZoneAccount
from gaoxin.services.results.dictionary import dictionary


def write_document(basis: Basis, path: Path) -> Path:
    """Write accounts as a document; each of its figures is bound to a row of `at_hand`.

    Raises
    ------
    UsageError : another ending, or there is no such folder
    """
    if path.suffix.lower() != ".docx":
        message = f"{path}: 说明为 .docx · the document is .docx; try: {path.stem}.docx"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"{path}: there is no folder {path.parent}; try: make it first"
        raise UsageError(message)
    write_paper(Titles(Book(at_hand(basis))), path, list(_rests(basis)))
    return path


def at_hand(basis: Basis) -> AtHand:
    """The accounts as the tables ``accounts`` and ``movers`` of a run that nobody published."""
    pack = basis.program.pack
    kind = basis.program.subject or ""
    head = {
        "pack": basis.figure.pack.pack,
        "indicator": basis.figure.name.partition(".")[2],
        "kind": kind,
        "member_kind": basis.member,
    }
    manifest = {
        "run": "+".join([f"{pack.pack}@{basis.sha256[:12]}", *(held.sha256[:12] for held in basis.tables)]),
        "title": pack.title.model_dump(),
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
        "gaoxin": version("gaoxin"),
    }
    subjects = {(kind, each.subject) for each in basis.found}
    subjects |= {(basis.member, moved.member) for each in basis.found for moved in each.movers}
    tables: dict[str, list[dict[str, Any]]] = {
        "accounts": [{**head, **row} for each in basis.found for row in recorded(each)],
        "movers": [{**head, **row} for each in basis.found for row in _movers(each)],
        "subjects": [
            {"kind": kind, "subject": subject, "name": basis.names.get(subject)}
            for kind, subject in sorted(subjects)
        ],
    }
    return AtHand(manifest, dictionary([basis.program], {}), tables)


def _movers(each: ZoneAccount) -> Iterator[dict[str, Any]]:
    figure = each.counted[0]
    for place, moved in enumerate(each.movers, 1):
        amount = moved.amount * figure.scale
        yield {
            "subject": each.subject,
            "period": each.period,
            "member": moved.member,
            "place": place,
            "change_place": place,
            "change": float(amount),
            "change_text": signed(amount, figure.unit),
            "standing": moved.standing,
        }


def _rests(basis: Basis) -> Iterator[str]:
    """What the figures rest on, a line each."""
    pack = basis.program.pack
    yield f"标准包：{pack.title.zh}（{pack.pack}），内容 sha256 {basis.sha256}"
    yield f"指标：{basis.figure.spec.title.zh} = {basis.figure.spec.formula}"
    yield from (_table(basis, held) for held in basis.tables)
    if basis.published:
        told = "；".join(f"{basis.names.get(s, s)} {number}" for s, number in basis.published.items())
        yield f"上年已公布的数（由使用者给出）：{told}"
    if basis.as_of is not None:
        yield f"测算基准日：{basis.as_of.isoformat()}"
    again = "用同样的标准包和数据表重新运行 gaoxin account 可逐数核对"
    yield f"Gaoxin {version('gaoxin')}；没有测算批次，{again}。"


def _table(basis: Basis, held: Held) -> str:
    spec = basis.program.subjects.get(held.kind)
    title = spec.title.zh if spec else held.kind
    return f"数据表（{title}）：{held.name}，sha256 {held.sha256}"
