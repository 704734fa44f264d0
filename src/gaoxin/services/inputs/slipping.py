"""Looking for slips of unit among the rows of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gaoxin.base import units
from gaoxin.intake.slips import Rules, Slip, slips
from gaoxin.services.inputs.population import Population, dimension, in_unit
from gaoxin.spec import UnitSlip

_WRITTEN = (*units.PREFIX, "")


def unit_slips(spec: UnitSlip, people: Population) -> Iterator[tuple[int, str, str]]:
    """The cells that look as if they had been entered in a smaller unit: row, variable, what is seen."""
    rules = Rules(
        tuple(map(float, spec.factors)),
        float(spec.threshold),
        float(spec.bulk),
        float(spec.floor),
        spec.least,
    )
    there = [name for name in dict.fromkeys((*spec.variables, *spec.partners)) if name in people.variables]
    figures = {name: in_unit(people.variables[name], people.column(name)) for name in there}
    measured = {name: dimension(people.variables[name]) for name in there}
    for name in (name for name in spec.variables if name in figures):
        partners = [other for other in spec.partners if other in figures and other != name]
        alike = {o: figures[o] for o in partners if measured[o] == measured[name]}
        others = {o: figures[o] for o in partners if measured[o] != measured[name]}
        for slip in slips(people.subjects, figures[name], alike, others, rules):
            yield slip.row, name, _seen(people, name, slip)


def _seen(people: Population, name: str, slip: Slip) -> str:
    """The figure, what it is compared with, and the unit that it seems to be in."""
    cell = people.cell(slip.row, name)
    against = people.variables[slip.against].title.zh if slip.against else "本企业其他年份"
    if slip.against:
        against = f"{against} {people.said(slip.row, slip.against)}"
    meant = "" if cell is None or cell.bound is None else _smaller(cell.bound.unit, slip.factor)
    said = f"，像是按{meant}填的" if meant else ""
    times = f"{slip.ratio / slip.usual:.3g}"
    shown = people.said(slip.row, name)
    return f"{shown}；与{against}之比是通常的 {times} 倍，除以 {slip.factor:.0f} 才相称{said}"


def _smaller(unit: str, factor: float) -> str:
    """The unit so many times smaller: 千元 for 万元 and 10; nothing where none is written."""
    whole = units.parse(unit)
    if whole is None or not whole.dimension:
        return ""
    base = units.show(whole.dimension)
    wanted = whole.factor / Fraction(factor)
    found = (f"{prefix}{base}" for prefix in _WRITTEN)
    return next((word for word in found if (u := units.parse(word)) and u.factor == wanted), "")
