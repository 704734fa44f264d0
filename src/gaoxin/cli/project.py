"""Commands on projects; so far the demonstration."""

from __future__ import annotations

from pathlib import Path

from gaoxin.cli import show
from gaoxin.cli.compute import Json


def demo(folder: Path | None = None, *, json: Json = False) -> None:
    """Run the bundled example zone: real standards, synthetic enterprises.

    Parameters
    ----------
    folder
        Where to write the data and the results; `gaoxin-demo` here where not given.
    """
    from gaoxin.services.demo import run

    with show.busy("the example zone …"):
        report = run(folder or Path("gaoxin-demo"))
    if json:
        show.as_json(report.facts)
    else:
        print(report.text)
