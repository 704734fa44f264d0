"""Pictures of results, as SVG and PNG, offline: plain tables in, pictures out; nothing is computed.

Every plot takes a table (a result, an Arrow, Polars or pandas table, or a list of mappings), and gives a
`Picture`: ``.save("x.svg")``, ``.svg()``, ``.png()``. They need matplotlib: ``pip install "gaoxin[plots]"``.
"""

from gaoxin.report.plots.bars import contributions, sobol, waterfall
from gaoxin.report.plots.canvas import Picture
from gaoxin.report.plots.history import years
from gaoxin.report.plots.profile import peers, radar
from gaoxin.report.plots.standing import frequency, levels, ranking

__all__ = [
    "Picture",
    "contributions",
    "frequency",
    "levels",
    "peers",
    "radar",
    "ranking",
    "sobol",
    "waterfall",
    "years",
]
