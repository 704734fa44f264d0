"""The bundled example zone: real standards on synthetic enterprises, in one go."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import Any

from gaoxin.base.errors import UsageError
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula.explain import show
from gaoxin.formula.program import Judgement, Program
from gaoxin.loading.library import Library, installed
from gaoxin.plan.rows import full_plan
from gaoxin.services.explaining import WORDS, explain, gap_words
from gaoxin.services.nearly import NearlyThere, nearly_there
from gaoxin.services.synthetic import write_table
from gaoxin.services.synthetic_reading import examples
from gaoxin.services.tables import Options, Results, engine_for, task_for
from gaoxin.services.verbs import index, verdicts

_FILES = ("enterprises.csv", "verdicts.csv", "conditions.csv", "index.csv")
_NOTE = "以下企业数据为合成数据，仅供演示 · the enterprises below are synthetic"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demonstration found: as text for people and as facts for machines."""

    text: str
    facts: dict[str, Any]


def run(folder: Path) -> DemoReport:
    """Make the example data, judge it, explain one firm, compute an index; write the tables into a folder.

    Raises
    ------
    UsageError : the folder cannot be written, or the packs' distribution with the example is not installed
    """
    began = time.perf_counter()
    home = examples()
    settings = tomllib.loads((home / "gaoxin.toml").read_text(encoding="utf-8"))
    _make(folder)
    firms = folder / "enterprises.csv"
    write_table(home / "synthetic.yaml", firms)
    library = installed()
    program = library.program(settings["rules"]["pack"])
    period = int(settings["rules"]["period"])
    options = Options(periods=[period])
    verdicts(program, str(firms), options, out=folder / "verdicts.csv")
    verdicts(program, str(firms), options, long=True, out=folder / "conditions.csv")
    plan = full_plan(program)
    task = task_for(program, plan, str(firms), options)
    with engine_for(options) as engine:
        rows = engine.rows(plan, task).arrow().to_pylist()
        made = program.items[f"{program.pack.family}.{settings['rules']['verdict']}"]
        assert isinstance(made, Judgement)
        near = nearly_there(engine, program, task, made, rows, 5)
        best = _best(rows, settings["rules"])
        names = _names(engine, program, task, [r["subject"] for r in best] + [n.subject for n in near])
    chosen = near[0].subject if near else rows[0]["subject"]
    told = explain(program, str(firms), chosen, period=period)
    scores = _index(library, home, settings["index"], folder)
    facts = _facts(settings, rows, near, names, scores, program)
    facts["explained"] = chosen
    facts["seconds"] = round(time.perf_counter() - began, 2)
    facts["folder"] = str(folder)
    return DemoReport(_text(facts, told.text()), facts)


def _make(folder: Path) -> None:
    """Make the folder, with a note that nothing in it is of a real enterprise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "README.txt").write_text(f"{_NOTE}\n", encoding="utf-8")
    except OSError as error:
        message = f"{folder}: no folder can be written here ({error.strerror}); try: another place"
        raise UsageError(message) from None


def _best(rows: list[dict[str, Any]], rules: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The five that pass with the most points that are certain."""
    passing = [row for row in rows if row[rules["verdict"]] == "pass"]
    return sorted(passing, key=lambda row: (-row[f"{rules['points']}.low"], row["subject"]))[:5]


def _names(engine: Engine, program: Program, task: Task, subjects: list[str]) -> dict[str, str]:
    """Each identifier with its name beside it."""
    variable = program.subjects[program.subject or ""].name or ""
    cells = engine.cells(task, "subject", subjects).to_pylist()
    return {cell["subject"]: f"{cell['subject']} {cell.get(variable) or ''}".strip() for cell in cells}


def _index(library: Library, home: Path, settings: Mapping[str, Any], folder: Path) -> dict[str, float]:
    program, table = library.program(settings["pack"]), str(home / settings["table"])
    index(program, table, name=settings["name"], out=folder / "index.csv")
    results = index(program, table, name=settings["name"])
    assert isinstance(results, Results)
    return {
        f"{row['subject']} {row['period']}": row["score"] for row in results.rows() if row["node"] == "total"
    }


def _facts(
    settings: Mapping[str, Any],
    rows: list[dict[str, Any]],
    near: list[NearlyThere],
    names: Mapping[str, str],
    scores: Mapping[str, float],
    program: Program,
) -> dict[str, Any]:
    verdict, points = settings["rules"]["verdict"], settings["rules"]["points"]
    return {
        "title": settings["title"],
        "pack": program.pack.pack,
        "pack_title": program.pack.title.zh,
        "period": settings["rules"]["period"],
        "enterprises": len(rows),
        "points_title": next(sheet.title.zh for name, sheet in program.pack.points.items() if name == points),
        "outcomes": dict(Counter(row[verdict] for row in rows)),
        "best": [
            {"subject": names[r["subject"]], "low": r[f"{points}.low"], "high": r[f"{points}.high"]}
            for r in _best(rows, settings["rules"])
        ],
        "nearly": [{**_near(program, n), "subject": names[n.subject]} for n in near],
        "index": dict(scores),
    }


def _near(program: Program, near: NearlyThere) -> dict[str, Any]:
    spec = program.variables[near.change.variable]
    return {
        "subject": near.subject,
        "condition": near.test.spec.id,
        "title": near.test.spec.title.zh,
        "variable": spec.title.zh,
        "now": show(near.change.now, spec.unit),
        "gap": gap_words(near.change, spec),
    }


def _text(facts: Mapping[str, Any], told: str) -> str:
    counts = "  ".join(f"{WORDS['zh'][k]} {v}" for k, v in sorted(facts["outcomes"].items()))
    folder, standard = facts["folder"], f"{facts['pack_title']}（{facts['pack']}）"
    points = facts["points_title"]
    parts = [
        [facts["title"], _NOTE],
        [f"一、{standard}· {facts['period']}年 {facts['enterprises']} 家企业 · {counts}"],
        ["二、评价最好的五家 · the five best", *map(_best_line, count(1), facts["best"], repeat(points))],
        ["三、临界企业（只差一项） · the five nearly there", *map(_near_line, count(1), facts["nearly"])],
        ["四、逐条说明一家企业 · one firm, condition by condition", told],
        ["五、指数 · an index", *(f"  {name}: {score:.3f}" for name, score in facts["index"].items())],
        [
            f"用时 {facts['seconds']} 秒 · 数据与结果在 {folder}/ · data and results: {', '.join(_FILES)}",
            f"接下来 · next: gaoxin explain {folder}/{_FILES[0]} {facts['explained']} --pack {facts['pack']}",
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _best_line(number: int, best: Mapping[str, Any], points: str) -> str:
    return f"  {number}. {best['subject']}  {points} {best['low']:g}–{best['high']:g} 分"


def _near_line(number: int, near: Mapping[str, Any]) -> str:
    missed = f"{near['condition']} {near['title']}"
    return f"  {number}. {near['subject']}  {missed}：{near['variable']}现为 {near['now']}{near['gap']}"
