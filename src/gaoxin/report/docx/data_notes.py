"""《统计年报审核说明》: what was found in the data, what was said about it, what was corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from gaoxin.report.attachment import Attachment
from gaoxin.report.docx.binding import MANIFEST, Figure, count, figure
from gaoxin.report.docx.paper import Paper, Pieces
from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import part
from gaoxin.report.html.figures import NONE
from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.findings import FILE as LIST

TITLE = "统计年报审核说明"
FILE = f"{TITLE}.docx"
LISTED = 1_000
"""So many findings of a list stand in the document; the workbook has all of them."""
_FINDING = "level check kind subject period variable file sheet cell seen"
_CORRECTION = "kind subject period variable"
_BOARD = "pack board node kind subject period measure"
_STATES = ("open", "explained", "corrected")


def write_notes(titles: Titles, folder: Path) -> Attachment:
    """Write the notes on the data of a run.

    Parameters
    ----------
    titles : the run in words
    folder : of the file
    """
    paper = Paper(titles, TITLE)
    years = titles.words("comma").join(titles.year(year) for year in titles.book.periods if year)
    paper.line(f"{titles.run}{f'（{years}）' if years else ''}", centred=True)
    findings = titles.book.rows("findings")
    _about(titles, paper)
    _rules(titles, paper, findings)
    for heading, level, states in (
        ("三、错误", "error", _STATES),
        ("四、已说明和已更正的警告", "warning", _STATES[1:]),
        ("五、未处理的警告", "warning", _STATES[:1]),
    ):
        paper.heading(heading)
        chosen = [row for row in findings if row["level"] == level and row["state"] in states]
        _listed(titles, paper, chosen)
    _corrections(titles, paper)
    _years(titles, paper)
    paper.line("审核人（签字）：　　　　　　　　日期：")
    paper.line(titles.final)
    paper.save(folder / FILE)
    return Attachment(f"files/{FILE}", {"zh": f"《{TITLE}》（DOCX）", "en": "Notes on the data (DOCX)"})


def _about(titles: Titles, paper: Paper) -> None:
    """The run, its counts, its files."""
    manifest = titles.book.manifest
    paper.heading("一、基本情况")
    day = manifest.get("as_of") or titles.words("as_of_rows")
    paper.line(f"测算批次 {manifest['run']}，测算基准日：{day}，Gaoxin {manifest['gaoxin']}。")
    files = titles.book.parts.values()
    rows = [[str(p["part"]), titles.book.part_text(p["part"]), p.get("sha256") or ""] for p in files]
    paper.table(["编号", "数据文件与工作表", "校验值 SHA-256"], rows, (10, 60, 86))
    counts: dict[str, int] = part(manifest, "findings")
    told = [
        Figure(f"{counts[name]:,}", MANIFEST, {}, name, "count") if name in counts else "0"
        for name in ("errors", "warnings", "open")
    ]
    paper.line(["共有错误 ", told[0], " 条，警告 ", told[1], " 条，其中未处理 ", told[2], " 条。"])


def _rules(titles: Titles, paper: Paper, findings: Sequence[Row]) -> None:
    """How many findings each check has, by what became of them."""
    paper.heading("二、审核规则与条数")
    if not findings:
        paper.line(titles.words("findings.none"))
        return
    said = {(row["level"], row["check"]): row["rule_zh"] or row["check"] for row in findings}
    counts = Counter((row["level"], row["check"], row["state"]) for row in findings)
    rows: list[list[Pieces]] = [
        [
            titles.state("finding", level),
            rule,
            *(
                count("findings", counts[level, check, state], level=level, check=check, state=state)
                for state in _STATES
            ),
        ]
        for (level, check), rule in said.items()
    ]
    states = [titles.state("finding_state", state) for state in _STATES]
    paper.table(["级别", "规则", *states], rows, (16, 86, 18, 18, 18))


def _listed(titles: Titles, paper: Paper, findings: Sequence[Row]) -> None:
    """A list of findings; how many are left where they are too many to read."""
    if not findings:
        paper.line("无。")
        return
    rows = [list(_finding(titles, row)) for row in findings[:LISTED]]
    headings = ["对象", "年度", "填报项", "位置", "看到的", "规则", "处理"]
    paper.table(headings, rows, (28, 11, 22, 27, 26, 21, 21))
    if len(findings) > LISTED:
        paper.line(f"本节共 {len(findings):,} 条，此处列出前 {LISTED:,} 条，全部见《{LIST}》。")


def _finding(titles: Titles, row: Row) -> Iterator[Pieces]:
    name = row["name"] or titles.book.name(row["kind"] or "", row["subject"] or "")
    yield "\n".join(dict.fromkeys(filter(None, (name, row["subject"])))) or NONE
    yield str(row["period"] or NONE)
    yield titles.of("", row["variable"] or "") or NONE
    yield "!".join(str(row[key]) for key in ("file", "sheet", "cell") if row[key])
    yield figure("findings", row, _FINDING, "seen") if row["seen"] else NONE
    yield row["rule_zh"] or ""
    said = [row["reason"] or "", row["by"] or ""] if row["state"] != "open" else [row["next_zh"] or ""]
    state = figure("findings", row, _FINDING, "state", "state")
    yield [state, "".join(f"\n{text}" for text in said if text)]


def _corrections(titles: Titles, paper: Paper) -> None:
    """What was corrected, with the values before and after."""
    paper.heading("六、更正记录")
    rows: list[list[Pieces]] = [
        [
            f"{titles.book.name(row['kind'] or '', row['subject'] or '')}\n{row['subject'] or ''}",
            str(row["period"] or NONE),
            titles.of("", row["variable"] or ""),
            *(figure("corrections", row, _CORRECTION, column, "grouped") for column in ("old", "new")),
            row["reason"] or "",
            f"{row['by'] or ''}\n{row['on'] or ''}",
        ]
        for row in titles.book.rows("corrections")
    ]
    if rows:
        headings = ["对象", "年度", "填报项", "原值", "新值", "理由", "经办人、日期"]
        paper.table(headings, rows, (32, 11, 26, 21, 21, 24, 21))
    else:
        paper.line(titles.words("corrections.none"))


def _years(titles: Titles, paper: Paper) -> None:
    """The figures of boards beside those of the year before, and what a change of calibre parts."""
    paper.heading("七、与上年比较")
    last = titles.book.periods[-1]
    shown = [row for row in titles.book.rows("board") if row["period"] == last and row["text"]]
    rows: list[list[Pieces]] = [
        [
            titles.book.name(row["kind"], row["subject"]),
            titles.of(row["pack"], row["measure"]),
            *(
                figure("board", row, _BOARD, column, "grouped")
                for column in ("text", "prior_text", "change_text")
            ),
            "；".join(filter(None, (titles.state("data", row["state"] or ""), row["why_red_zh"]))),
        ]
        for row in shown
    ]
    if rows:
        headings = ["对象", "指标", titles.year(last) or "本期", "上年", "变化", "说明"]
        paper.table(headings, rows, (30, 40, 22, 22, 22, 20))
    else:
        paper.line("本批次没有可与上年比较的看板数据。")
    for line in _breaks(titles):
        paper.line(line)


def _breaks(titles: Titles) -> Iterator[str]:
    """The indicators that join years of two calibres, each once."""
    table = titles.book.run.table("indicators")
    broken = table.filter(table["break"]).select(["pack", "indicator", "period"])
    found = broken.group_by(["pack", "indicator", "period"], use_threads=False).aggregate([]).to_pylist()
    for row in found:
        title = titles.of(row["pack"], row["indicator"])
        yield f"{title}（{row['period']}年）：{titles.words('break')}。"
