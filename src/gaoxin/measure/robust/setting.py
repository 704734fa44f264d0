"""From what an author calls uncertain to what every run does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from gaoxin.base.errors import UsageError
from gaoxin.measure.robust import alternatives, sampling
from gaoxin.measure.robust.alternatives import Choice, refuse_unknown
from gaoxin.measure.robust.noise import Disturb, Error, Refill
from gaoxin.measure.robust.sampling import Design
from gaoxin.measure.robust.weights import Chosen, Drawn, Effect, LeftOut, Reweigh, Stretch
from gaoxin.spec import uncertainty as u
from gaoxin.spec.index import Index
from gaoxin.spec.uncertainty import Input, Uncertainty

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_Kind = TypeVar("_Kind")

Family = Literal["fill", "treat", "scale", "join"]
FAMILIES: tuple[Family, ...] = ("fill", "treat", "scale", "join")
"""Families of steps, in their order; a method of one says nothing of the steps of another."""
FAMILY_OF: dict[str, Family] = {
    "screen": "fill",
    "impute": "fill",
    "treat": "treat",
    "winmax": "treat",
    "normalise": "scale",
    "weigh": "join",
    "aggregate": "join",
}


@dataclass(frozen=True)
class Setting:
    """What every run of an index does.

    Parameters
    ----------
    inputs : what varies
    design : the uniform numbers
    chosen : by input, the alternative of each base row, for inputs that have alternatives
    labels : by input, the names of its alternatives
    indices : by family of steps, the index under each combination of its alternatives that occurs, nothing
        else being changed
    combinations : (combinations, families), which index of each family
    combination : (runs,), which of these combinations
    reweigh, disturb : what happens to weights and figures
    """

    inputs: tuple[Input, ...]
    design: Design
    chosen: dict[int, Integers]
    labels: dict[int, list[str]]
    indices: dict[Family, tuple[Index, ...]]
    combinations: Integers
    combination: Integers
    reweigh: Reweigh
    disturb: Disturb


def inputs_of(index: Index, spec: Uncertainty) -> tuple[Input, ...]:
    """The uncertain inputs; without any stated, the weights of each level by a quarter of themselves."""
    if spec.inputs:
        return spec.inputs
    levels = sorted({child.height for family in index.families() for child in _several(family.children)})
    return tuple(u.WeightShare(id=f"weights_{level}", vary="weights", level=level) for level in levels)


def prepare(index: Index, spec: Uncertainty, sample: Floats | None = None) -> Setting:
    """Draw, and say what each run does.

    Parameters
    ----------
    sample : uniform numbers of one's own instead, (runs, inputs)

    Raises
    ------
    UsageError : an input does not fit the index, or the sample does not fit the inputs
    """
    inputs = inputs_of(index, spec)
    if not inputs:
        message = "指数没有可变的权重 · no node has siblings whose weights could vary; try: `inputs`"
        raise UsageError(message)
    for found in inputs:
        _check(index, found)
    widths = [_width(index, found) for found in inputs]
    design = (
        sampling.draw(spec.sampling, widths, spec.draws, spec.seed, crossed=spec.indices)
        if sample is None
        else _given(inputs, widths, sample)
    )
    over_sample = spec.bins == "sample"
    chosen = {
        place: sampling.options(design.uniforms(place)[:, 0], _count(index, found), over_sample=over_sample)
        for place, found in enumerate(inputs)
        if _count(index, found)
    }
    choices = [(place, found) for place, found in enumerate(inputs) if alternatives.is_choice(found)]
    indices, combinations, combination = _combinations(index, choices, chosen, design)
    return Setting(
        inputs,
        design,
        chosen,
        {place: _labels(index, inputs[place]) for place in chosen},
        indices,
        combinations,
        combination,
        Reweigh(_effects(index, inputs, design, chosen), design.source),
        _disturb(index, inputs, spec.seed, design),
    )


def _several(children: Sequence[_Kind]) -> Sequence[_Kind]:
    """Siblings, whose weights matter; an only child's does not."""
    return children if len(children) > 1 else ()


def _check(index: Index, found: Input) -> None:
    leaves = [node.id for node in index.leaves()]
    nodes = [child.id for family in index.families() for child in family.children]
    match found:
        case u.WeightShare() | u.Dropped():
            refuse_unknown(found.id, found.nodes, nodes)
        case u.Dirichlet():
            refuse_unknown(found.id, found.nodes, [family.node for family in index.families()])
        case u.WeightSets():
            refuse_unknown(found.id, tuple({node: 0 for one in found.sets for node in one}), nodes)
        case u.ImputedDraws():
            refuse_unknown(found.id, found.nodes, leaves)
        case u.MeasurementError():
            refuse_unknown(found.id, (*found.nodes, *found.sizes), leaves)
        case _:
            alternatives.check(index, found)
    if isinstance(found, (u.WeightShare, u.Dirichlet)) and not _width(index, found):
        message = (
            f"{found.id}: 没有同级权重 · none of its nodes has a sibling; try: other nodes, or another level"
        )
        raise UsageError(message)


def _stretched(index: Index, found: u.WeightShare) -> list[str]:
    return [
        child.id
        for family in index.families()
        for child in _several(family.children)
        if (not found.nodes or child.id in found.nodes) and found.level in (None, child.height)
    ]


def _drawn(index: Index, found: u.Dirichlet) -> dict[str, slice]:
    """Columns of the children of each group that is drawn."""
    columns: dict[str, slice] = {}
    for family in index.families():
        if len(family.children) > 1 and (not found.nodes or family.node in found.nodes):
            start = max((c.stop for c in columns.values()), default=0)
            columns[family.node] = slice(start, start + len(family.children))
    return columns


