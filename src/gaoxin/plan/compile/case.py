"""CASE as Gaoxin means it: where a guard is unknown, unknown unless every branch still possible agrees."""

from __future__ import annotations

from collections.abc import Callable

from gaoxin.plan import expr as e

Keep = Callable[[e.Expr], e.Expr]
Branches = list[tuple[e.Expr, e.Expr]]


def in_place(expr: e.Expr) -> e.Expr:
    """Keep nothing: expressions stay where they are."""
    return expr


def agree(branches: Branches, default: e.Expr | None, keep: Keep) -> e.Expr:
    """A CASE over compiled guards and values.

    Parameters
    ----------
    branches : guards with their values, in order; at least one
    default : the value where no guard holds; None for unknown
    keep : may put an expression that is needed twice into a column of its own
    """
    values = [value for _, value in branches] + ([] if default is None else [default])
    constants = [v.value for v in values if isinstance(v, e.Constant)]
    if default is not None and len(constants) == len(values) and len(set(constants)) == len(constants):
        return _of_constants(branches, default, keep)
    together = strict_column([guard for guard, _ in branches])
    if together is not None:
        if default is None:
            return e.When(tuple(branches))
        same = e.all_of(tuple(e.Compare("=", values[0], other) for other in values[1:]))
        unknown = e.Not(e.Known(together))
        return e.When((*branches, (unknown, e.When(((same, values[0]),)))), default)
    (guard, value), *rest = branches
    guard, value = once(keep, guard), once(keep, value)
    other = agree(rest, default, keep) if rest else default
    if other is None:
        return e.When(((guard, value),))
    other = keep(other)
    return e.When(((guard, value), (e.Not(guard), other), (e.Compare("=", value, other), value)))


def once(keep: Keep, expr: e.Expr) -> e.Expr:
    """What is written more than once, kept where it chooses itself: choices in choices would multiply."""
    return keep(expr) if any(isinstance(part, e.When) for part in e.inside(expr)) else expr


def _of_constants(branches: Branches, default: e.Expr, keep: Keep) -> e.Expr:
    """Different constants never agree: an unknown guard makes the whole unknown."""
    ways: Branches = []
    branches = [(once(keep, guard), value) for guard, value in branches]
    for guard, value in branches:
        ways += [(guard, value), (e.Not(e.Known(guard)), e.Constant(None, _kind(value)))]
    last, _ = branches[-1]
    return e.When(tuple(ways[:-1]), e.When(((e.Not(last), default),)))


def strict_column(guards: list[e.Expr]) -> e.Column | None:
    """The one column that all guards test against constants: where it is unknown, all of them are."""
    found: set[e.Column] = set()
    for guard in guards:
        tests = guard.args if isinstance(guard, e.Or) else (guard,)
        for test in tests:
            match test:
                case e.Compare(left=e.Column() as column, right=e.Constant()):
                    found.add(column)
                case e.Or() if (inner := strict_column([test])) is not None:
                    found.add(inner)
                case _:
                    return None
    return found.pop() if len(found) == 1 else None


def _kind(value: e.Expr) -> e.Kind:
    return value.kind if isinstance(value, e.Constant) else "int"
