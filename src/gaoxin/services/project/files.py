"""The `files` of a kind of subject: entries and globs -> parts, every fault at once."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any, cast

from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR
from gaoxin.services.project.faults import Told
from gaoxin.services.project.lines import line_of_word
from gaoxin.services.project.model import Part

_KEYS = ("path", "sheet", "table", "period")
_RULE = "文件是路径，或 {path, sheet, table, period} · a file is a path, or {path, sheet, table, period}"
_STEP = 'files = ["data/*.xlsx", { path = "data/people.xlsx", sheet = "人员", period = 2024 }]'


def read_parts(folder: Path, kind: str, value: Any, told: Told) -> tuple[Part, ...]:
    """The parts of one kind of subject, globs expanded in the order of their names."""
    key = ("tables", kind, "files")
    if not isinstance(value, list) or not value:
        told.fault(key, _seen(value), _RULE, _STEP)
        return ()
    parts: list[Part] = []
    for entry in cast("list[Any]", value):
        parts += _entry(folder, key, entry, told)
    _refuse_twice(key, parts, told)
    return tuple(parts)


def _entry(folder: Path, key: tuple[str, ...], entry: Any, told: Told) -> list[Part]:
    """The parts of one entry; a word of it tells its line in a list of several lines."""
    given = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {"path": entry}
    path = given.get("path")
    if not isinstance(path, str) or not path.strip():
        told.fault(key, _seen(entry), _RULE, _STEP)
        return []
    line = line_of_word(told.text, path, told.line(key))
    strange = [name for name in given if name not in _KEYS]
    if strange:
        told.fault(key, f"{path}: {', '.join(strange)}", _RULE, _STEP, line)
    sheet, table = (_word(key, given, name, told, line) for name in ("sheet", "table"))
    period = given.get("period")
    if period is not None and (type(period) is not int or not FIRST_YEAR <= period <= LAST_YEAR):
        told.fault(
            key, f"{path}: period = {period!r}", "年份是四位整数 · a period is a year", "period = 2024", line
        )
        period = None
    found = _expand(folder, path)
    if not found:
        rule = "每个路径或通配符至少对应一个文件 · a path or glob leads to at least one file"
        told.fault(key, path, rule, f"检查文件名，文件放在 · put the file below {folder}", line)
    return [Part(file, _name(folder, file), sheet, table, period, line) for file in found]


def _word(key: tuple[str, ...], given: dict[str, Any], name: str, told: Told, line: int | None) -> str | None:
    value = given.get(name)
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    rule = "工作表名、表名是文字 · a sheet or table is named by its text"
    told.fault(key, f"{given['path']}: {name} = {value!r}", rule, f'{name} = "Sheet1"', line)
    return None


def _expand(folder: Path, path: str) -> list[Path]:
    """The files behind a path; a file whose name looks like a glob is taken by its name."""
    direct = folder / path
    if direct.is_file():
        return [direct]
    names = sorted(glob.glob(path, root_dir=folder, recursive=True))  # noqa: PTH207 - takes absolute globs too
    files = (folder / name for name in names)
    return [file for file in files if file.is_file() and not file.name.startswith("~$")]


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix()


def _refuse_twice(key: tuple[str, ...], parts: list[Part], told: Told) -> None:
    seen: set[tuple[Path, str | None, str | None]] = set()
    for part in parts:
        same = (part.path, part.sheet, part.table)
        if same in seen:
            rule = "一个文件（工作表）只列一次 · a file or sheet is listed once"
            told.fault(key, f"{part.name} twice", rule, "去掉一处 · leave one of them out", part.line)
        seen.add(same)


def _seen(value: Any) -> str:
    return "没有 · nothing" if value is None or value == [] else f"{value!r:.60}"
