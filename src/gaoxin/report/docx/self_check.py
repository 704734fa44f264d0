"""《……条件自评表》: what a verdict asks of a subject, its own figures with their cells, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gaoxin.base.errors import UsageError
from gaoxin.report.attachment import Attachment
from gaoxin.report.characters import file_name
from gaoxin.report.docx.binding import figure
from gaoxin.report.docx.paper import Paper, Piece, Pieces
from gaoxin.report.docx.subject_rows import SubjectRows, Wanted
from gaoxin.report.html.book import Book, Row
from gaoxin.report.html.dictionary import children, pairs, part
from gaoxin.report.html.figures import NONE
from gaoxin.report.run import Run
from gaoxin.report.titles import Titles

_END = "条件自评表"
_RULED = "pack kind subject period verdict"
_CONDITION = f"{_RULED} condition"
_VALUE = "kind subject period variable"
_NEAR = f"{_CONDITION} variable"
_INDICATOR = "pack kind subject period indicator"
_POINTS = "pack kind subject period sheet item"


def self_check(run: Run, pack: str, subject: str, path: Path, verdict: str | None = None) -> None:
    """Write the self-check of a subject by a verdict, in its last period.

    Parameters
    ----------
    pack : id of a standard of the run
    subject : identifier
    path : the file
    verdict : of the pack; its first where None

    Raises
    ------
    UsageError : the run has no such subject, or no such verdict of it
    """
    rows = SubjectRows(Titles(Book(run)))
    kind = rows.kind(subject)
    found = [name for each, name, of in rows.judged if (each, of) == (pack, kind)]
    name = verdict or next(iter(found), "")
    if name not in found:
        message = f"{pack} {name}: 本批次没有对 {subject} 的结论 · not judged in this run; try: gaoxin build"
        raise UsageError(message)
    write_check(rows, (pack, name, kind, subject), path)


def write_checks(rows: SubjectRows, wanted: Sequence[Wanted], folder: Path) -> Iterator[Attachment]:
    """Write the self-checks that are wanted.

    Parameters
    ----------
    folder : of the files
    """
    titles = rows.titles
    names = [check_title(titles, pack, verdict) for pack, verdict, _ in rows.judged]
    for each in wanted:
        pack, verdict, kind, subject = each
        title, called = check_title(titles, pack, verdict), titles.book.name(kind, subject)
        whose = f"-{file_name(pack)}" if names.count(title) > 1 else ""
        name = f"{file_name(title)}{whose}-{file_name(subject)}.docx"
        if not write_check(rows, each, folder / name):
            continue
        english = part(titles.book.names.thing(pack, "verdicts", verdict), "title").get("en") or title
        told = {"zh": f"《{title}》{called}（DOCX）", "en": f"{english}, self-check: {called} (DOCX)"}
        yield Attachment(f"files/{name}", told)


def check_title(titles: Titles, pack: str, verdict: str) -> str:
    """The title of a self-check: the verdict's own, with 条件自评表 behind it.

    A verdict that is called 高新技术企业认定条件 has 高新技术企业认定条件自评表.
    """
    return titles.thing(pack, "verdicts", verdict).removesuffix("条件") + _END


def write_check(rows: SubjectRows, wanted: Wanted, path: Path) -> bool:
    """Write one self-check; whether the run has a verdict of the subject at all."""
    pack, verdict, kind, subject = wanted
    titles = rows.titles
    results = rows.of("verdicts", kind, subject, pack=pack, verdict=verdict)
    if not results:
        return False
    result = max(results, key=lambda row: row["period"])
    period = result["period"]
    paper = Paper(titles, check_title(titles, pack, verdict))
    if period:
        paper.line(f"（{period}年）", centred=True)
    _head(titles, paper, result)
    conditions = [
        row
        for row in rows.of("conditions", kind, subject, pack=pack, verdict=verdict)
        if row["period"] == period
    ]
    values = {(row["variable"], row["period"]): row for row in rows.of("values", kind, subject)}
    _conditions(titles, paper, conditions, values, (pack, verdict, period))
    _missing(titles, paper, conditions)
    _nearly(titles, paper, rows.of("nearly", kind, subject, pack=pack, verdict=verdict), period)
    _indicators(titles, paper, rows.of("indicators", kind, subject, pack=pack), period)
    _points(titles, paper, rows.of("points", kind, subject, pack=pack), period)
    paper.line("填表单位（盖章）：　　　　　　　　日期：")
    paper.line(titles.final)
    paper.save(path)
    return True


def _head(titles: Titles, paper: Paper, result: Row) -> None:
    """Whose verdict it is, by which standard and which run, and what came out."""
    pack, manifest = result["pack"], titles.book.manifest
    body = titles.book.names.packs.get(pack, {})
    document = part(body, "document")
    built = next((each for each in titles.book.built if each["pack"] == pack), Row())
    status = titles.state("status", str(body.get("status") or built.get("status") or ""))
    rows: list[list[Pieces]] = [
        ["名称", titles.book.name(result["kind"], result["subject"])],
        ["统一社会信用代码／编号", result["subject"]],
        ["依据标准", titles.pack(pack)],
        [
            "依据文件",
            " ".join(filter(None, (titles.words.of(document.get("title")), document.get("number")))) or NONE,
        ],
        ["标准版本", f"{pack} · {status} · {str(built.get('hash') or '')[:16]}"],
        ["测算批次", f"{manifest['run']} · Gaoxin {manifest['gaoxin']}"],
        ["测算基准日", manifest.get("as_of") or titles.words("as_of_rows")],
        ["结论", figure("verdicts", result, _RULED, "result", "verdict")],
    ]
    paper.table(["项目", "内容"], rows, (44, 112))


def _conditions(
    titles: Titles,
    paper: Paper,
    rows: Sequence[Row],
    values: Mapping[tuple[str, int], Row],
    about: tuple[str, str, int],
) -> None:
    """Every condition with the subject's own figures and the cells that they stand in."""
    pack, verdict, period = about
    found = {row["condition"]: row for row in rows}
    shown: list[list[Pieces]] = []
    for body in titles.conditions(pack, verdict):
        title, clause = titles.words.of(body.get("title")), titles.words.of(body.get("clause"))
        mark = titles.state("status", "assumed") if body.get("status") == "assumed" else ""
        named = "\n".join(filter(None, (f"{body['id']} {title}", clause, mark)))
        own: list[Piece] = []
        for variable, shift in pairs(body):
            year = period + shift if period else 0
            own += ["\n"] if own else []
            own += _own(titles, pack, (variable, year), values)
        row = found.get(body["id"])
        column = "why" if row and row["result"] is None else "result"
        state: Piece = figure("conditions", row, _CONDITION, column, "condition") if row else NONE
        asked = titles.words.of(body.get("words")) or body.get("require") or title
        shown.append([named, asked, own or NONE, state])
    paper.heading("一、各项条件")
    paper.table(["条件", "要求", "本单位数据与来源单元格", "结果"], shown, (44, 38, 58, 16))


