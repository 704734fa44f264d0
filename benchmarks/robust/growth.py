"""How seconds grow with runs, as a picture: the figures of the page on benchmarks, with their straight line.

    python -m benchmarks.robust.growth

draws the table that `docs/benchmarks.md` has now; `bench_robust.py --plot FILE` draws what it just measured.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gaoxin.report.plots.canvas import BLUE, GREY, ORANGE, PALE, drawing, plain

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, PICTURE = DOCS / "benchmarks.md", DOCS / "assets" / "robust-growth.svg"
LINES = {"seconds": ("by the clock", BLUE), "processor seconds": ("of the processors", ORANGE)}
"""What is drawn: rows of the table, with their words and colours."""


def straight(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The straight line through points by least squares: start, slope, share of the variance it explains."""
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    xx = sum((x - mean_x) ** 2 for x, _ in points)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in points)
    yy = sum((y - mean_y) ** 2 for _, y in points)
    return mean_y - xy / xx * mean_x, xy / xx, xy * xy / (xx * yy)


def of_page(text: str) -> dict[str, list[tuple[float, float]]]:
    """The points of the table whose first row counts runs."""
    rows = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in text.splitlines()]
    start = next(n for n, row in enumerate(rows) if row[0] == "runs")
    runs = [_number(cell) for cell in rows[start][1:]]
    table = {row[0]: [_number(cell) for cell in row[1:]] for row in rows[start + 2 :] if row[0] in LINES}
    return {name: list(zip(runs, cells, strict=True)) for name, cells in table.items()}


def draw(found: Mapping[str, Sequence[tuple[float, float]]], path: Path) -> Path:
    """Draw measured points with the line through them.

    Parameters
    ----------
    found : by what of `LINES` it is, points of runs and seconds
    path : .svg or .png
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with drawing(7.2, 3.6, "Time grows linearly with the runs (178 units, 46 indicators)") as (picture, axes):
        (axis,) = axes
        for name, points in found.items():
            word, colour = LINES[name]
            start, slope, explained = straight(points)
            last = max(runs for runs, _ in points)
            label = f"{word}: {start:.2f} s + {1000 * slope:.3f} s per 1,000 runs (R² {explained:.3f})"
            axis.plot([0, last], [start, start + slope * last], color=colour, linewidth=1.4, label=label)
            axis.plot(*zip(*points, strict=True), "o", color=colour, markersize=5)
        axis.set_xlabel("runs")
        axis.set_ylabel("seconds", color=GREY)
        axis.set_xlim(left=0)
        axis.set_ylim(bottom=0)
        axis.xaxis.set_major_formatter("{x:,.0f}")
        axis.grid(color=PALE, linewidth=0.6)
        axis.legend(loc="upper left", fontsize=8)
        plain(axis, keep="bottom left")
    return picture.save(path)


def _number(cell: str) -> float:
    return float(re.sub(r"[^\d.]", "", cell))


if __name__ == "__main__":
    print(draw(of_page(PAGE.read_text(encoding="utf-8")), PICTURE))
