"""Rows that are no subjects, such as totals and signatures, and subjects that have no row any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gaoxin.intake.findings import Finding, Level
from gaoxin.plan.cell_rules import Words
from gaoxin.services.inputs.population import Cell, Population

NO_SUBJECT = "row.subject"
"""Id of the check of rows that are no subjects."""

_TOTAL = re.compile(
    r"(其中|全区|全市|本页|本表)?(合计|总计|小计|共计|累计|汇总|平均|平均值|平均数|中位数)(数|值)?"
    r"|(sub)?total|sum|average|mean",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(填表|制表|填报|审核|复核|统计|经办)(人|单位|部门|日期|时间|负责人)?[：:].*"
    r"|(单位|企业|部门)?负责人[：:].*|(联系)?电话[：:].*|(报出|填报)?日期[：:].*|(备注|附注|注|说明)\d*[：:].*"
)
_WORDS = Words(
    "每一行是一个对象；合计、平均、填表人、备注等不是对象",
    "each row is a subject; totals, averages, signatures and notes are none",
    "从原表删去这一行后重新检查",
    "remove the row from the file and check again",
)


def no_subjects(people: Population) -> Iterator[Finding]:
    """Rows of totals, averages, signatures and notes, each with its cell: counted in, they double sums."""
    told: set[tuple[int, int]] = set()
    for (subject, period), lines in people.lines.items():
        for number, line in lines if is_no_subject(subject) else ():
            if (number, line) not in told:  # a row of several years is told once
                told.add((number, line))
                cell = _cell(people, number, line, subject)
                yield people.finding(
                    people.rows[subject, period], "error", NO_SUBJECT, _WORDS, seen=subject, cell=cell
                )


def is_no_subject(text: str) -> bool:
    """Whether a text says that its row is a total, an average, a signature or a note.

    >>> [
    ...     is_no_subject(text)
    ...     for text in ("合 计", "填表人：张三", "注：按年报口径", "合计科技有限公司", "A1")
    ... ]
    [True, True, True, False, False]
    """
    plain = "".join(text.split())
    return bool(_TOTAL.fullmatch(plain.rstrip("：:")) or _NOTE.fullmatch(plain))


def without_row(people: Population, level: Level, check: str, words: Words) -> Iterator[Finding]:
    """Subjects that had a row last year and have none this year, though others have: once, at the old row."""
    years = {period for period in people.periods if period}
    for row, (subject, period) in enumerate(zip(people.subjects, people.periods, strict=True)):
        after = period + 1
        if not period or after not in years or (subject, after) in people.rows or is_no_subject(subject):
            continue
        number, line = people.lines[subject, period][0]
        cell = _cell(people, number, line, subject)
        seen = f"{period}年有（{cell.address}），{after}年没有这一行 · has no row in {after}"
        found = people.finding(row, level, check, words, seen=seen, cell=cell)
        yield replace(found, period=after)


def _cell(people: Population, number: int, line: int, subject: str) -> Cell:
    part = people.parts[number]
    return Cell(part, line, None, part.source.column(part.binding.subject.source).position, subject)
