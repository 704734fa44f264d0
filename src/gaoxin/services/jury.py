"""A long table of scorers' scores as means with their spread, or as the grades that a pack reads."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gaoxin.base.errors import DataError, Fault, Place, UsageError
from gaoxin.measure.jury import scored
from gaoxin.services.results.arrow import pa
from gaoxin.services.tables import Results
from gaoxin.services.tabular import write_table

_HEADS = {
    "subject": ("subject", "主体", "企业", "项目名称"),
    "period": ("period", "年度", "年份"),
    "item": ("item", "评审项", "指标", "项"),
    "scorer": ("scorer", "评委", "专家"),
    "score": ("score", "得分", "评分", "分数"),
}
_OPTIONAL = ("period",)
_KINDS = {"subject": pa.string(), "period": pa.int64(), "item": pa.string(), "n": pa.int64()}
_NUMBERS = ("mean", "sd", "low", "high", "minimum", "maximum")


def jury(
    table: object,
    *,
    drop_ends: int = 0,
    confidence: float = 0.95,
    wide: bool = False,
    out: Path | None = None,
) -> Results:
    """Join the scores of a jury.

    Parameters
    ----------
    table : path of a CSV or Parquet file, or an Arrow, Polars or pandas table: subject, item, scorer, score,
        and period where there are years
    drop_ends : so many of the highest and of the lowest scores of an item are left out
    confidence : of the interval of the mean
    wide : a row for each subject and period with the mean of each item, to two decimals, under the item's
        name: a table that a pack reads as grades
    out : write it to this .csv or .parquet too

    Returns
    -------
    subject, period (where there are years), item, n, mean, sd, low, high, minimum, maximum

    Raises
    ------
    UsageError : no such file or column, or a setting that has no meaning
    DataError : scores that are no numbers, or a scorer who scored twice: all at once
    """
    if drop_ends < 0 or not 0 < confidence < 1:
        seen = f"drop_ends {drop_ends}, confidence {confidence}"
        message = f"{seen}: 设置不当 · drop_ends is 0 or more, confidence between 0 and 1; try: 1 and 0.95"
        raise UsageError(message)
    name, rows = _rows(table)
    kept = _grouped(name, rows)
    found = {
        key: scored(list(scores.values()), drop_ends=drop_ends, confidence=confidence)
        for key, scores in kept.items()
    }
    dated = bool(rows) and "period" in rows[0]
    made: list[dict[str, Any]] = []
    for (subject, period, item), one in found.items():
        head = {"subject": subject, **({"period": period} if dated else {}), "item": item, "n": one.n}
        made.append({**head, **{key: getattr(one, key) for key in _NUMBERS}})
    result = _wide(made, dated=dated) if wide else _long(made, dated=dated)
    if out is not None:
        write_table(result, out)
    return Results(result, name)


def _long(rows: list[dict[str, Any]], *, dated: bool) -> Any:
    names = [name for name in (*_KINDS, *_NUMBERS) if name != "period" or dated]
    return pa.table({n: pa.array([row[n] for row in rows], _KINDS.get(n, pa.float64())) for n in names})


def _wide(rows: list[dict[str, Any]], *, dated: bool) -> Any:
    items = list(dict.fromkeys(row["item"] for row in rows))
    joined: dict[tuple[str, Any], dict[str, float]] = {}
    for row in rows:
        joined.setdefault((row["subject"], row.get("period")), {})[row["item"]] = round(row["mean"], 2)
    columns: dict[str, Any] = {"subject": pa.array([subject for subject, _ in joined], pa.string())}
    if dated:
        columns["period"] = pa.array([period for _, period in joined], pa.int64())
    means = {item: pa.array([cells.get(item) for cells in joined.values()], pa.float64()) for item in items}
    return pa.table({**columns, **means})


def _grouped(file: str, rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, Any, str], dict[str, float]]:
    """The scores of each subject, period and item, by scorer; every fault at once."""
    found: dict[tuple[str, Any, str], dict[str, float]] = {}
    faults: list[Fault] = []
    for line, row in enumerate(rows, start=2):
        texts = {key: str(row[key] if row[key] is not None else "").strip() for key in row}
        if not any(texts.values()):
            continue
        period: int | None = None
        if "period" in texts:
            period = int(texts["period"]) if texts["period"].isdecimal() else None
            if period is None:
                _fault(faults, file, line, "period", texts["period"], "a period is a year", "2024")
        for key in ("subject", "item", "scorer"):
            if not texts[key]:
                _fault(faults, file, line, key, "", f"every score has its {key}", "fill it in")
        score = _score(texts["score"])
        if score is None:
            _fault(
                faults, file, line, "score", texts["score"], "a score is a number", "85, or leave out the row"
            )
            continue
        scores = found.setdefault((texts["subject"], period, texts["item"]), {})
        if texts["scorer"] in scores:
            who = f"{texts['scorer']}: {texts['subject']} {texts['item']}"
            _fault(faults, file, line, "scorer", who, "a scorer scores an item once", "remove one of the two")
        scores[texts["scorer"]] = score
    if faults:
        raise DataError(faults)
    return found


def _fault(faults: list[Fault], file: str, line: int, name: str, seen: str, rule: str, step: str) -> None:
    faults.append(Fault(Place(file, line), name, repr(seen), rule, step))


def _score(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _rows(table: object) -> tuple[str, list[dict[str, Any]]]:
    """The rows under our own names, and what the table is called."""
    name, rows = _opened(table)
    if not rows:
        message = f"{name}: 没有一行 · it has no rows; try: subject,item,scorer,score"
        raise UsageError(message)
    heads = {key: next((n for n in names if n in rows[0]), None) for key, names in _HEADS.items()}
    if lacking := [key for key, head in heads.items() if head is None and key not in _OPTIONAL]:
        known = "; ".join(f"{key}: {'、'.join(_HEADS[key])}" for key in lacking)
        message = f"{name}: 缺少列 · it lacks {', '.join(lacking)}; try: name the columns {known}"
        raise UsageError(message)
    return name, [{key: row[head] for key, head in heads.items() if head is not None} for row in rows]


def _opened(table: object) -> tuple[str, list[dict[str, Any]]]:
    given: Any = table
    if not isinstance(table, (str, Path)):
        return "table", pa.table(given).to_pylist()
    path = Path(table)
    if not path.is_file() or path.suffix.lower() not in (".csv", ".parquet"):
        message = (
            f"{path}: 没有这个文件 · no such .csv or .parquet; try: a CSV with subject,item,scorer,score"
        )
        raise UsageError(message)
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet

        parquet: Any = pyarrow.parquet
        return path.name, parquet.read_table(path).to_pylist()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(
            Place(path.name, 1), "jury", f"byte {error.start} is not UTF-8", "it is UTF-8", "save as UTF-8"
        )
        raise DataError([fault]) from error
    return path.name, [dict(row) for row in csv.DictReader(io.StringIO(text))]
