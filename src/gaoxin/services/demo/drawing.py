"""Drawing the enterprises and the zones, so that the zone says what its enterprises add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from gaoxin.services.demo.spec import Demo, Own
from gaoxin.services.synthetic import special_codes, synthetic_table
from gaoxin.services.synthetic_reading import Recipe, read_recipe
from gaoxin.services.synthetic_spec import Cell, Special
from gaoxin.spec import Text


@dataclass(frozen=True, slots=True)
class Drawn:
    """The true figures of a kind of subject.

    Parameters
    ----------
    kind : of subject
    recipe : what they were drawn from
    columns : `subject`, `period`, the label, and one for each variable, all of one length
    """

    kind: str
    recipe: Recipe
    columns: Mapping[str, Sequence[Any]]

    def row(self, subject: str, period: int) -> int:
        """The row of a subject in a year."""
        pairs = zip(self.columns["subject"], self.columns["period"], strict=True)
        return next(n for n, pair in enumerate(pairs) if pair == (subject, period))

    def special(self, name: str) -> str:
        """The identifier of a special."""
        return special_codes(self.recipe.spec)[name]


def draw(home: Path, demo: Demo, count: int | None = None) -> tuple[Drawn, Drawn]:
    """Draw the enterprises and the zones of an example.

    Parameters
    ----------
    count : enterprises; as many as the description says where None
    """
    recipe = read_recipe(home / demo.enterprises)
    number = recipe.spec.count if count is None else max(count, len(recipe.spec.specials))
    firms = _drawn(recipe, range(1, number + 1))
    zones = read_recipe(home / demo.zones)
    first = Special(
        name="own",
        why=Text(zh="企业合计", en="Sums over its enterprises"),
        given=_sums(zones, firms, demo.own),
    )
    spec = zones.spec.model_copy(update={"specials": (first,)})
    return firms, _drawn(replace(zones, spec=spec), None)


def _drawn(recipe: Recipe, numbers: Iterable[int] | None) -> Drawn:
    table = synthetic_table(recipe, numbers=numbers)
    return Drawn(recipe.spec.subject, recipe, table.to_pydict())


def _sums(zones: Recipe, firms: Drawn, own: Own) -> dict[str, Cell]:
    """The figures of the first zone that its enterprises give, year by year."""
    first = str(synthetic_table(zones, numbers=[1], variables=())["subject"][0])
    columns, found = firms.columns, dict[str, Cell]()
    for year in zones.spec.years:
        keys = enumerate(zip(columns[own.link], columns["period"], strict=True))
        rows = [n for n, key in keys if key == (first, year)]
        for name, flag in own.counts.items():
            found[f"{name}@{year}"] = sum(columns[flag][n] is True for n in rows) if flag else len(rows)
        for name, parts in own.sums.items():
            whole = sum((columns[p][n] or Decimal(0) for p in parts for n in rows), Decimal(0))
            found[f"{name}@{year}"] = str(whole)
    return found
