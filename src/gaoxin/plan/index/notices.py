"""What an author of an index may have overlooked: no fault, but worth a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from gaoxin.plan.index.numbers import show
from gaoxin.plan.index.steps import TOTAL
from gaoxin.spec import Index, weight_of

_NEAR = Fraction(1, 10)


def weight_notices(index: Index) -> tuple[str, ...]:
    """Tell of siblings whose weights look like shares of 1 or 100 and do not add up to it.

    Weights are relative, so such an index runs; but a sum near 1 or 100, by a tenth, of weights that are not
    all the same mostly is a slip of the pen.
    """
    return tuple(_lines(index))


def choice_notices(indices: Iterable[str], wanted: str | None) -> tuple[str, ...]:
    """Tell which index was taken where a pack has several and none was named."""
    names = tuple(indices)
    if wanted is not None or len(names) < 2:
        return ()
    listed = ", ".join(names)
    return (
        f"有多个指数（{listed}），未指明，计算第一个 · several indices ({listed}) and none named: "
        f"this is {names[0]}",
    )


def _lines(index: Index) -> Iterator[str]:
    for category in index.categories or (None,):
        for family in index.families():
            if family.weigh.method != "given":
                continue
            weights = [weight_of(node, category) for node in family.children]
            known = [weight for weight in weights if weight is not None]
            meant = _meant(known) if len(known) == len(weights) else None
            if meant is not None:
                yield _line(index, family.node, category, sum(known, Fraction(0)), meant)


def _meant(weights: Sequence[Fraction]) -> Fraction | None:
    """The sum that the weights may be meant to have."""
    whole = sum(weights, Fraction(0))
    if len(set(weights)) == 1:
        return None
    for meant in (Fraction(1), Fraction(100)):
        if whole != meant and abs(whole - meant) <= _NEAR * meant:
            return meant
    return None


def _line(index: Index, node: str, category: str | None, whole: Fraction, meant: Fraction) -> str:
    where = index.title.zh if node == TOTAL else f"{index.title.zh} {node}"
    of = f"（{category}）" if category else ""
    return (
        f"{where}{of}：权重合计 {show(whole)}，不是 {show(meant)}；按比例使用 · the weights below {node} "
        f"add up to {show(whole)}, not {show(meant)}; each is divided by their sum"
    )
