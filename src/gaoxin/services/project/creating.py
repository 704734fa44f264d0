"""A new project: settings to edit, tables to fill in, lists to keep."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gaoxin.base.errors import UsageError
from gaoxin.services.project.columns import Column, Form, forms
from gaoxin.services.project.model import Project
from gaoxin.services.project.reading import SETTINGS
from gaoxin.services.project.sheets import Sheet, write_csv, write_xlsx
from gaoxin.services.project.standards import Standards, library_of, standards
from gaoxin.spec import Text, Variable

DEFAULTS = "examples/new-project.toml"
"""Beside the packs: which of them a new project starts with."""

LISTS = {
    "reasons.csv": ("check", "kind", "subject", "period", "variable", "type", "reason", "by", "on"),
    "corrections.csv": ("kind", "subject", "period", "variable", "old", "new", "reason", "by", "on"),
    "ranges.csv": ("indicator", "period", "minimum", "maximum", "source"),
}
"""The lists that people keep, and their headings."""

_COLUMNS = (
    "列标题 column", "变量 variable", "English", "单位 unit", "填写方式 how", "口径 calibre",
    "空白表示 empty cell", "用途 purpose", "用于 packs",
)  # fmt: skip
_HOW = {
    "number": "数字 number", "real": "数字 number", "flag": "是 或 否 · yes or no", "text": "文字 text",
    "date": "日期 2016-05-01 · a day",
}  # fmt: skip
_EMPTY = {"unknown": "未填报 unknown", "zero": "零 zero", "absent": "没有此事 absent"}
_PURPOSE = {"administration": "行政管理", "statistics": "统计调查", "consent": "企业同意"}

_SETTINGS = """\
# 项目设置 · settings of the project
# 标题，用于报告 · its name in reports; 或 · or {{ zh = "…", en = "…" }}
title = {title}

# 合成数据时写 true，每页都会标明 · true marks every page 合成数据 · synthetic
synthetic = false

# 判定日，去掉 # 生效；不写则为各行年份的最后一天 · day of judgement; else the last day of each row's year
# as_of = {day}

# 只测算这些年份，不写则全部 · only these years; all where not given
# periods = [{years}]

# 标准包，见 gaoxin packs list · the packs; a family means the version in force on the day
packs = [{packs}]

# 未公布权重的取值方案 · the variant that fills unpublished weights
# variants = {{ "pack" = "assumed" }}

# 引擎 · the engine
# [engine]
# memory = "4GB"
"""
_TABLE = """
# {title}
# files = ["data/a.csv", {{ path = "data/b.xlsx", sheet = "人员", period = {year} }}]
[tables.{kind}]
files = ["data/{kind}*.xlsx"]
"""


@dataclass(frozen=True, slots=True)
class Created:
    """A project that was made: its folder, its packs, and the files in it."""

    folder: Path
    packs: tuple[str, ...]
    files: tuple[str, ...]


def create(folder: Path, packs: Sequence[str] = ()) -> Created:
    """Make a project folder for packs, those that a new project starts with where none is named.

    Raises
    ------
    UsageError : the folder has content, or cannot be written
    PackError : no such pack, or a pack at fault
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} 已有内容 · has content; try: a new folder"
        raise UsageError(message)
    found = _standards(folder, tuple(packs))
    made = forms(found.programs.values())
    try:
        files = list(_write(folder, found, made))
    except OSError as error:
        message = (
            f"{folder}: 这里写不了 · no folder can be written here ({error.strerror}); try: another place"
        )
        raise UsageError(message) from None
    return Created(folder, tuple(found.programs), tuple(files))


def _standards(folder: Path, packs: tuple[str, ...]) -> Standards:
    empty = Project(folder, Text(zh="?", en="?"), packs, {})
    library = library_of(empty)
    if not packs:
        files = [root / DEFAULTS for root in library.roots if (root / DEFAULTS).is_file()]
        if not files:
            message = (
                "没有指定标准包 · no packs are named; try: gaoxin new DIR --pack NAME, and gaoxin packs list"
            )
            raise UsageError(message)
        empty = replace(empty, packs=tuple(tomllib.loads(files[0].read_text(encoding="utf-8"))["packs"]))
    return standards(empty, library)


def _write(folder: Path, found: Standards, made: dict[str, Form]) -> Iterable[str]:
    """Write every file, and give their names."""
    for place in ("data", "templates"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for kind, form in made.items():
        data, columns = _sheets(form)
        for name in (f"data/{kind}.xlsx", f"templates/{kind}.xlsx"):
            write_xlsx(folder / name, [data, columns])
            yield name
        write_csv(folder / "templates" / f"{kind}.csv", data)
        yield f"templates/{kind}.csv"
    for name, headings in LISTS.items():
        write_csv(folder / name, Sheet(name, headings))
        yield name
    (folder / SETTINGS).write_text(_settings(folder, found, made), encoding="utf-8")
    yield SETTINGS


def _settings(folder: Path, found: Standards, made: dict[str, Form]) -> str:
    year = date.today().year
    title = json.dumps(folder.resolve().name or "高新区", ensure_ascii=False)
    quoted = ", ".join(f'"{pack}"' for pack in found.programs)
    years = ", ".join(str(y) for y in range(year - 3, year))
    text = _SETTINGS.format(title=title, day=f"{year}-03-31", years=years, packs=quoted)
    for kind, form in made.items():
        text += _TABLE.format(title=f"{form.title.zh} · {form.title.en}", year=year - 1, kind=kind)
    return text


def _sheets(form: Form) -> tuple[Sheet, Sheet]:
    """The table to fill in, and the page that explains each column."""
    texts = {0} | {
        n for n, column in enumerate(form.columns, 2) if column.spec.type not in ("number", "real")
    }
    data = Sheet("数据", form.headings, widths={0: 22, 1: 8}, texts=frozenset(texts))
    rows = [
        [
            form.identifier,
            "",
            form.title.en,
            "",
            "编码按文字填写 · a code, as text",
            "",
            "不可空 required",
            "",
            "",
        ]
    ]
    rows += [["年份", "period", "Year", "", "四位年份 2024 · a year", "", "不可空 required", "", ""]]
    rows += [_row(column) for column in form.columns]
    return data, Sheet("说明", _COLUMNS, rows, widths={0: 36, 2: 36, 4: 36, 5: 60, 8: 40})


def _row(column: Column) -> list[str]:
    spec = column.spec
    packs = ", ".join(dict.fromkeys(column.packs))
    empty, purpose = _EMPTY[spec.missing], _PURPOSE[spec.purpose]
    unit = "" if spec.unit == "1" else spec.unit
    calibre = spec.calibre or ""
    return [column.heading, column.variable, spec.title.en, unit, _how(spec), calibre, empty, purpose, packs]


def _how(spec: Variable) -> str:
    if spec.type == "category":
        return "之一 one of: " + "、".join(spec.categories)
    if spec.type == "grade":
        return "评审等级 grade: " + "、".join(spec.grades)
    return _HOW[spec.type]
