"""A radar as SVG: the share of the cap in each direction."""

import re
from dataclasses import replace

from gaoxin.report.score_sheets.content import Score
from gaoxin.report.score_sheets.radar import radar


def corners(svg: str, name: str) -> list[tuple[float, float]]:
    found = re.search(rf'<polygon class="{name}" points="([^"]+)"', svg)
    assert found is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in found[1].split())]


def test_shares_of_the_cap(sheets: list[Score]):
    """5 of 10 points are half the way up; all of them reach the outer ring."""
    axes = sheets[0].axes
    svg = str(radar([replace(axes[0], low=5.0, high=10.0), *axes[1:]]))
    ring = corners(svg, "ring")
    middle = (260.0, 175.0)
    assert corners(svg, "high")[0] == (260.0, 50.0)
    assert corners(svg, "low")[0] == (260.0, (50.0 + middle[1]) / 2)
    assert len(ring) == 3
    assert corners(svg, "peers")[0][1] == round(175 - 125 * 0.55, 1)


def test_without_peers_or_axes(sheets: list[Score]):
    axes = sheets[0].axes
    svg = str(radar([replace(axes[0], median=None), *axes[1:]]))
    assert 'class="peers"' not in svg
    assert str(radar([])) == ""


def test_titles_are_text(sheets: list[Score]):
    svg = str(radar([replace(axis, title="<b>&") for axis in sheets[0].axes]))
    assert "<b>" not in svg
    assert "&lt;b&gt;&amp;" in svg
