"""A formula in words, with a subject's own numbers put in where one is given: Chinese, English beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gaoxin.base import units
from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Figure, Program
from gaoxin.formula.resolve import Scope, resolve
from gaoxin.formula.values import Interval, Value, plain

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "total": ("近{n}年{x}合计", "{n}-year total of {x}"),
    "mean_of": ("近{n}年{x}平均", "{n}-year mean of {x}"),
    "growth": ("{x}增长率", "growth of {x}"),
    "cagr": ("{x}{n}年复合增长率", "{n}-year compound growth of {x}"),
    "prior": ("{n}年前{x}", "{x} {n} year(s) earlier"),
    "each_of": ("近{n}年每年均满足（{x}）", "in each of {n} years ({x})"),
    "existed": ("{n}年前已成立", "existed {n} year(s) earlier"),
    "age_days": ("自{x}起的天数", "days since {x}"),
    "age_years": ("自{x}起的整年数", "full years since {x}"),
    "abs": ("{x}的绝对值", "absolute value of {x}"),
    "round": ("{x}四舍五入到{n}位", "{x} rounded to {n} places"),
    "rank": ("{x}的位次", "rank of {x}"),
    "share_of": ("{x}占比", "share of {x}"),
    "top_share": ("{x}位次占比", "rank share of {x}"),
    "percentile_rank": ("{x}的百分位", "percentile rank of {x}"),
    "mean_over": ("{x}的同期平均", "mean of {x} over the period"),
    "min_over": ("{x}的同期最小值", "least {x} of the period"),
    "max_over": ("{x}的同期最大值", "greatest {x} of the period"),
}
_SIGNS = dict(zip(("<=", ">=", "<>", "*", "/", "-"), "≤≥≠×÷−", strict=True))
_OPERATORS = {
    "and": ("且", "and"),
    "or": ("或", "or"),
    "not": ("非", "not"),
    **{sign: (shown, shown) for sign, shown in _SIGNS.items()},
}
_POWER = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "in"), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/"), 6),
    "or": 1,
    "and": 2,
    "not": 3,
}
_VALUED = frozenset(
    "total mean_of growth cagr prior age_days age_years rank share_of top_share percentile_rank "
    "mean_over min_over max_over".split()
)


_SHARES = frozenset(("growth", "cagr", "share_of", "top_share", "percentile_rank"))
_SAME_UNIT = frozenset(("total", "mean_of", "prior", "mean_over", "min_over", "max_over"))


def show(value: Value, unit: str, language: Language = "zh") -> str:
    """A value in its unit: all its digits where they end by the eighth decimal.

    Else ≈ and four decimals, or as many as tell it from a round number.
    """
    if value is None:
        return "待补充" if language == "zh" else "missing"
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[language][value]
    if isinstance(value, Interval):
        return str(value)
    if isinstance(value, (Fraction, float)):
        parsed = units.parse(unit)
        gap = "" if unit in ("%", "‰", "1", "") else " "
        number = Fraction(value) / (parsed.factor if parsed else 1)
        most = 30 if isinstance(value, Fraction) else 12
        return f"{_digits(number, most)}{gap}{'' if unit == '1' else unit}"
    return str(value)


def _digits(number: Fraction, most: int) -> str:
    """A number with its digits; at most so many decimals tell it from a round one."""
    if (number * 10**8).denominator == 1:
        return _decimal(number, 8)
    short = _decimal(number, 4)
    if (Fraction(short) * 100).denominator != 1:
        return f"≈{short}"
    longer = (_decimal(number, places) for places in range(5, most + 1))
    shown = next((text for text in longer if text != short), short)
    return shown if Fraction(shown) == number else f"≈{shown}"


def _decimal(number: Fraction, places: int) -> str:
    """A number rounded to decimals, without zeros at the end."""
    whole, rest = divmod(abs(round(number * 10**places)), 10**places)
    sign = "-" if number < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says formulas of one pack, with the numbers of one subject.

    Parameters
    ----------
    program : the pack
    scope : its names
    language : zh or en
    evaluator : knows the subject's numbers; formulas are said without numbers where None
    """

    program: Program
    scope: Scope
    language: Language = "zh"
    evaluator: Evaluator | None = None

    def say(self, formula: str) -> str:
        """A formula as words and numbers."""
        return self.node(parse(formula))

    def pick(self, zh: str, en: str) -> str:
        """One of two wordings."""
        return zh if self.language == "zh" else en

    def node(self, node: t.Node, power: int = 0) -> str:
        """A parsed tree as words."""
        match node:
            case t.Number(value=value, unit=unit):
                return f"{plain(value)}{unit}"
            case t.Text(value=value):
                return f"「{value}」"
            case t.Flag(value=value):
                return show(value, "", self.language)
            case t.Name():
                return self.name(node)
            case t.Op():
                own = _POWER.get(node.op, 7)
                said = self.operation(node)
                return f"({said})" if own < power else said
            case t.Case():
                return self.case(node)
            case t.Call():
                return self.call(node)
            case t.Rollup(function=function):
                return f"{function}(…){self.valued(node)}"
            case _:
                return "…"

    def name(self, node: t.Name) -> str:
        """A name as its title and its value."""
        title = self.title(node)
        return f"{title}{self.valued(node)}"

    def title(self, node: t.Name) -> str:
        """The title of a variable, indicator, verdict or sheet."""
        program = self.program
        if node.name == "as_of":
            return self.pick("判定日", "day of judgement")
        if node.name in program.variables:
            text = program.variables[node.name].title
            return self.pick(text.zh, text.en)
        made = program.find(node.name) or program.find(node.name.partition(".")[0])
        if made is None:
            return node.name
        part = node.name.rpartition(".")[2]
        text = next((g.title for g in getattr(made.spec, "groups", ()) if g.id == part), made.spec.title)
        return self.pick(text.zh, text.en)

    def operation(self, node: t.Op) -> str:
        """An operation as its operands and its sign."""
        own = _POWER.get(node.op, 7)
        word = _OPERATORS.get(node.op, (node.op, node.op))[self.language == "en"]
        if node.op in ("neg", "not"):
            return f"{'−' if node.op == 'neg' else word + ' '}{self.node(node.args[0], own)}"
        if node.op == "isnull":
            return f"{self.node(node.args[0], own)}{self.pick('为空', ' is empty')}"
        if node.op == "in":
            options = self.pick("、", ", ").join(self.node(a) for a in node.args[1:])
            return f"{self.node(node.args[0], own)} {self.pick('属于', 'in')} ({options})"
        right = own + 1 if node.op in ("-", "/") else own
        return f"{self.node(node.args[0], own)} {word} {self.node(node.args[1], right)}"

    def case(self, node: t.Case) -> str:
        """The branch that counts, and why; all branches where that is unknown."""
        for guard, value in node.branches:
            holds = self.value(guard)
            if holds is None:
                break
            if holds:
                because = self.node(guard)
                return self.pick(f"{self.node(value)}（因 {because}）", f"{self.node(value)} (as {because})")
        else:
            if node.default is not None:
                return self.pick(
                    f"{self.node(node.default)}（其他情形）", f"{self.node(node.default)} (otherwise)"
                )
        ways = [
            f"{self.node(value)}{self.pick('（如 ', ' (if ')}{self.node(guard)}{self.pick('）', ')')}"
            for guard, value in node.branches
        ]
        if self.evaluator is None and node.default is not None:
            ways.append(self.node(node.default) + self.pick("（其他情形）", " (otherwise)"))
        return f"[{'; '.join(ways)}]"

    def call(self, node: t.Call) -> str:
        """A function in words."""
        words = _WORDS.get(node.function)
        if words is None:
            inner = ", ".join(self.node(a) for a in node.args)
            return f"{node.function}({inner})"
        first = node.args[0]
        count = (
            plain(node.args[1].value) if len(node.args) == 2 and isinstance(node.args[1], t.Number) else "1"
        )
        if node.function == "existed":
            count = plain(first.value) if isinstance(first, t.Number) else "?"
        inner = (
            self.title(first) if isinstance(first, t.Name) and node.function in _VALUED else self.node(first)
        )
        said = words[self.language == "en"].format(x=inner, n=count)
        return said + (self.valued(node) if node.function in _VALUED else "")

    def value(self, node: t.Node) -> Value:
        """The value of a parsed tree; None where it cannot stand alone."""
        if self.evaluator is None:
            return None
        try:
            return self.evaluator.value(resolve(node, self.scope).node)
        except FormulaError:
            return None

    def valued(self, node: t.Node) -> str:
        """The value of a part, in brackets."""
        if self.evaluator is None:
            return ""
        return f"〔{show(self.value(node), self.unit(node), self.language)}〕"

    def unit(self, node: t.Node) -> str:
        """The unit in which a part is shown: its own, 万元 for money, % for rates."""
        inner = node.args[0] if isinstance(node, t.Call) and node.function in _SAME_UNIT else node
        if isinstance(inner, t.Name):
            program = self.program
            if inner.name in program.variables:
                return program.variables[inner.name].unit
            made = program.find(inner.name)
            return made.spec.unit if isinstance(made, Figure) else "1"
        if isinstance(inner, t.Call) and inner.function in _SHARES:
            return "%"
        try:
            dimension = resolve(node, self.scope).type.dimension
        except FormulaError:
            return "1"
        if dimension == (("元", 1),):
            return "万元"
        return units.show(dimension) if dimension else "1"
