"""A radar of a score sheet as SVG: drawn here, so that the page needs no script and prints as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, pi, sin

from markupsafe import Markup, escape

from gaoxin.report.score_sheets.content import Axis

_WIDTH, _HEIGHT, _RADIUS = 520, 330, 125
_MIDDLE = (_WIDTH / 2, _HEIGHT / 2 + 10)
_RINGS = (0.25, 0.5, 0.75, 1.0)
_LONGEST = 10
Point = tuple[float, float]


def radar(axes: Sequence[Axis]) -> Markup:
    """The points of each axis as a share of its cap; nothing where there are no axes.

    The least and the most points that are possible have a line each, and the peers' median where it is told.
    """
    if not axes:
        return Markup("")
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="雷达图，数值见旁边的表">',
        *_grid(len(axes)),
        *_labels(axes),
        _polygon([axis.high / axis.cap for axis in axes], "high"),
        _polygon([axis.low / axis.cap for axis in axes], "low"),
    ]
    medians = [axis.median for axis in axes]
    if None not in medians:
        parts.append(_polygon([(m or 0) / axis.cap for m, axis in zip(medians, axes, strict=True)], "peers"))
    return Markup("\n".join([*parts, "</svg>"]))  # noqa: S704  numbers and escaped titles


def _grid(count: int) -> Iterator[str]:
    for ring in _RINGS:
        yield _polygon([ring] * count, "ring")
    for n in range(count):
        x, y = _at(n, count, 1)
        yield f'<line class="ring" x1="{_MIDDLE[0]}" y1="{_MIDDLE[1]}" x2="{x:.1f}" y2="{y:.1f}"/>'


def _labels(axes: Sequence[Axis]) -> Iterator[str]:
    for n, axis in enumerate(axes):
        x, y = _at(n, len(axes), 1.13)
        side = "middle" if abs(x - _MIDDLE[0]) < 20 else "start" if x > _MIDDLE[0] else "end"
        title = axis.title if len(axis.title) <= _LONGEST else f"{axis.title[: _LONGEST - 1]}…"
        yield f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{side}">{escape(title)}</text>'


def _polygon(shares: Sequence[float], name: str) -> str:
    points = (_at(n, len(shares), min(max(share, 0.0), 1.0)) for n, share in enumerate(shares))
    return f'<polygon class="{name}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _at(n: int, count: int, share: float) -> Point:
    """Where an axis is at a share of its length: the first one points up, the others follow clockwise."""
    angle = 2 * pi * n / count - pi / 2
    return _MIDDLE[0] + _RADIUS * share * cos(angle), _MIDDLE[1] + _RADIUS * share * sin(angle)
