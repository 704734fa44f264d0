"""The rules of cells in words, in Chinese and English, with the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from fractions import Fraction

    from gaoxin.plan.binding import BoundColumn


@dataclass(frozen=True, slots=True)
class Words:
    """A rule and the next step, in two languages."""

    rule_zh: str
    rule_en: str
    next_zh: str
    next_en: str


_FIXED = {
    "number": Words(
        "这里应填数字",
        "a number is due",
        "填 1234.56 或 1,234.56 这样的数字；没有数就留空",
        "write digits, such as 1234.56 or 1,234.56, or leave the cell empty",
    ),
    "finite": Words(
        "NaN、无穷大不是数",
        "NaN and infinity are no figures",
        "没有数就留空",
        "leave the cell empty where there is no figure",
    ),
    "precision": Words(
        "双精度数只有15位有效数字，这个数不够用",
        "a double holds 15 digits, this figure needs more",
        "把这一列存成文本或定点小数",
        "give the column as text or as a decimal",
    ),
    "code": Words(
        "代码被存成数字后丢了位数",
        "a code that became a number has lost digits",
        "把这一列设为文本格式，重新录入代码",
        "format the column as text and enter the code again",
    ),
    "flag": Words(
        "这里应填是或否",
        "yes or no is due",
        "填 是 或 否（也可以用 true/false、1/0、Y/N、有/无、√/×），没有就留空",
        "write 是 or 否 (also true/false, 1/0, Y/N, 有/无, √/×), or leave it empty",
    ),
    "date": Words(
        "这里应填日期",
        "a date is due",
        "填 2024-03-05、2024/3/5、20240305 或 2024年3月5日",
        "write 2024-03-05, 2024/3/5, 20240305 or 2024年3月5日",
    ),
    "month": Words(
        "日期要写到日，这里只有年月",
        "a date has a day, and this names a month",
        "写全日期，如 2024-03-05",
        "write the whole date, such as 2024-03-05",
    ),
    "time": Words(
        "这里应填不带时刻的日期", "a date without a time of day is due", "只填日期", "give the date alone"
    ),
    "year": Words(
        f"这里应填 {FIRST_YEAR}–{LAST_YEAR} 的年份",
        f"a year from {FIRST_YEAR} to {LAST_YEAR} is due",
        "填 2024、2024年 或 2024年度",
        "write 2024, 2024年 or 2024年度",
    ),
    "no subject": Words(
        "每一行都要有编号（如统一社会信用代码）",
        "every row needs the identifier of its subject",
        "补上编号，或删去这一行",
        "enter it, or remove the row",
    ),
    "no period": Words(
        "每一行都要有年份",
        "every row needs its period",
        "补上年份，或删去这一行",
        "enter the year, or remove the row",
    ),
    "duplicate": Words(
        "一个对象一年只有一行",
        "a subject has one row in a period",
        "留下一行，或更正编号、年份",
        "keep one of the rows, or correct the identifier or the year",
    ),
    "founded": Words(
        "成立之前的年份不会有数",
        "a subject has no figures for a year that ended before it was founded",
        "更正成立日期，或更正这个数",
        "correct the founding date or the figure",
    ),
}
_WRITE = ("填其中一个，没有就留空", "write one of them, or leave the cell empty")


def words_of(rule: str, bound: BoundColumn | None) -> Words:
    """A rule in words, with the variable's own bounds.

    Parameters
    ----------
    rule : the engine's word
    bound : the column of the cell; None for a key
    """
    if rule in _FIXED and not (bound is not None and bound.type == "grade" and rule == "number"):
        return _FIXED[rule]
    if bound is None:
        return Words(rule, rule, "更正这个单元格", "correct the cell")
    return _of_variable(rule, bound)


def _of_variable(rule: str, bound: BoundColumn) -> Words:
    if rule in ("grade", "number"):
        letters = ", ".join(letter for letter, _, _ in bound.grades)
        zh = f"{_called(bound)} 是分数，或 {letters} 之一"
        return Words(zh, f"{bound.variable} is a number of points or one of {letters}", *_WRITE)
    if rule == "decimals" and bound.multiple != 1:
        return Words(
            f"1 {bound.unit} 合{_called(bound)}的 {bound.factor} 个最小单位，这个数不能整除，系统不做舍入",
            f"{bound.variable} is kept in whole steps, {bound.factor} to 1 {bound.unit}; nothing is rounded",
            "换成变量自己的单位填写",
            "give the figure in the unit of the variable itself",
        )
    if rule == "category":
        listed = ", ".join(bound.categories)
        return Words(f"{_called(bound)} 只能是 {listed}", f"{bound.variable} is one of {listed}", *_WRITE)
    return _of_figure(rule, bound)


def _of_figure(rule: str, bound: BoundColumn) -> Words:
    unit = "" if bound.unit == "1" else f" {bound.unit}"
    name, called, kept = bound.variable, _called(bound), max(bound.exponent, 0)
    least, most = (f"{_shown(bound, limit)}{unit}" for limit in (bound.minimum, bound.maximum))
    texts = {
        "unit": Words(
            f"单元格里的单位要与 {bound.unit}（{called}在这里的单位）同类",
            f"a unit in a cell measures the same as {bound.unit}, the unit of {name} here",
            "只填数字，或用同类的单位",
            "write the figure alone, or with a multiple of that unit",
        ),
        "decimals": Words(
            f"{called}以 {bound.unit} 计最多保留 {kept} 位小数，系统不做舍入",
            f"{name} keeps {kept} decimals of {bound.unit}; nothing is rounded here",
            "舍入后再填，或更正表头的单位",
            "round the figure, or correct the unit in the heading",
        ),
        "digits": Words(
            f"{called}连同保留的小数最多 {bound.digits} 位",
            f"{name} has at most {bound.digits} digits, decimals kept included",
            "核对这个数和表头的单位",
            "check the figure and the unit in the heading",
        ),
        "least": Words(
            f"{called}不小于 {least}", f"{name} is at least {least}", "更正这个数", "correct the figure"
        ),
        "most": Words(
            f"{called}不大于 {most}", f"{name} is at most {most}", "更正这个数", "correct the figure"
        ),
    }
    return texts[rule]


def _called(bound: BoundColumn) -> str:
    """The column as the file calls it."""
    return f"“{bound.heading}”"


def _shown(bound: BoundColumn, limit: Fraction | None) -> str:
    """A bound in the unit of the column."""
    return "" if limit is None else f"{float(limit / bound.factor):.15g}"


def address(position: int, row: int) -> str:
    """The address of a cell: B7, AA12."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
