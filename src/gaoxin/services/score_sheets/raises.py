"""What would raise a sheet, in words: each way with its moves, and the points before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from gaoxin.decide.raising import Move, Raise, Raiser
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.explain import Language, show
from gaoxin.formula.program import Program, Sheet
from gaoxin.formula.values import Interval
from gaoxin.measure.points import DIGITS
from gaoxin.services.score_sheets.population import text


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to raise a sheet: one change, or several made together.

    Parameters
    ----------
    moves : each variable with its value now and then, as people read them, and in words the change
    gain : certain and possible points more
    before, after : of the total, by the reference
    items : the items that change, ``group.item``
    exact : the moves in base units, to try them
    """

    moves: tuple[dict[str, str], ...]
    gain: tuple[Fraction, Fraction]
    before: Interval
    after: Interval
    items: tuple[str, ...]
    exact: tuple[Move, ...]

    def text(self, language: Language = "zh") -> str:
        """The way in one line."""
        said = "; ".join(
            f"{move[f'title_{language}']} {move['now']} → {move['then']} ({move[f'change_{language}']})"
            for move in self.moves
        )
        shown = self.shown
        gain, before, after = (_span(*shown[name]) for name in ("gain", "before", "after"))
        points = {"zh": "分，总分", "en": " points, total"}[language]
        return f"{said}: +{gain}{points} {before} → {after}"

    @property
    def shown(self) -> dict[str, tuple[str, str]]:
        """Gain, before and after with the digits of the sheet: what is shown before and gained is after."""
        units = {
            name: [floor(end * 10**DIGITS + Fraction(1, 2)) for end in (points.low, points.high)]
            for name, points in (("before", self.before), ("after", self.after))
        }
        units["gain"] = [
            after - before for after, before in zip(units["after"], units["before"], strict=True)
        ]
        return {name: (text(low), text(high)) for name, (low, high) in units.items()}


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}..{high}"


def advice(evaluator: Evaluator, made: Sheet, raiser: Raiser | None = None) -> tuple[Advice, ...]:
    """What would raise a sheet: the smallest single changes, then the best few together.

    Parameters
    ----------
    evaluator : knows the subject, and the rows that it is compared with
    raiser : keeps what it learns of the sheet, where there are many subjects
    """
    finder = raiser or Raiser(evaluator.program, made)
    singles = finder.singles(evaluator)
    found = [*singles, *finder.together(evaluator, singles)]
    places = {
        row.name: f"{group.id}.{row.spec.id}"
        for group, (_, _, rows) in zip(made.spec.groups, made.groups, strict=True)
        for row in rows
    }
    return tuple(_told(evaluator.program, each, places) for each in found)


def _told(program: Program, found: Raise, places: Mapping[str, str]) -> Advice:
    return Advice(
        tuple(_move(program, move) for move in found.moves),
        found.gain,
        found.before,
        found.after,
        tuple(places[name] for name in found.items),
        found.moves,
    )


def _move(program: Program, move: Move) -> dict[str, str]:
    spec = program.variables[move.variable]
    return {
        "variable": move.variable,
        "title_zh": spec.title.zh,
        "title_en": spec.title.en,
        "now": show(move.now, spec.unit),
        "then": show(move.then, spec.unit),
        "change_zh": change_words(move, spec.unit, "zh"),
        "change_en": change_words(move, spec.unit, "en"),
    }


def change_words(move: Move, unit: str, language: Language) -> str:
    """How much more or less a move asks for."""
    if not (isinstance(move.now, Fraction) and isinstance(move.then, Fraction)):
        shown = show(move.then, unit, language)
        return f"改为{shown}" if language == "zh" else f"becomes {shown}"
    amount = show(abs(move.then - move.now), unit, language)
    if language == "zh":
        return f"{'需减少' if move.shrinks else '还差'}{amount}"
    return f"{amount} {'less' if move.shrinks else 'more'}"
