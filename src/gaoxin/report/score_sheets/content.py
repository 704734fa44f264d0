"""《……明细单》: the score sheet of a subject, read from a run: items with their figures, cells and peers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gaoxin.report.docx.subject_rows import SubjectRows
from gaoxin.report.html.book import Row
from gaoxin.report.html.dictionary import children, pairs, part
from gaoxin.report.html.figures import NONE, decimal, grouped
from gaoxin.report.titles import Titles

END = "明细单"
AT_MOST = "补齐后最多"
_FEWEST_AXES = 3
_MOST_AXES = 20
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Own:
    """A figure of the subject that an item rests on.

    Parameters
    ----------
    title : with its year
    row : of the table ``values`` or ``indicators``; None where nothing was reported
    table : which of the two
    text : as people read it
    cell : where it stands in the files; of an indicator its formula
    """

    title: str
    row: Row | None
    table: str
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: the total, a group, or an item.

    Parameters
    ----------
    depth : 0 for the total, 1 for a group, 2 for an item
    body : what the dictionary says of it
    title : with a mark where it is not official
    row : of the table ``points``
    own : the figures behind an item
    """

    depth: int
    body: Row
    title: str
    row: Row
    own: tuple[Own, ...]

    @property
    def cap(self) -> str:
        """The most points; a dash where there is no cap of its own."""
        return decimal(self.row["cap"], _PLACES)

    @property
    def points(self) -> str:
        """The points with the digits that add up; those that count, where unknown items count 0."""
        if self.incomplete:
            return f"{grouped(self.row['counted'])}（{AT_MOST}{grouped(self.row['high_text'])}）"
        return _span(self.row["low_text"], self.row["high_text"])

    @property
    def incomplete(self) -> bool:
        """Whether unknown items count 0."""
        return self.row["counted"] is not None and self.row["low_text"] != self.row["high_text"]

    @property
    def before(self) -> str:
        """What the parts add up to where a cap cuts them; else empty."""
        return self.row["sum_text"] or ""

    @property
    def share(self) -> str:
        """The normalised value, 0 to 1."""
        return decimal(self.row["share"], _PLACES)

    @property
    def median(self) -> str:
        """The median of the peers."""
        return decimal(self.row["median"], _PLACES)

    @property
    def peers(self) -> str:
        """How many peers there are."""
        return NONE if self.row["peers"] is None else f"{self.row['peers']:,}"

    @property
    def clause(self) -> str:
        """The article of the document."""
        return str(self.body.get("clause") or "")

    @property
    def method(self) -> str:
        """How the points come about."""
        return str(part(self.body, "words").get("zh") or self.body.get("formula") or "")


