"""Stored figures as exact values, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

from gaoxin.formula.evaluate import Key
from gaoxin.formula.values import Interval, Value
from gaoxin.spec import Variable


class Figures(Mapping[Key, Mapping[str, Value]]):
    """The rows of one kind of subject, by subject and period, with values in base units.

    Parameters
    ----------
    table : an Arrow table of stored columns
    variables : of its columns, by name; what is no variable is left out
    """

    def __init__(self, table: Any, variables: Mapping[str, Variable]) -> None:
        self._table, self._variables = table, variables
        self._columns: dict[str, list[Any]] = {}
        self._scales = {name: 10**spec.scale for name, spec in variables.items()}
        keys = zip(self.cells("subject"), self.cells("period"), strict=True)
        self._places: dict[Key, int] = {key: place for place, key in enumerate(keys)}
        self._years: dict[str, list[Key]] = {}
        heads = [name.removesuffix("__lo") for name in table.column_names if not name.endswith("__hi")]
        self.names = tuple(name for name in heads if name in variables)

    def __getitem__(self, key: Key) -> Mapping[str, Value]:
        return _Row(self, self._places[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def cells(self, column: str) -> list[Any]:
        """A stored column."""
        if column not in self._columns:
            self._columns[column] = self._table[column].to_pylist()
        return self._columns[column]

    def value(self, name: str, place: int) -> Value:
        """The value of a variable in a row."""
        spec = self._variables[name]
        if spec.type == "grade":
            low, high = (self.cells(f"{name}__{end}")[place] for end in ("lo", "hi"))
            return None if low is None else Interval(*(Fraction(x, self._scales[name]) for x in (low, high)))
        cell = self.cells(name)[place]
        return Fraction(cell, self._scales[name]) if spec.type == "number" and cell is not None else cell

    def of(self, subject: str, names: Collection[str]) -> dict[Key, Mapping[str, Value]]:
        """The rows of one subject alone, with some of the variables."""
        wanted = [name for name in self.names if name in names]
        if not self._years:
            for key in self._places:
                self._years.setdefault(key[0], []).append(key)
        keys = self._years.get(subject, [])
        return {key: {name: self.value(name, self._places[key]) for name in wanted} for key in keys}


class _Row(Mapping[str, Value]):
    """One row of `Figures`."""

    __slots__ = ("_figures", "_place")

    def __init__(self, figures: Figures, place: int) -> None:
        self._figures, self._place = figures, place

    def __getitem__(self, name: str) -> Value:
        if name not in self._figures.names:
            raise KeyError(name)
        return self._figures.value(name, self._place)

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures.names)

    def __len__(self) -> int:
        return len(self._figures.names)