def _own(
    titles: Titles, pack: str, place: tuple[str, int], values: Mapping[tuple[str, int], Row]
) -> Iterator[Piece]:
    """A figure of the subject: title, year, value, cell."""
    variable, year = place
    row = values.get(place) or values.get((variable.rpartition(".")[2], year))
    yield f"{titles.of(pack, variable)}{f'（{year}年）' if year else ''}："
    if row is None:
        yield NONE
        return
    entry = titles.book.names.entry(pack, variable)
    yield figure("values", row, _VALUE, "text", "grouped" if entry and entry.numeric else "text")
    cell = titles.book.cell(row["part"], row["row"], row["column"])
    yield f"\n　← {cell}" if cell else ""


def _missing(titles: Titles, paper: Paper, conditions: Sequence[Row]) -> None:
    """What is to be supplied, checked or judged before the conditions have a result."""
    paper.heading("二、待补充、待核实、需评审")
    waiting = [row for row in conditions if row["why"] not in (None, "", "not_applicable")]
    for row in waiting:
        named = titles.missing(row["pack"], row["missing"] or "", row["period"])
        state = figure("conditions", row, _CONDITION, "why", "condition")
        paper.line([f"{row['condition']} ", state, titles.words("colon") + named if named else ""])
    if not waiting:
        paper.line(titles.words("missing.none"))


def _nearly(titles: Titles, paper: Paper, rows: Sequence[Row], period: int) -> None:
    """What is just missed: the gap, the figure as it is and as it would have to be."""
    paper.heading("三、还差什么")
    near = [row for row in rows if row["period"] == period]
    for row in near:
        gap, now, then = (
            figure("nearly", row, _NEAR, column, "grouped") for column in ("gap_zh", "now", "then")
        )
        settled = f"；{titles.words('settles')}" if row["settles"] else ""
        title = titles.of(row["pack"], row["variable"] or "")
        paper.line([f"{row['condition']} ", gap, f"：{title}现为 ", now, "，达到 ", then, f"{settled}。"])
    if not near:
        paper.line(titles.words("nearly.none"))


def _indicators(titles: Titles, paper: Paper, rows: Sequence[Row], period: int) -> None:
    """The indicators of the standard."""
    shown: list[list[Pieces]] = []
    for row in rows:
        if row["period"] == period and row["text"]:
            entry = titles.book.names.entry(row["pack"], row["indicator"])
            shown.append(
                [
                    titles.of(row["pack"], row["indicator"]),
                    figure("indicators", row, _INDICATOR, "text", "grouped"),
                    str(entry.body.get("formula") or "") if entry else "",
                    titles.state("status", row["mark"] or ""),
                ]
            )
    if shown:
        paper.heading("四、有关指标")
        paper.table(["指标", "数值", "公式", "标注"], shown, (44, 26, 62, 24))


def _points(titles: Titles, paper: Paper, rows: Sequence[Row], period: int) -> None:
    """The score sheets of the standard: what an expert scores or nobody reported is an interval."""
    found = {(row["sheet"], row["item"] or ""): row for row in rows if row["period"] == period}
    for sheet in dict.fromkeys(sheet for sheet, _ in found):
        pack = next(row["pack"] for row in rows if row["sheet"] == sheet)
        body = titles.book.names.thing(pack, "points", sheet)
        lines = [("", titles.words("total"), body)]
        for group in children(body, "groups"):
            lines.append((group["id"], titles.words.of(group.get("title")), group))
            lines += [
                (f"{group['id']}.{item['id']}", f"　{titles.words.of(item.get('title'))}", item)
                for item in children(group, "items")
            ]
        shown: list[list[Pieces]] = [
            [title or item, str(thing.get("max", "")), _score(found[sheet, item])]
            for item, title, thing in lines
            if (sheet, item) in found
        ]
        paper.heading(f"评分：{titles.thing(pack, 'points', sheet)}")
        paper.table(["项目", "满分", "得分"], shown, (96, 24, 36))
        paper.line(titles.words("points.lead"))


def _score(row: Row) -> Pieces:
    low, high = (figure("points", row, _POINTS, end, "points") for end in ("low", "high"))
    if row["low"] == row["high"]:
        return low
    return [low, "～", high] if row["counted"] is None else [low, " (≤ ", high, ")"]
