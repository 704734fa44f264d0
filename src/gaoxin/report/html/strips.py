"""Bars and intervals inside cells of tables: drawn without scripts, beside the numbers that they show."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

STEPS = 5
"""How many shades a map has."""
_MARK = 1.4
_THIN = 0.8


def strip(*shapes: str) -> Markup:
    """Shapes on a field of 100 by 10 that takes the width of its cell; readers are told the numbers only."""
    head = '<svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
    return Markup(f"{head}{''.join(shapes)}</svg>")  # noqa: S704  numbers and names of our own


def bar(start: float, end: float, scale: tuple[float, float], tone: str) -> str:
    """A bar between two figures.

    Parameters
    ----------
    scale : the figures at the left and the right edge
    tone : the class that gives its colour
    """
    left, right = sorted((place(start, scale), place(end, scale)))
    return _box(left, max(right - left, _THIN), 1, 8, tone)


def interval(low: float, high: float, at: float | None, scale: tuple[float, float]) -> str:
    """A line from end to end with caps, and a mark at the figure itself."""
    left, right = place(low, scale), place(high, scale)
    ends = [_box(edge - _THIN / 2, _THIN, 2.5, 5, "whisker") for edge in (left, right)]
    line = _box(left, max(right - left, _THIN), 4.4, 1.2, "whisker")
    mark = [] if at is None else [_box(place(at, scale) - _MARK / 2, _MARK, 1, 8, "dot")]
    return "".join([line, *ends, *mark])


def place(figure: float, scale: tuple[float, float]) -> float:
    """Where a figure stands, 1 to 99 of the width; in the middle where the scale has no length.

    Examples
    --------
    >>> place(5, (0, 10)), place(0, (0, 10)), place(3, (3, 3))
    (50.0, 1.0, 50.0)
    """
    low, high = scale
    return 1 + 98 * (figure - low) / (high - low) if high > low else 50.0


def shade(figure: float | None, scale: tuple[float, float]) -> str:
    """The shade of a cell, ``q1`` the lowest fifth to ``q5``; none without a figure or a length.

    Examples
    --------
    >>> shade(0, (0, 1)), shade(0.5, (0, 1)), shade(1, (0, 1)), shade(None, (0, 1)), shade(2, (2, 2))
    ('q1', 'q3', 'q5', '', '')
    """
    low, high = scale
    if figure is None or high <= low:
        return ""
    return f"q{min(STEPS, 1 + int(STEPS * (figure - low) / (high - low)))}"


def ends(figures: Sequence[float | None]) -> tuple[float, float]:
    """The lowest and the highest of some figures; two zeros where none is known."""
    known = [figure for figure in figures if figure is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)


def _box(x: float, width: float, y: float, height: float, tone: str) -> str:
    return f'<rect class="{tone}" x="{x:.2f}" y="{y:g}" width="{width:.2f}" height="{height:g}"/>'
