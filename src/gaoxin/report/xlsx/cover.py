"""The first sheet of a workbook: what made it, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gaoxin.report.titles import Titles
from gaoxin.report.xlsx.books import Cell

NAME = "说明"
WIDTHS = (26, 34, 26, 14, 10, 10, 68)
_STATUS = ("quoted", "verified", "paraphrased", "assumed")


def cover(titles: Titles, title: str, sheets: Sequence[tuple[str, str]]) -> list[list[Cell]]:
    """The rows of the first sheet.

    Parameters
    ----------
    titles : the run in words
    title : of the workbook
    sheets : the names of the others, each with what it holds
    """
    notices: list[str] = titles.book.manifest.get("notices") or []
    marked: list[list[Cell]] = [[titles.synthetic]] if titles.synthetic else []
    told: list[list[Cell]] = [[], ["提示"], *(["", notice] for notice in notices)] if notices else []
    return [
        [f"{titles.run} {title}"],
        *marked,
        [titles.final],
        [],
        *([name, value] for name, value in made_by(titles)),
        [],
        ["工作表"],
        *([name, content] for name, content in sheets),
        [],
        ["政策标准"],
        ["名称", "标准编号", "依据", "方案", "", "", "校验值"],
        *(_pack(titles, pack) for pack in titles.book.built),
        [],
        ["数据文件"],
        ["类别", "文件", "工作表", "编号", "年度", "行数", "校验值 SHA-256"],
        *(_part(titles, part) for part in titles.book.parts.values()),
        *told,
        [],
        [titles.final],
    ]


def made_by(titles: Titles) -> list[tuple[str, str]]:
    """The run: its name, its day, the versions."""
    manifest, words = titles.book.manifest, titles.words
    engine: Mapping[str, Any] = manifest.get("engine") or {}
    return [
        ("测算批次", manifest["run"]),
        ("测算时间", manifest["created"]),
        ("测算基准日", manifest.get("as_of") or words("as_of_rows")),
        ("年度", words("comma").join(titles.year(year) for year in titles.book.periods) or "不分年度"),
        (
            "软件版本",
            f"Gaoxin {manifest['gaoxin']} · {engine.get('name', '')} {engine.get('version', '')}",
        ),
        ("随机种子", str(manifest.get("seed"))),
        ("复算", f"gaoxin replay DIR {manifest['run']}"),
    ]


def _pack(titles: Titles, pack: Mapping[str, Any]) -> list[Cell]:
    title, status = titles.words.of(pack.get("title")), _status(titles, pack.get("status"))
    return [title, pack["pack"], status, _status(titles, pack.get("variant")), "", "", pack.get("hash")]


def _status(titles: Titles, status: str | None) -> str:
    return titles.words.known("status", status) if status in _STATUS else status or ""


def _part(titles: Titles, part: Mapping[str, Any]) -> list[Cell]:
    number, rows = str(part["part"]), part.get("rows")
    year = titles.year(part.get("period"))
    return [
        titles.kind(part.get("kind") or ""),
        part.get("file"),
        part.get("sheet"),
        number,
        year,
        rows,
        part.get("sha256"),
    ]
