"""Commands on packs: list, show, lint, schema, test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from gaoxin.base.errors import Fault
from gaoxin.cli import show
from gaoxin.cli.options import Json

if TYPE_CHECKING:
    from gaoxin.services.pack_tests import Report

app = App(
    name="packs", help="The standards at hand: list, show, lint, schema, test.", help_format="plaintext"
)


@app.command(name="list")
def list_packs(*, json: Json = False) -> None:
    """List the packs at hand, with the days on which each is in force."""
    from gaoxin.services.catalogue import catalogue

    rows = catalogue()
    if json:
        show.as_json(rows)
        return
    heads = ["pack", "family", "from", "to", "status", "title"]
    show.table(heads, [[row[h] for h in heads] for row in rows])


app.default(list_packs)


@app.command(name="show")
def show_pack(pack: str, *, json: Json = False) -> None:
    """Show what a pack says: document, variables, indicators, points, verdicts, indices."""
    from gaoxin.services.catalogue import contents, contents_text

    if json:
        show.as_json(contents(pack))
    else:
        print(contents_text(pack))


@app.command
def lint(path: Path, *, json: Json = False) -> int:
    """Check a pack folder; every fault with file and line."""
    from gaoxin.services.linting import lint as run

    faults = run(path)
    if json:
        show.as_json([_fault(fault) for fault in faults])
    else:
        print("\n".join(map(str, faults)) or f"{path}: no faults")
    return 1 if faults else 0


def _fault(fault: Fault) -> dict[str, str]:
    return {
        "place": str(fault.place),
        "object": fault.object,
        "seen": fault.seen,
        "rule": fault.rule,
        "next": fault.next_step,
    }


@app.command
def schema() -> None:
    """Print the JSON Schema of packs, for editors."""
    from gaoxin.services.catalogue import schema as run

    show.as_json(run())


@app.command
def test(
    *packs: str,
    json: Json = False,
    verbose: Annotated[
        bool, Parameter(name=["--verbose", "-v"], negative="", help="every failure, not only the first 20")
    ] = False,
) -> int:
    """Run the tests that packs carry, on the reference and on every engine; all packs where none is named."""
    from gaoxin.services.pack_tests import test_packs

    reports = test_packs(packs)
    failed = [failure for report in reports for failure in report.failures]
    if json:
        show.as_json([_report(report) for report in reports])
        return 1 if failed else 0
    for report in reports:
        print(f"{report.pack}: {report.cases} cases, {report.checks} checks, {len(report.failures)} failed")
    print("\n".join(str(f) for f in (failed if verbose else failed[:20])), end="\n" if failed else "")
    return 1 if failed else 0


def _report(report: Report) -> dict[str, object]:
    return {
        "pack": report.pack,
        "cases": report.cases,
        "checks": report.checks,
        "failures": [str(failure) for failure in report.failures],
    }