def _left_out(index: Index, found: u.Dropped) -> tuple[str | None, ...]:
    nodes: tuple[str, ...] = found.nodes or tuple(node.id for node in index.leaves())
    return (None, *nodes) if found.none else nodes


def _count(index: Index, found: Input) -> int:
    """How many alternatives an input has; 0 where it has none."""
    match found:
        case u.WeightShare() | u.Dirichlet() | u.ImputedDraws() | u.MeasurementError():
            return 0
        case u.WeightSets():
            return len(found.sets)
        case u.Dropped():
            return len(_left_out(index, found))
        case _:
            return len(found.options)


def _labels(index: Index, found: Input) -> list[str]:
    if isinstance(found, u.WeightSets):
        return [f"set {place}" for place in range(1, len(found.sets) + 1)]
    if isinstance(found, u.Dropped):
        return [node or "none" for node in _left_out(index, found)]
    assert alternatives.is_choice(found)
    return alternatives.labels(found)


def _width(index: Index, found: Input) -> int:
    """How many uniform numbers a row of an input takes; noise takes none."""
    match found:
        case u.WeightShare():
            return len(_stretched(index, found))
        case u.Dirichlet():
            return sum(columns.stop - columns.start for columns in _drawn(index, found).values())
        case u.ImputedDraws() | u.MeasurementError():
            return 0
        case _:
            return 1


def _given(inputs: Sequence[Input], widths: Sequence[int], sample: Floats) -> Design:
    """The design of a sample of one's own."""
    if np.ndim(sample) != 2 or np.shape(sample)[1] != len(inputs):
        names = ", ".join(found.id for found in inputs)
        message = (
            f"sample of shape {np.shape(sample)}: 每个输入一列 · one column for each input is due: {names}"
        )
        raise UsageError(f"{message}; try: that order of columns")
    if wide := [found.id for found, width in zip(inputs, widths, strict=True) if width > 1]:
        message = (
            f"{', '.join(wide)}: 需要多个随机数 · takes several numbers a run, a sample has one for each "
            "input; try: weight_sets, or sampling by seed"
        )
        raise UsageError(message)
    return sampling.given(sample)


def _combinations(
    index: Index, choices: Sequence[tuple[int, Choice]], chosen: dict[int, Integers], design: Design
) -> tuple[dict[Family, tuple[Index, ...]], Integers, Integers]:
    """The combinations of alternatives that occur, family by family, and those of each run.

    Alternatives of one family of steps are put into one index together; families meet only in the plan, so
    that five ways to treat and four to normalise are nine indices, not twenty.
    """
    indices: dict[Family, tuple[Index, ...]] = {}
    taken: list[Integers] = []
    for family in FAMILIES:
        own = [(place, choice) for place, choice in choices if FAMILY_OF[choice.vary] == family]
        if not own:
            indices[family] = (index,)
            taken.append(np.zeros(design.runs, dtype=np.int64))
            continue
        options = np.stack([chosen[place][design.source[:, place]] for place, _ in own], axis=1)
        found, back = np.unique(options, axis=0, return_inverse=True)
        indices[family] = tuple(
            alternatives.under(index, [(choice, int(n)) for (_, choice), n in zip(own, row, strict=True)])
            for row in found
        )
        taken.append(back.ravel())
    combinations, combination = np.unique(np.stack(taken, axis=1), axis=0, return_inverse=True)
    return indices, combinations, combination.ravel()


def _effects(
    index: Index, inputs: Sequence[Input], design: Design, chosen: dict[int, Integers]
) -> tuple[tuple[int, Effect], ...]:
    """What the inputs do to weights, in the order in which they work."""
    found: list[tuple[int, int, Effect]] = []
    for place, given in enumerate(inputs):
        match given:
            case u.WeightSets():
                found.append((0, place, _sets(given, chosen[place])))
            case u.Dirichlet():
                drawn = Drawn(float(given.concentration), _drawn(index, given), design.uniforms(place))
                found.append((1, place, drawn))
            case u.WeightShare():
                places = {node: n for n, node in enumerate(_stretched(index, given))}
                factors = 1 + float(given.share) * (2 * design.uniforms(place) - 1)
                found.append((2, place, Stretch(places, factors)))
            case u.Dropped():
                found.append((3, place, LeftOut(_left_out(index, given), chosen[place])))
            case _:
                pass
    ordered = sorted(found, key=lambda effect: effect[:2])
    return tuple((place, effect) for _, place, effect in ordered)


def _sets(given: u.WeightSets, options: Integers) -> Chosen:
    nodes = {node: n for n, node in enumerate(dict.fromkeys(n for one in given.sets for n in one))}
    sets = np.full((len(given.sets), len(nodes)), np.nan)
    for row, one in enumerate(given.sets):
        for node, weight in one.items():
            sets[row, nodes[node]] = float(weight)
    return Chosen(nodes, sets, options)


def _disturb(index: Index, inputs: Sequence[Input], seed: int, design: Design) -> Disturb:
    leaves = [node.id for node in index.leaves()]

    def about(nodes: Sequence[str]) -> Callable[[str], bool]:
        return lambda leaf: not nodes or leaf in nodes

    errors: list[Error] = []
    refills: list[Refill] = []
    for place, given in enumerate(inputs):
        if isinstance(given, u.MeasurementError):
            of = about(given.nodes)
            sizes = [float(given.sizes.get(leaf, given.size if of(leaf) else 0)) for leaf in leaves]
            errors.append(Error(place, np.array(sizes), given.relative, given.shape))
        elif isinstance(given, u.ImputedDraws):
            wanted = np.array([about(given.nodes)(leaf) for leaf in leaves])
            refills.append(Refill(place, wanted, given.draw))
    return Disturb(errors, refills, seed, design.source)
