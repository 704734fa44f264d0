"""Findings as lists to fill in: XLSX with codes as text and a choice of reasons, CSV for other programs."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none
from xlsxwriter.exceptions import FileCreateError  # pyright: ignore[reportMissingTypeStubs]

from gaoxin.base.errors import UsageError
from gaoxin.formula.program import Program
from gaoxin.intake.findings import Finding

HEADINGS = {
    "level": "级别 level", "state": "状态 state", "check": "检查 check", "kind": "对象 kind",
    "subject": "编号 subject", "name": "名称 name", "period": "年份 period", "variable": "指标 variable",
    "file": "文件 file", "sheet": "工作表 sheet", "cell": "单元格 cell", "seen": "所见 seen",
    "rule_zh": "规则 rule_zh", "next_zh": "下一步 next_zh", "type": "原因类型 type",
    "reason": "原因说明 reason", "by": "填写人 by", "on": "日期 on", "rule_en": "rule_en",
    "next_en": "next_en",
}  # fmt: skip
"""Heading of each column; its last word is the column's name, by which a filled list is read back."""

_WIDTHS = {"subject": 22, "name": 24, "seen": 40, "rule_zh": 36, "next_zh": 36, "type": 22, "reason": 36}
_COMMAND = re.compile(r"[=@\t\r]|[+-](?![0-9.])")


def reason_titles(programs: Sequence[Program]) -> list[str]:
    """The kinds of reasons of the packs in use, in Chinese."""
    kinds = (kind for program in programs for kind in program.pack.reason_types.values())
    return list(dict.fromkeys(kind.title.zh for kind in kinds))


def write_findings(folder: Path, findings: Sequence[Finding], types: Sequence[str] = ()) -> tuple[Path, Path]:
    """Write all findings to ``findings.xlsx`` and ``findings.csv`` (UTF-8 with a byte-order mark).

    Parameters
    ----------
    folder : made where it is not there
    findings : every one of them is written
    types : kinds of reasons to choose from (`reason_titles`)

    Raises
    ------
    UsageError : the lists cannot be written, as where a spreadsheet holds one open
    """
    rows = [_row(finding) for finding in findings]
    book, plain = folder / "findings.xlsx", folder / "findings.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_book(book, rows, types)
        _write_plain(plain, rows)
    except (OSError, FileCreateError) as error:
        message = (
            f"{folder}: 清单写不了 · cannot be written ({error}); try: 先关闭已打开的清单 · close it first"
        )
        raise UsageError(message) from None
    return book, plain


def _write_plain(path: Path, rows: Sequence[Mapping[str, str | int]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.values())
        writer.writerows([_harmless(row[name]) for name in HEADINGS] for row in rows)


def _row(finding: Finding) -> dict[str, str | int]:
    named: dict[str, str | int] = {name: getattr(finding, name, "") for name in HEADINGS}
    if finding.state == "explained":
        named["type"], _, named["reason"] = finding.reason.partition("：")
    return named


def _harmless(cell: str | int) -> str | int:
    """A cell of a CSV file that no spreadsheet takes for a formula; no period where there is none."""
    if isinstance(cell, str):
        return f"'{cell}" if _COMMAND.match(cell) else cell
    return cell or ""


def _write_book(path: Path, rows: Sequence[Mapping[str, str | int]], types: Sequence[str]) -> None:
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    names = list(HEADINGS)
    with xlsxwriter.Workbook(str(path), plain) as book:
        page: Any = book.add_worksheet("findings")
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        page.freeze_panes(1, 0)
        for n, name in enumerate(names):
            page.set_column(n, n, _WIDTHS.get(name, 12), None if name == "period" else text)
            page.write_string(0, n, HEADINGS[name], bold)
        for line, row in enumerate(rows, 1):
            _write_row(page, line, [row[name] for name in names], text)
        page.autofilter(0, 0, max(len(rows), 1), len(names) - 1)
        if types and rows:
            listed: Any = book.add_worksheet("types")
            for n, title in enumerate(types):
                listed.write_string(n, 0, title)
            choice = {"validate": "list", "source": f"=types!$A$1:$A${len(types)}"}
            page.data_validation(1, names.index("type"), len(rows), names.index("type"), choice)


def _write_row(page: Any, line: int, cells: Sequence[str | int], text: Any) -> None:
    for n, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(line, n, cell, text)
        elif cell:
            page.write_number(line, n, cell)
