"""Commands on the runs of a project: build, runs, diff, replay, report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gaoxin.cli import show
from gaoxin.cli.options import AsOf, Json, day

if TYPE_CHECKING:
    from gaoxin.services.runs.differing import Diff
    from gaoxin.services.runs.replaying import Replayed


def build(
    folder: Path, *, engine: Literal["duckdb", "spark"] = "duckdb", as_of: AsOf = None, json: Json = False
) -> None:
    """Compute a project once: a run that is published whole, or not at all.

    Parameters
    ----------
    folder
        Folder of the project.
    engine
        What computes; spark is planned and refused so far.
    """
    from gaoxin.services.runs.building import build as run

    with show.steps() as step:
        built = run(folder, as_of=day(as_of), engine=engine, step=step)
    show.notices(built.notices)
    if json:
        show.as_json(
            {"run": built.folder.name, "folder": built.folder, **built.findings, "notices": built.notices}
        )
        return
    counts = built.findings
    print(f"测算批次 run {built.folder.name}")
    print(f"警告 warnings {counts['warnings']} · 未处理 open {counts['open']}")
    print(f"接下来 · next: gaoxin report {folder}")


def runs(folder: Path, *, json: Json = False) -> None:
    """List the runs of a project, the oldest first."""
    from gaoxin.services.runs.layout import listed

    rows = listed(folder)
    if json:
        show.as_json(rows)
        return
    if not rows:
        print(f"还没有测算批次 · no run yet; gaoxin build {folder}")
        return
    heads = ["run", "as_of", "packs", "files", "errors", "warnings", "open", "gaoxin"]
    show.table(heads, [[_joined(row[head]) for head in heads] for row in rows])


def _joined(value: Any) -> object:
    return ", ".join(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType] - from JSON


def diff(folder: Path, before: str, after: str, *, json: Json = False) -> None:
    """Say what moved between two runs, and whether data, packs, settings or method moved it.

    Parameters
    ----------
    folder
        Folder of the project.
    before, after
        Names of runs, beginnings of them, or `latest` and `previous`.
    """
    from dataclasses import asdict

    from gaoxin.services.runs.differing import diff as run

    with show.steps() as step:
        found = run(folder, before, after, step=step)
    if json:
        show.as_json(
            {"before": found.before, "after": found.after, **_changes(found)}
            | {"moved": [asdict(moved) for moved in found.moved]}
        )
        return
    _print_diff(found)


def _changes(found: Diff) -> dict[str, Any]:
    return {"causes": found.changes.causes, "changed": dict(found.changes.said)}


def _print_diff(found: Diff) -> None:
    print(f"{found.before} → {found.after}")
    for cause in found.changes.causes:
        print(f"  {cause}: {', '.join(found.changes.said[cause])}")
    if not found.changes.causes:
        print("  数据、标准、设置、方法均相同 · the same data, packs, settings and method")
    heads = ["table", "pack", "subject", "period", "item", "before", "after", "cause", "why"]
    rows: list[list[object]] = []
    for m in found.moved:
        row = [m.table, m.pack, m.subject, m.period or "", m.item, _values(m.before), _values(m.after)]
        rows.append([*row, ", ".join(m.causes), "; ".join(m.why)])
    if rows:
        show.table(heads, rows, more="; --json has all")
    counts = Counter(moved.table for moved in found.moved)
    told = ", ".join(f"{name} {number:,}" for name, number in counts.items()) or "无 · nothing"
    print(f"变动 moved: {told}")


def _values(row: dict[str, Any] | None) -> str:
    """The values of a row in a few words; a number is not told beside its text."""
    if row is None:
        return "–"
    chosen = {name: value for name, value in row.items() if not (name == "number" and "text" in row)}
    words = {True: "符合", False: "不符合"}
    told = (words[value] if isinstance(value, bool) else show.plain(value) for value in chosen.values())
    return ", ".join(told) or "–"


def replay(folder: Path, run: str, *, json: Json = False) -> int:
    """Compute a run again from its own inputs and packs, and say each difference.

    Parameters
    ----------
    folder
        Folder of the project.
    run
        Name of the run, a beginning of it, or `latest`.
    """
    from dataclasses import asdict

    from gaoxin.services.runs.replaying import replay as again

    with show.steps() as step:
        found = again(folder, run, step=step)
    if json:
        show.as_json(asdict(found))
    else:
        _print_replay(found)
    return int(bool(found.differences))


def _print_replay(found: Replayed) -> None:
    for part, then, now in found.versions:
        print(f"{part}: {then} → {now}")
    rows = [[d.table, *_key(d.key), _values(d.before), _values(d.after)] for d in found.differences]
    if rows:
        show.table(["table", "row", "then", "now"], rows, more="; --json has all")
    told = f"{len(rows):,} 处不同 · differences" if rows else "无差异 · no difference"
    print(f"复算 replay {found.run}: {told} ({', '.join(found.tables)})")


def _key(key: tuple[Any, ...]) -> list[str]:
    return [" ".join(str(part) for part in key if part not in ("", None))]


def report(
    folder: Path, *, out: Path | None = None, subject: list[str] | None = None, json: Json = False
) -> None:
    """Write the report of the current run: pages that open offline, workbooks and documents.

    Parameters
    ----------
    folder
        Folder of the project.
    out
        Where to write it; `report` in the project where not given.
    subject
        Codes of those who shall have self-checks and score sheets as files; a few where not given.
    """
    from gaoxin.services.runs.reporting import report as write

    with show.counting("报告 writing the report") as progress:
        made = write(folder, out, progress, subject)
    if json:
        show.as_json({"folder": made.folder, "home": made.home, "pages": made.pages, "files": made.files})
    else:
        print(f"{made.home[0]} · {made.home[1]}")
        print(f"{made.pages:,} 页 pages · {made.files} 个文件 files")
