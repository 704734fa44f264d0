"""A small pack, and formulas asked on its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gaoxin.base.errors import FormulaError
from gaoxin.formula.builder import Builder, FormulaFault
from gaoxin.formula.evaluate import Evaluator, World
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Program
from gaoxin.formula.resolve import Meaning, resolve
from gaoxin.formula.values import Interval, Value
from gaoxin.spec import Pack

T = {"zh": "例", "en": "example"}
WORDS: dict[str, Any] = {
    "revenue": {"unit": "万元"},
    "profit": {"unit": "千元"},
    "staff": {"unit": "人"},
    "patents": {"unit": "件"},
    "grants": {"unit": "件", "missing": "zero", "missing_source": "空白即无"},
    "ratio": {"unit": "%"},
    "listed": {"type": "flag"},
    "field": {"type": "category", "categories": ["电子信息", "新材料"]},
    "motto": {"type": "text"},
    "mark": {"type": "grade", "grades": {"A": [7, 8]}},
    "second": {"type": "grade", "grades": {"A": [7, 8]}},
    "heat": {"type": "real"},
    "opened": {"type": "date", "constant": True},
    "licence": {"type": "date", "missing": "absent", "missing_source": "空白即无许可"},
    "zone_name": {"type": "text"},
}
SUBJECTS = {
    "firm": {"title": T, "id": ["企业"], "founded": "opened", "belongs_to": {"zone": "zone_name"}},
    "zone": {"title": T, "id": ["园区"]},
}
HEAD = {"pack": "example-1", "family": "example", "title": T, "subject": "firm"}


@dataclass(frozen=True)
class Example:
    """A pack of the words above and of more sections."""

    subject: str = "firm"

    def pack(self, **sections: Any) -> Pack:
        """The pack."""
        words = {name: {"title": T, **spec} for name, spec in WORDS.items()}
        words |= sections.pop("variables", {})
        return Pack.model_validate(
            {**HEAD, "subject": self.subject, "subjects": SUBJECTS, "variables": words, **sections}
        )

    def build(
        self, others: Mapping[str, Pack] | None = None, **sections: Any
    ) -> tuple[Program, list[FormulaFault]]:
        """The program of the pack, and its faults."""
        builder = Builder(self.pack(**sections), others or {})
        return builder.build(), builder.faults

    def program(self, others: Mapping[str, Pack] | None = None, **sections: Any) -> Program:
        """The program of a sound pack."""
        program, faults = self.build(others, **sections)
        assert not faults, faults
        return program

    def meaning(self, formula: str, **sections: Any) -> Meaning:
        """What a formula means."""
        return resolve(parse(formula), self.program(**sections).scopes["example"])

    def fault(self, formula: str, **sections: Any) -> FormulaError:
        """The fault of a formula."""
        with pytest.raises(FormulaError) as caught:
            self.meaning(formula, **sections)
        return caught.value

    def value(
        self,
        formula: str,
        row: Mapping[str, Value] | None = None,
        *,
        years: Mapping[int, Mapping[str, Value]] | None = None,
        world: World | None = None,
        as_of: date | None = None,
        **sections: Any,
    ) -> Value:
        """The value of a formula for 甲 in 2024; `years` holds its rows of other years."""
        program = self.program(**sections)
        node = resolve(parse(formula), program.scopes["example"]).node
        rows = {("甲", 2024): row or {}, **{("甲", year): other for year, other in (years or {}).items()}}
        return Evaluator(program, world or World(rows, as_of), "甲", 2024).value(node)


@pytest.fixture
def firm() -> Example:
    """Formulas about a firm."""
    return Example()


@pytest.fixture
def zone() -> Example:
    """Formulas about a zone, to which firms belong."""
    return Example("zone")


@pytest.fixture
def part() -> Callable[[object, object], Interval]:
    """An interval of points."""
    return lambda low, high: Interval(Fraction(str(low)), Fraction(str(high)))
