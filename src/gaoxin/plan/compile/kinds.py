"""What a resolved tree gives: its kind, and whether it is a double."""

from __future__ import annotations

from gaoxin.formula import tree as t

REAL_FUNCTIONS = frozenset(("log", "log10", "exp", "sqrt", "power", "cagr"))


def is_real(node: t.Node) -> bool:
    """Whether a number is a double; a rounded double is exact again."""
    match node:
        case t.Ref(kind=kind) | t.Item(kind=kind):
            return kind == "real"
        case t.Call(function=function) if function in REAL_FUNCTIONS:
            return True
        case t.Call(function=function) if function.startswith("round_") or function in (
            "age_days",
            "age_years",
        ):
            return False
        case t.Case(branches=branches, default=default):
            return any(is_real(v) for _, v in branches) or (default is not None and is_real(default))
        case t.Over(function="min_over" | "max_over", value=value):
            return is_real(value) or divides(value)
        case t.Rollup() | t.Over():
            return False
        case _:
            return any(is_real(child) for child in t.children(node))


def divides(node: t.Node) -> bool:
    """Whether a value is a quotient by more than literals, looked for through items: it is no integer."""
    match node:
        case t.Op(op="/", args=(over, under)):
            return divides(over) or not isinstance(under, t.Number)
        case t.Call(function=function) if function.startswith("round_"):
            return False
        case t.Case(branches=branches, default=default):
            return any(divides(v) for _, v in branches) or (default is not None and divides(default))
        case t.Rollup() | t.Over():
            return node.function in ("mean", "mean_over", "share_of", "top_share", "percentile_rank")
        case _:
            return any(divides(child) for child in t.children(node))


def kind_of(node: t.Node) -> t.Scalar:
    """The kind of a resolved value; doubles inside a calculation count as numbers."""
    match node:
        case t.Ref(kind=kind) | t.Item(kind=kind):
            return kind
        case t.Text():
            return "text"
        case t.Flag() | t.Call(function="existed"):
            return "flag"
        case t.Call(function="date"):
            return "date"
        case t.Op(op="neg" | "+" | "-" | "*" | "/", args=args):
            return "interval" if any(kind_of(a) == "interval" for a in args) else "number"
        case t.Op():
            return "flag"
        case t.Case(branches=((_, value), *_)) | t.Since(value=value) | t.Across(value=value):
            return kind_of(value)
        case _:
            return "number"
