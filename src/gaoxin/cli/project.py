"""Commands on projects: demo, new, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from gaoxin.cli import show
from gaoxin.cli.options import Json


def demo(
    folder: Path | None = None,
    *,
    enterprises: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    json: Json = False,
) -> None:
    """Make the bundled example zone in a new folder, build it and write its report: all data synthetic.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty; `gaoxin-demo` here (or `-2` and so on) where not given.
    enterprises
        Only so many enterprises, for a quick look; all 3,000 where not given.
    """
    from gaoxin.services.demo import free_folder, run

    with show.steps() as step:
        report = run(folder or free_folder(Path("gaoxin-demo")), count=enterprises, step=step)
    if json:
        show.as_json(report.facts)
    else:
        print(report.text)


def new(
    folder: Path,
    *,
    pack: Annotated[
        tuple[str, ...], Parameter(name=["--pack", "-p"], help="pack or family (may be repeated)")
    ] = (),
    json: Json = False,
) -> None:
    """Make a project folder: settings, tables to fill in, lists of reasons, corrections and ranges.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty.
    """
    from gaoxin.services.project.creating import create

    made = create(folder, pack)
    if json:
        show.as_json({"folder": made.folder, "packs": made.packs, "files": made.files})
        return
    print(f"{folder}: {', '.join(made.packs)}")
    for name in made.files:
        print(f"  {name}")
    print(f"填写 data/ 后 · fill in data/, then: gaoxin check {folder}")


def check(folder: Path, *, json: Json = False) -> int:
    """Check the data of a project: every finding with its cell, no results.

    Parameters
    ----------
    folder
        Folder of the project.
    """
    from dataclasses import asdict

    from gaoxin.services.project.checking import check as run

    with show.busy("审核 checking …"):
        found = run(folder)
    show.notices(found.notices)
    if json:
        told = [asdict(finding) for finding in found.findings]
        show.as_json({**found.counts, "blocked": found.blocked, "files": found.files, "findings": told})
        return int(found.blocked)
    heads = ["level", "state", "subject", "period", "variable", "place", "seen", "rule"]
    rows: list[list[object]] = []
    for finding in found.findings:
        place = "!".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
        row = [finding.level, finding.state, finding.subject, finding.period or "", finding.variable]
        rows.append([*row, place, finding.seen, finding.rule_zh])
    if rows:
        show.table(heads, rows, more=f"; {found.files[0]}")
    counts = found.counts
    print(
        f"错误 errors {counts['errors']} · 警告 warnings {counts['warnings']} · 未处理 open {counts['open']}"
    )
    print(f"清单 list: {', '.join(map(str, found.files))}")
    return int(found.blocked)
