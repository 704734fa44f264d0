"""`gaoxin.toml` -> a frozen project; every fault at once, with its key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from gaoxin.base.errors import DataError, Fault, Place, UsageError
from gaoxin.base.periods import FIRST_YEAR, LAST_YEAR
from gaoxin.services.project.faults import Told
from gaoxin.services.project.files import read_parts
from gaoxin.services.project.lines import key_lines
from gaoxin.services.project.model import Part, Project
from gaoxin.spec import Text

SETTINGS = "gaoxin.toml"
MAX_BYTES = 1_000_000

_AMOUNT = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
_KEYS = ("title", "synthetic", "as_of", "periods", "packs", "variants", "tables", "engine")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")


def read_project(folder: Path) -> Project:
    """Read the settings of a project folder; no data file is opened.

    Raises
    ------
    UsageError : no project stands there
    DataError : every fault of the settings at once
    """
    file = folder / SETTINGS
    if not file.is_file():
        message = f"{folder} 没有 {SETTINGS} · holds no {SETTINGS}; try: gaoxin new {folder}"
        raise UsageError(message)
    text = _text(file)
    told = Told(str(file), text, key_lines(text))
    project = _project(folder, _parsed(file, text), told)
    if told.faults:
        raise DataError(sorted(told.faults, key=lambda fault: fault.place.line or 0))
    return project


def _text(file: Path) -> str:
    rule, step = "设置文件是 UTF-8 文本 · settings are UTF-8 text", "另存为 UTF-8 · save it as UTF-8"
    if file.stat().st_size > MAX_BYTES:
        raise DataError([Fault(Place(str(file)), SETTINGS, f"more than {MAX_BYTES:,} bytes", rule, step)])
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([Fault(Place(str(file)), SETTINGS, f"byte {error.start}", rule, step)]) from None


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        last = text.count("\n") + 1
        place = Place(str(file), int(at[1]) if at else last, int(at[2]) if at else None)
        seen = str(error).partition(" (at ")[0]
        rule, step = "设置文件是 TOML · settings are TOML", "文字加引号，日期不加 · quote texts, not days"
        raise DataError([Fault(place, SETTINGS, seen, rule, step)]) from None


def _project(folder: Path, given: Mapping[str, Any], told: Told) -> Project:
    for name in given:
        if name not in _KEYS:
            rule = f"可用的键是 · the keys are {', '.join(_KEYS)}"
            told.fault((name,), "未知的键 · an unknown key", rule, "更正或去掉 · mend it or leave it out")
    memory, threads, spill = _engine(folder, given.get("engine"), told)
    return Project(
        folder=folder,
        title=_title(given.get("title"), told),
        packs=_packs(given.get("packs"), told),
        tables=_tables(folder, given.get("tables"), told),
        synthetic=_synthetic(given.get("synthetic", False), told),
        as_of=_as_of(given.get("as_of"), told),
        periods=_periods(given.get("periods"), told),
        variants=_variants(given.get("variants"), told),
        memory=memory,
        threads=threads,
        spill=spill,
        lines=told.lines,
    )


def _title(value: Any, told: Told) -> Text:
    step = 'title = "示例高新区"'
    rule = "标题是文字，或 {zh, en} · a title is a text, or {zh, en}"
    if isinstance(value, str) and value.strip():
        return Text(zh=value.strip(), en=value.strip())
    if isinstance(value, dict):
        both = cast("dict[str, Any]", value)
        zh, en = both.get("zh"), both.get("en", both.get("zh"))
        known = not set(both) - {"zh", "en"}
        if known and isinstance(zh, str) and zh.strip() and isinstance(en, str) and en.strip():
            return Text(zh=zh.strip(), en=en.strip())
    told.fault(("title",), _seen(value), rule, step)
    return Text(zh="?", en="?")


def _synthetic(value: Any, told: Told) -> bool:
    if not isinstance(value, bool):
        told.fault(
            ("synthetic",), _seen(value), "只能是 true 或 false · it is true or false", "synthetic = true"
        )
    return value is True


def _as_of(value: Any, told: Told) -> date | None:
    if value is None or type(value) is date:
        return value
    rule = "日期写作 2025-03-31，不加引号 · a day is written 2025-03-31, without quotes"
    told.fault(("as_of",), _seen(value), rule, "as_of = 2025-03-31")
    return None


def _periods(value: Any, told: Told) -> tuple[int, ...]:
    if value is None:
        return ()
    years = cast("list[Any]", value) if isinstance(value, list) else []
    good = all(type(year) is int and FIRST_YEAR <= year <= LAST_YEAR for year in years)
    if not years or not good or len(set(years)) != len(years):
        rule = "年份是不重复的四位整数 · periods are years, each once"
        told.fault(("periods",), _seen(value), rule, "periods = [2022, 2023, 2024]")
        return ()
    return tuple(sorted(years))


def _packs(value: Any, told: Told) -> tuple[str, ...]:
    names = cast("list[Any]", value) if isinstance(value, list) else []
    good = all(isinstance(name, str) and name.strip() for name in names)
    if not names or not good or len(set(names)) != len(names):
        rule = "标准包按名称列出，至少一个，不重复 · packs are named, at least one, each once"
        told.fault(("packs",), _seen(value), rule, "gaoxin packs list")
        return ()
    return tuple(names)


def _variants(value: Any, told: Told) -> dict[str, str]:
    if value is None:
        return {}
    pairs = cast("dict[str, Any]", value) if isinstance(value, dict) else None
    if pairs is None or not all(isinstance(name, str) and name for name in pairs.values()):
        rule = "变体按标准包写名称 · a variant is named for each pack"
        told.fault(("variants",), _seen(value), rule, 'variants = { "pack-id" = "assumed" }')
        return {}
    return pairs


def _tables(folder: Path, value: Any, told: Told) -> dict[str, tuple[Part, ...]]:
    step = '[tables.enterprise]\nfiles = ["data/*.xlsx"]'
    if not isinstance(value, dict) or not value:
        rule = "至少一类对象有数据文件 · at least one kind of subject has files"
        told.fault(("tables",), _seen(value), rule, step)
        return {}
    found: dict[str, tuple[Part, ...]] = {}
    for kind, table in cast("dict[str, Any]", value).items():
        keys: dict[str, Any] = cast("dict[str, Any]", table) if isinstance(table, dict) else {}
        if not _KIND.fullmatch(kind) or set(keys) - {"files"} or not isinstance(table, dict):
            rule = "每类对象只有 files · a kind of subject has `files`, and nothing else"
            told.fault(("tables", kind), _seen(table), rule, step)
        found[kind] = read_parts(folder, kind, keys.get("files"), told)
    return found


def _engine(folder: Path, value: Any, told: Told) -> tuple[str | None, int | None, Path | None]:
    if value is None:
        return None, None, None
    table = cast("dict[str, Any]", value) if isinstance(value, dict) else {"": value}
    checks: dict[str, tuple[Callable[[Any], bool], str]] = {
        "memory": (lambda v: isinstance(v, str) and bool(_AMOUNT.fullmatch(v.strip())), '"4GB"'),
        "threads": (lambda v: type(v) is int and 1 <= v <= 1024, "2"),
        "spill": (lambda v: isinstance(v, str) and bool(v.strip()), '"spill"'),
    }
    good: dict[str, Any] = {}
    for name, given in table.items():
        check, example = checks.get(name, (None, ""))
        if check is None:
            rule = "引擎设置是 memory、threads、spill · the settings are memory, threads, spill"
            told.fault(("engine", name), _seen(given), rule, '[engine]\nmemory = "4GB"')
        elif not check(given):
            rule = "内存是数量，线程是整数，目录是文字 · an amount, a whole number, a folder"
            told.fault(("engine", name), _seen(given), rule, f"{name} = {example}")
        else:
            good[name] = given
    spill = folder / good["spill"] if "spill" in good else None
    return good.get("memory"), good.get("threads"), spill


def _seen(value: Any) -> str:
    return "没有 · nothing" if value is None or value in ([], {}, "") else f"{value!r:.60}"
