"""Tokens -> tree: a Pratt parser."""

from __future__ import annotations

from fractions import Fraction

from gaoxin.base.errors import FormulaError
from gaoxin.formula.lexer import Token, tokens
from gaoxin.formula.size import bounded
from gaoxin.formula.tree import Call, Case, Flag, Name, Node, Number, Op, Rollup, Text

MAX_DEPTH = 40
MAX_TOKENS = 500

FUNCTIONS: dict[str, tuple[int, int]] = {
    "prior": (1, 2), "total": (2, 2), "mean_of": (2, 2), "growth": (1, 2), "cagr": (2, 2), "each_of": (2, 2),
    "existed": (1, 1), "least": (2, 9), "greatest": (2, 9), "abs": (1, 1), "round": (2, 2),
    "age_days": (1, 1), "age_years": (1, 1), "days_between": (2, 2), "date": (1, 1),
    "log": (1, 1), "log10": (1, 1), "exp": (1, 1), "sqrt": (1, 1), "power": (2, 2),
    "rank": (1, 6), "top_share": (1, 6), "percentile_rank": (1, 6),
    "share_of": (1, 5), "mean_over": (1, 5), "min_over": (1, 5), "max_over": (1, 5),
}  # fmt: skip
"""The white list: each function with its least and greatest number of arguments."""
ROLLUPS = frozenset(("sum", "count", "mean", "min", "max"))

_COMPARISONS = frozenset(("=", "<>", "<", "<=", ">", ">=", "is", "in", "between"))
_POWER = {"or": 10, "and": 20, **dict.fromkeys(_COMPARISONS, 40), "+": 50, "-": 50, "*": 60, "/": 60}
_NOT, _NEGATE = 30, 70


def parse(text: str) -> Node:
    """Read a formula.

    Raises
    ------
    FormulaError : with the column, the thing seen, the rule and the next step
    """
    parser = _Parser(tokens(text))
    tree = parser.expression(0, 0)
    if parser.now.kind != "end":
        raise parser.fault("two values must be joined by an operator", "write an operator between them")
    return bounded(tree)


class _Parser:
    """One pass over the tokens."""

    def __init__(self, found: list[Token]) -> None:
        if len(found) > MAX_TOKENS:
            rule = f"a formula has at most {MAX_TOKENS} words"
            raise FormulaError(1, f"{len(found)} words", rule, "split it into indicators")
        self.tokens, self.index = found, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    def fault(self, rule: str, step: str) -> FormulaError:
        seen = repr(self.now.text) if self.now.kind != "end" else "the end"
        return FormulaError(self.now.column, f"saw {seen}", rule, step)

    def accept(self, *words: str) -> Token | None:
        if self.now.kind in ("op", "keyword") and self.now.text in words:
            self.index += 1
            return self.tokens[self.index - 1]
        return None

    def expect(self, word: str) -> Token:
        token = self.accept(word)
        if token is None:
            raise self.fault(f"{word.upper()} must follow here", f"write {word.upper()}")
        return self.tokens[self.index - 1]

    def expression(self, power: int, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.fault(f"a formula nests at most {MAX_DEPTH} deep", "split it into indicators")
        left = self.operand(depth)
        while True:
            token = self.now
            binding = _POWER.get(token.text, 0) if token.kind in ("op", "keyword") else 0
            if binding <= power:
                return left
            self.index += 1
            left = self.operator(left, token, binding, depth)
            if binding == 40 and self.now.kind in ("op", "keyword") and self.now.text in _COMPARISONS:
                raise self.fault("comparisons do not chain", "join two comparisons with AND, or use BETWEEN")

    def operator(self, left: Node, token: Token, binding: int, depth: int) -> Node:
        at = token.column
        if token.text == "is":
            negated = self.accept("not")
            self.expect("null")
            test = Op(at, "isnull", (left,))
            return Op(at, "not", (test,)) if negated else test
        if token.text == "between":
            low = self.expression(45, depth + 1)
            self.expect("and")
            high = self.expression(45, depth + 1)
            return Op(at, "and", (Op(at, ">=", (left, low)), Op(at, "<=", (left, high))))
        if token.text == "in":
            self.expect("(")
            return Op(at, "in", (left, *self.arguments(depth)))
        return Op(at, token.text, (left, self.expression(binding, depth + 1)))

    def arguments(self, depth: int) -> tuple[Node, ...]:
        found = [self.expression(0, depth + 1)]
        while self.accept(","):
            found.append(self.expression(0, depth + 1))
        self.expect(")")
        return tuple(found)

    def operand(self, depth: int) -> Node:
        token = self.now
        self.index += token.kind != "end"
        match token.kind, token.text:
            case "number", text:
                return Number(token.column, Fraction(text), token.unit)
            case "text", text:
                return Text(token.column, text)
            case "keyword", "true" | "false" | "null":
                return Flag(token.column, {"true": True, "false": False, "null": None}[token.text])
            case "op", "-":
                return Op(token.column, "neg", (self.expression(_NEGATE, depth + 1),))
            case "op", "(":
                inner = self.expression(0, depth + 1)
                self.expect(")")
                return inner
            case "keyword", "not":
                return Op(token.column, "not", (self.expression(_NOT, depth + 1),))
            case "keyword", "case":
                return self.case(token, depth)
            case "name", text:
                return self.call(token, depth) if self.accept("(") else Name(token.column, text)
            case _:
                self.index -= token.kind != "end"
                raise self.fault("a value must stand here", "write a number, a name or a bracket")

    def case(self, start: Token, depth: int) -> Node:
        branches: list[tuple[Node, Node]] = []
        while self.accept("when"):
            guard = self.expression(0, depth + 1)
            self.expect("then")
            branches.append((guard, self.expression(0, depth + 1)))
        if not branches:
            raise self.fault(
                "CASE needs at least one WHEN", "write CASE WHEN condition THEN value ELSE value END"
            )
        default = self.expression(0, depth + 1) if self.accept("else") else None
        self.expect("end")
        return Case(start.column, tuple(branches), default)

    def call(self, name: Token, depth: int) -> Node:
        function = name.text
        if function in ROLLUPS:
            return self.rollup(name, depth)
        if function not in FUNCTIONS:
            known = ", ".join(sorted([*FUNCTIONS, *ROLLUPS]))
            raise FormulaError(
                name.column, f"unknown function {function!r}", f"the functions are {known}", "use one of them"
            )
        args = self.arguments(depth)
        least, most = FUNCTIONS[function]
        if not least <= len(args) <= most:
            count = str(least) if least == most else f"{least} to {most}"
            seen = f"{function} with {len(args)} argument(s)"
            raise FormulaError(name.column, seen, f"{function} takes {count}", "see the language reference")
        return Call(name.column, function, args)

    def rollup(self, name: Token, depth: int) -> Node:
        value = self.expression(0, depth + 1)
        where = self.expression(0, depth + 1) if self.accept("where") else None
        self.expect(")")
        return Rollup(name.column, name.text, "", value, where)
