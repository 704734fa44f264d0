"""Accounts of figures over members as tables, and in the words of a 同比变动说明."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gaoxin.measure.change.members import Part
from gaoxin.services.change.arrow import pa
from gaoxin.services.change.zone import Counted, ZoneAccount
from gaoxin.services.tables import Results

LINES = {
    "corrections": "数据更正",
    "calibre": "口径调整",
    "entered": "新增",
    "left": "退出",
    "stayed": "原有",
    "returned": "补报",
    "missing": "未报",
    "undivided": "口径变动,不可比",
}
"""The lines of an account as statisticians name them."""
_FIGURES = {"figure": "", "numerator": "分子", "denominator": "分母"}
_SCHEMA = {
    "subject": pa.string(),
    "period": pa.int32(),
    "figure": pa.string(),
    "part": pa.string(),
    "members": pa.int64(),
    "before": pa.float64(),
    "after": pa.float64(),
    "amount": pa.float64(),
    "points": pa.float64(),
    "exact": pa.string(),
    "unit": pa.string(),
}
_MOVERS = {
    "subject": pa.string(),
    "period": pa.int32(),
    "place": pa.int32(),
    "member": pa.string(),
    "name": pa.string(),
    "standing": pa.string(),
    "before": pa.float64(),
    "after": pa.float64(),
    "amount": pa.float64(),
    "exact": pa.string(),
    "unit": pa.string(),
}


@dataclass(slots=True)
class Accounts(Results):
    """The lines of the accounts; beside them the largest movers, and the words.

    Parameters
    ----------
    movers : subject, period, place, member, name, standing, before and after (of the numerator, where the
        figure is a quotient), amount, exact, unit
    sentences : of each subject and period
    """

    movers: Results | None = None
    sentences: tuple[str, ...] = ()

    def text(self) -> str:
        """The 同比变动说明 in words."""
        return "\n\n".join(self.sentences)


def told(
    pack: str,
    title: str,
    found: Iterable[ZoneAccount],
    names: Mapping[str, str],
    notices: Iterable[str] = (),
) -> Accounts:
    """The accounts as tables and in words.

    Parameters
    ----------
    title : of the figure
    names : of members and subjects, by identifier
    """
    listed = list(found)
    lines = [row for each in listed for counted in each.counted for row in _lines(each, counted)]
    movers = [row for each in listed for row in _movers(each, names)]
    return Accounts(
        _table(lines, _SCHEMA),
        pack,
        tuple(notices),
        Results(_table(movers, _MOVERS), pack),
        tuple("\n".join(sentences(each, title, names)) for each in listed),
    )


def _table(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> Any:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in schema.items()})


def _lines(each: ZoneAccount, counted: Counted) -> Iterator[dict[str, Any]]:
    """The earlier figure, its parts, and the later figure."""
    total, scale = counted.total, counted.scale
    yield _line(each, counted, "before", Part("undivided", 0, None, None, total.before))
    for part in total.parts:
        row = _line(each, counted, part.line, part)
        if total.before:
            row["points"] = float(100 * part.amount / total.before)
        row |= {"before": _double(part.before, scale), "after": _double(part.after, scale)}
        yield row
    yield _line(each, counted, "after", Part("undivided", 0, None, None, total.after))


def _line(each: ZoneAccount, counted: Counted, name: str, part: Part) -> dict[str, Any]:
    amount = part.amount * counted.scale
    return {
        **dict.fromkeys(_SCHEMA),
        "subject": each.subject,
        "period": each.period,
        "figure": counted.figure,
        "part": name,
        "members": part.members or None,
        "amount": float(amount),
        "exact": exact(amount),
        "unit": counted.unit,
    }


def _movers(each: ZoneAccount, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    figure = each.counted[0]
    over = each.counted[min(1, len(each.counted) - 1)]
    for place, moved in enumerate(each.movers, 1):
        amount = moved.amount * figure.scale
        yield {
            "subject": each.subject,
            "period": each.period,
            "place": place,
            "member": moved.member,
            "name": names.get(moved.member, moved.member),
            "standing": moved.standing,
            "before": float(moved.before * over.scale),
            "after": float(moved.after * over.scale),
            "amount": float(amount),
            "exact": exact(amount),
            "unit": figure.unit,
        }


def _double(number: Fraction | None, scale: Fraction) -> float | None:
    return None if number is None else float(number * scale)


def sentences(each: ZoneAccount, title: str, names: Mapping[str, str]) -> Iterator[str]:
    """The account of one subject in words: the figure, its lines, its movers."""
    subject = names.get(each.subject, each.subject)
    for counted in each.counted:
        name = title if counted.figure == "figure" else f"　{_FIGURES[counted.figure]}"
        head = subject if counted.figure == "figure" else ""
        yield f"{head}{each.period}年{name}{_compared(each, counted)}"
    if each.breaks:
        way = "已按可比口径衔接" if each.comparable else "无可比数据,不作升降比较"
        yield f"口径变动：{'、'.join(each.breaks)}自{each.period}年起口径不同,{way}。"
    if each.movers:
        figure = each.counted[0]
        amounts = [signed(moved.amount * figure.scale, figure.unit) for moved in each.movers]
        called = [f"{names.get(m.member, m.member)}（{LINES[m.standing]}）" for m in each.movers]
        parts = [f"{name}{amount}" for name, amount in zip(called, amounts, strict=True)]
        yield f"变动最大的：{'；'.join(parts)}。"


def _compared(each: ZoneAccount, counted: Counted) -> str:
    """The figure against the year before, and its lines."""
    total, unit = counted.total, counted.unit
    after, before = (worded(number * counted.scale, unit) for number in (total.after, total.before))
    if not each.comparable:
        parts = [f"{LINES[p.line]} {signed(p.amount * counted.scale, unit)}" for p in total.parts]
        return f" {after},上年 {before}（{'；'.join(parts)}）。"
    change = total.change * counted.scale
    rate = f",{_rate(total.change / total.before)}" if total.before and unit != "%" else ""
    way = (
        "持平"
        if not change
        else f"{'增加' if change > 0 else '减少'} {worded(abs(change), unit, change=True)}"
    )
    lines = "；".join(_line_worded(part, counted, each.counter) for part in total.parts)
    return f" {after},比上年（{before}）{way}{rate}。其中：{lines}。"


def _line_worded(part: Part, counted: Counted, counter: str) -> str:
    """One line: 新增 3 家,+120 万元,拉动 1.2 个百分点."""
    count = f" {part.members} {counter}" if part.members else ""
    pull = ""
    if counted.total.before and counted.unit != "%":
        pull = f",拉动 {exact(100 * part.amount / counted.total.before, 2)} 个百分点"
    return f"{LINES[part.line]}{count} {signed(part.amount * counted.scale, counted.unit)}{pull}"


def _rate(share: Fraction) -> str:
    return f"{'增长' if share >= 0 else '下降'} {exact(abs(100 * share), 2)}%"


def signed(amount: Fraction, unit: str) -> str:
    """A change with its sign and unit."""
    return f"{'+' if amount > 0 else ''}{worded(amount, unit, change=True)}"


def worded(amount: Fraction, unit: str, *, change: bool = False) -> str:
    """An amount with its unit; differences of percentages are percentage points."""
    if unit == "%":
        return f"{exact(amount, 4)}{' 个百分点' if change else '%'}"
    return f"{exact(amount)} {unit}".rstrip()


def exact(number: Fraction, places: int | None = None) -> str:
    """A number with all its digits where it is a decimal, else rounded to so many places (12 where None)."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if places is None and rest == 1:
        digits = 0
        while (number * 10**digits).denominator != 1:
            digits += 1
        places = digits
    places = 12 if places is None else places
    whole = int(abs(number) * 10**places + Fraction(1, 2))
    sign = "-" if number < 0 and whole else ""
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}" if places else str(whole)
    return sign + (text.rstrip("0").rstrip(".") if places else text)
