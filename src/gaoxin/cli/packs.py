"""Commands on packs: list, show, lint, schema, test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from gaoxin.cli import show
from gaoxin.cli.compute import Json

app = App(name="packs", help="The standards at hand: list, show, lint, schema, test.", help_format="plaintext")


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
    from gaoxin.services.catalogue import lint as run

    faults = run(path)
    if json:
        show.as_json([{"place": str(f.place), "object": f.object, "seen": f.seen, "rule": f.rule, "next": f.next_step} for f in faults])
    else:
        print("\n".join(map(str, faults)) or f"{path}: no faults")
    return 1 if faults else 0


@app.command
def schema() -> None:
    """Print the JSON Schema of packs, for editors."""
    from gaoxin.services.catalogue import schema as run

    show.as_json(run())


@app.command
def test(
    *packs: str, json: Json = False, verbose: Annotated[bool, Parameter(name=["--verbose", "-v"], negative="")] = False
) -> int:
    """Run the tests that packs carry, on the reference and on every engine; all packs where none is named."""
    from gaoxin.services.catalogue import test_packs

    reports = test_packs(packs)
    failed = [failure for report in reports for failure in report.failures]
    if json:
        show.as_json([{"pack": r.pack, "cases": r.cases, "checks": r.checks, "failures": [str(f) for f in r.failures]} for r in reports])
        return 1 if failed else 0
    for report in reports:
        print(f"{report.pack}: {report.cases} cases, {report.checks} checks, {len(report.failures)} failed")
    print("\n".join(str(f) for f in (failed if verbose else failed[:20])), end="\n" if failed else "")
    return 1 if failed else 0
