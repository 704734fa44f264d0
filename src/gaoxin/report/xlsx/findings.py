"""审核清单.xlsx: what is wrong with the data, what was said about it, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.html.columns import Table, flat, mapped
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.books import Field
from gaoxin.report.xlsx.results import Planned, write_book
from gaoxin.report.xlsx.wide import Names, chosen, period

FILE = "审核清单.xlsx"
_CODE, _NAMED, _LONG = 22, 30, 40


def write_findings(titles: Titles, folder: Path) -> Attachment:
    """Write the findings of a run as a workbook.

    Parameters
    ----------
    titles : the run in words
    folder : of the file
    """
    write_book(titles, folder / FILE, "审核清单", list(plans(titles)))
    return Attachment(f"files/{FILE}", {"zh": "审核清单（XLSX）", "en": "Findings and corrections (XLSX)"})


def plans(titles: Titles) -> Iterator[Planned]:
    """Errors, warnings, corrections."""
    names, table = Names(titles), titles.book.run.table("findings")
    yield "错误", "须更正后才能测算", partial(found, names, table, "error")
    yield "警告", "须更正或说明原因", partial(found, names, table, "warning")
    yield "更正记录", "原值、新值、理由与经办人", partial(corrected, names)


def found(names: Names, table: Table, level: str) -> list[Field]:
    """The columns of the findings of a level."""
    titles, rows = names.titles, chosen(table, level=level)
    texts = {"file": "文件", "sheet": "工作表", "cell": "单元格"}
    long = {"seen": "看到的", "rule_zh": "规则", "next_zh": "下一步", "reason": "原因说明"}
    return [
        Field("状态", mapped(flat(rows["state"]), lambda code: titles.state("finding_state", code))),
        Field("统一社会信用代码／编号", flat(rows["subject"]), _CODE),
        Field("名称", flat(rows["name"]), _NAMED),
        Field("年度", period(rows)),
        Field("填报项", mapped(flat(rows["variable"]), lambda name: titles.of("", name)), _NAMED),
        *(Field(heading, flat(rows[name])) for name, heading in texts.items()),
        *(Field(heading, flat(rows[name]), _LONG) for name, heading in long.items()),
        Field("填写人", flat(rows["by"])),
        Field("检查", flat(rows["check"]), _NAMED),
        Field("变量", flat(rows["variable"]), _NAMED),
    ]


def corrected(names: Names) -> list[Field]:
    """The columns of corrections."""
    titles = names.titles
    rows = titles.book.run.table("corrections")
    return [
        *names.head(rows),
        Field("填报项", mapped(flat(rows["variable"]), lambda name: titles.of("", name)), _NAMED),
        Field("单位", mapped(flat(rows["variable"]), lambda name: titles.unit("", name))),
        Field("原值", flat(rows["old"]), _CODE),
        Field("新值", flat(rows["new"]), _CODE),
        Field("理由", flat(rows["reason"]), _LONG),
        Field("经办人", flat(rows["by"])),
        Field("日期", flat(rows["on"])),
        Field("变量", flat(rows["variable"]), _NAMED),
    ]
