"""The score sheet as one page that stands alone: styles and the radar are in it, it prints as it is."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gaoxin.report.characters import clean
from gaoxin.report.html.figures import grouped
from gaoxin.report.score_sheets.content import Score, compared, header, rounding
from gaoxin.report.score_sheets.radar import radar
from gaoxin.report.titles import Titles


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["grouped"] = grouped
    return made


def write_page(titles: Titles, score: Score, path: Path) -> None:
    """Write the sheet of a subject as a page.

    Parameters
    ----------
    titles : the run in words
    score : the sheet
    path : the file
    """
    axes = score.axes
    text = (
        _templates()
        .get_template("page.html")
        .render(
            score=score,
            name=titles.book.name(score.kind, score.subject),
            head=header(titles, score),
            axes=axes,
            medians=bool(axes) and all(axis.median is not None for axis in axes),
            radar=radar(axes),
            compared=compared(score),
            rounding=rounding(score.lines),
            called=partial(titles.of, score.pack),
            synthetic=titles.synthetic,
            final=titles.final,
        )
    )
    path.write_text(clean(text), encoding="utf-8")