@dataclass(frozen=True, slots=True)
class Way:
    """What would raise a sheet: moves made together.

    Parameters
    ----------
    moves : rows of the table ``raises``, one for each variable
    items : titles of the items that change
    """

    moves: tuple[Row, ...]
    items: tuple[str, ...]

    @property
    def gain(self) -> str:
        """How many points more."""
        first = self.moves[0]
        low, high = first["gain_low"], first["gain_high"]
        return f"+{low}" if low == high else f"确定 +{low}，可能 +{high}"

    @property
    def after(self) -> str:
        """The total after it."""
        first = self.moves[0]
        return _span(first["after_low"], first["after_high"])


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction of the radar: points of a group or an item beside its cap and its peers."""

    title: str
    cap: float
    low: float
    high: float
    median: float | None
    line: Line


@dataclass(frozen=True, slots=True)
class Score:
    """A score sheet of a subject.

    Parameters
    ----------
    pack, sheet, kind, subject, period : whose
    title : of the document
    head : row of the table ``sheets``: peers, rank, list, veto
    lines : the total, then each group with its items
    ways : what would raise it; None where it was not computed for the subject
    """

    pack: str
    sheet: str
    kind: str
    subject: str
    period: int
    title: str
    head: Row
    lines: tuple[Line, ...]
    ways: tuple[Way, ...] | None

    @property
    def axes(self) -> list[Axis]:
        """The axes of the radar: groups where there are three, else items; none where they are too few."""
        for depth in (1, 2):
            lines = [line for line in self.lines if line.depth == depth and line.row["low"] is not None]
            if _FEWEST_AXES <= len(lines) <= _MOST_AXES:
                return [_axis(line) for line in lines if line.row["cap"]]
        return []


def scores(rows: SubjectRows, kind: str, subject: str) -> Iterator[Score]:
    """The score sheets of a subject in its last period.

    Parameters
    ----------
    rows : tables of the run
    kind, subject : whose
    """
    found = rows.of("points", kind, subject)
    period = max((row["period"] for row in found), default=0)
    values = {(row["variable"], row["period"]): row for row in rows.of("values", kind, subject)}
    figures = {(r["pack"], r["indicator"], r["period"]): r for r in rows.of("indicators", kind, subject)}
    for pack, sheet in dict.fromkeys((row["pack"], row["sheet"]) for row in found):
        mine = [r for r in found if (r["pack"], r["sheet"], r["period"]) == (pack, sheet, period)]
        if not mine:
            continue
        own = _Own(rows.titles, pack, period, values, figures)
        lines = tuple(_lines(rows.titles, own, sheet, {row["item"] or "": row for row in mine}))
        key = {"pack": pack, "sheet": sheet}
        heads = [r for r in rows.of("sheets", kind, subject, **key) if r["period"] == period]
        head = next(
            iter(heads), Row(peers_of=None, ranked_in=None, rank=None, ranked=None, list=None, veto=None)
        )
        title = f"{rows.titles.thing(pack, 'points', sheet)}{END}"
        ways = _ways(rows, {line.row["item"]: line.title for line in lines}, kind, subject, key)
        yield Score(pack, sheet, kind, subject, period, title, head, lines, ways)


def _ways(
    rows: SubjectRows, named: Mapping[str, str], kind: str, subject: str, key: Mapping[str, str]
) -> tuple[Way, ...] | None:
    """The ways to raise a sheet, in their order. A row without a variable says that there is none."""
    places: dict[int, list[Row]] = {}
    for row in rows.of("raises", kind, subject, **key):
        places.setdefault(row["place"], []).append(row)
    if not places:
        return None
    return tuple(
        Way(
            tuple(moves),
            tuple(named.get(item, item) for item in (moves[0]["items"] or "").split("; ") if item),
        )
        for _, moves in sorted(places.items())
        if moves[0]["variable"]
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """Finds the figures that items rest on."""

    titles: Titles
    pack: str
    period: int
    values: Mapping[tuple[str, int], Row]
    figures: Mapping[tuple[str, str, int], Row]

    def of(self, body: Row) -> Iterator[Own]:
        """The indicators that an item names, and the reported figures behind it."""
        for name in children(body, "figures"):
            row = self.figures.get((self.pack, name, self.period))
            entry = self.titles.book.names.entry(self.pack, name)
            text = grouped(row["text"]) if row and row["text"] else NONE
            formula = str(entry.body.get("formula") or "") if entry else ""
            yield Own(self.titles.of(self.pack, name), row, "indicators", text, f"= {formula}")
        for name, shift in children(body, "raw") or pairs(body):
            year = self.period + shift if self.period else 0
            row = self.values.get((name, year)) or self.values.get((name.rpartition(".")[2], year))
            title = f"{self.titles.of(self.pack, name)}{f'（{year}年）' if year else ''}"
            entry = self.titles.book.names.entry(self.pack, name)
            shown = grouped if entry and entry.numeric else str
            text = shown(row["text"]) if row and row["text"] else NONE
            cell = self.titles.book.cell(row["part"], row["row"], row["column"]) if row else ""
            yield Own(title, row, "values", text, f"← {cell}" if cell else "")


def _lines(titles: Titles, own: _Own, sheet: str, found: Mapping[str, Row]) -> Iterator[Line]:
    """The total, then each group with its items."""
    body = titles.book.names.thing(own.pack, "points", sheet)
    listed: list[tuple[int, str, Row]] = [(0, "", body)]
    for group in children(body, "groups"):
        listed.append((1, group["id"], group))
        listed += [(2, f"{group['id']}.{item['id']}", item) for item in children(group, "items")]
    for depth, item, entry in listed:
        if item in found:
            title = titles.words("total") if not depth else titles.words.of(entry.get("title")) or item
            mark = titles.state("status", "assumed") if entry.get("status") == "assumed" else ""
            figures = tuple(own.of(entry)) if depth == 2 else ()
            yield Line(depth, entry, f"{title}〔{mark}〕" if mark else title, found[item], figures)


def _axis(line: Line) -> Axis:
    row = line.row
    return Axis(line.title, row["cap"], row["low"], row["high"], row["median"], line)


def _span(low: str | None, high: str | None) -> str:
    """Points in words: one number, or from the least to the most."""
    if low is None or high is None:
        return NONE
    return grouped(low) if low == high else f"{grouped(low)}～{grouped(high)}"


def compared(score: Score) -> str:
    """With whom the subject is compared, in words."""
    least = "不足3家的不显示"
    group = score.head["peers_of"]
    return f"同组：{group}；{least}" if group else f"同组：本年度全部对象；{least}"


def rounding(lines: Sequence[Line]) -> str:
    """How the digits of a sheet are rounded, in words."""
    cut = any(line.before for line in lines)
    zero = "有未知项的，已知项目达到规定比例，总分按未知项0分计，位次同此；" if lines[0].incomplete else ""
    capped = "；合计超过上限的，列出封顶前合计，各项加总等于封顶前合计" if cut else ""
    return (
        f"{zero}得分按精确分数计算；显示到小数点后四位，尾差按最大余额法分摊，各项之和等于组得分，各组之和等于总分"
        f"{capped}。"
    )


def header(titles: Titles, score: Score) -> list[tuple[str, str]]:
    """Whose sheet it is, by which standard and run, and where it stands."""
    manifest, head = titles.book.manifest, score.head
    built = next((each for each in titles.book.built if each["pack"] == score.pack), Row())
    body = titles.book.names.packs.get(score.pack, {})
    status = titles.state("status", str(body.get("status") or built.get("status") or ""))
    total, variant = score.lines[0], str(built.get("variant") or "")
    mark = titles.state("status", "assumed") if total.body.get("status") == "assumed" else ""
    place = f"第 {head['rank']:,} 位（{head['ranked']:,} 家参与排序）" if head["rank"] else NONE
    told = [
        ("名称", titles.book.name(score.kind, score.subject)),
        ("统一社会信用代码／编号", score.subject),
        ("年度", titles.year(score.period) or NONE),
        ("总分", f"{total.points}／{total.cap}{f'〔{mark}〕' if mark else ''}"),
        ("依据标准", f"{titles.pack(score.pack)}（{score.pack}，{status}）"),
        ("方案", titles.words.known("status", variant) if variant else "标准本身"),
        ("测算批次", f"{manifest['run']} · Gaoxin {manifest['gaoxin']}"),
        ("测算基准日", manifest.get("as_of") or titles.words("as_of_rows")),
    ]
    more = [
        ("位次", f"{head['ranked_in'] or ''} {place}".strip() if head["ranked"] else ""),
        ("名单", head["list"] or ""),
        ("否决项", head["veto"] or ""),
    ]
    return told + [(term, text) for term, text in more if text]
