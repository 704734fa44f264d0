"""The population and the packs of the benchmark: 18 indicators, 36 groups (3 stages x 12 sectors)."""

from __future__ import annotations

from pathlib import Path

WEIGHTS = (3, 2, 1, 4, 2, 1, 3, 3, 2, 1, 1, 2, 4, 2, 1, 3, 2, 1)
NAMES = tuple(f"x{n:02d}" for n in range(1, len(WEIGHTS) + 1))
DOWN = frozenset(("x03", "x08", "x14"))
METHODS = ("minmax", "percentile_rank")

_HEAD = """\
pack: scoring-{pack}
family: scoring_{family}
title: {{zh: 基准, en: Benchmark}}
subject: firm
subjects: {{firm: {{title: {{zh: 企业, en: Firm}}, id: [id]}}}}
variables:
  stage: {{title: {{zh: 阶段, en: Stage}}, type: text}}
  sector: {{title: {{zh: 行业, en: Sector}}, type: text}}
{variables}
points:
  score:
    title: {{zh: 得分, en: Score}}
    normalise: {{method: {method}, by: [stage, sector]}}
    ranking: {{by: [stage, sector]}}
    groups:
      - id: all
        title: {{zh: 全部, en: All}}
        items:
{items}
"""


def write(path: Path, rows: int, missing: float) -> None:
    """Write so many enterprises; of each figure a share is missing."""
    import duckdb

    normal = "(sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random()))"
    ways = (
        f"round(exp(1.2 * {normal} + 3), 4)",
        f"round(50 + 12 * {normal}, 3)",
        "round(random() * random(), 3)",
    )
    figures = ", ".join(
        f"CASE WHEN random() >= {missing} THEN {ways[n % 3]} END AS {name}"
        for n, name in enumerate(NAMES, start=1)
    )
    keys = "i AS id, (hash(i) % 3)::INTEGER AS stage, (hash(i * 7 + 13) % 12)::INTEGER AS sector"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute("SELECT setseed(0.42)")
        query = f"SELECT {keys}, {figures} FROM range({rows}) t(i)"
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def pack(folder: Path, method: str) -> Path:
    """Write the pack of a method and give its folder."""
    made = folder / f"scoring-{method.replace('_', '-')}"
    made.mkdir(exist_ok=True)
    variables = "\n".join(f"  {name}: {{title: {{zh: {name}, en: {name}}}, type: real}}" for name in NAMES)
    items = "\n".join(
        f"          - {{id: p{name}, title: {{zh: {name}, en: {name}}}, max: {weight}/{sum(WEIGHTS)}, "
        f"score: {name}{', direction: down' if name in DOWN else ''}}}"
        for name, weight in zip(NAMES, WEIGHTS, strict=True)
    )
    text = _HEAD.format(pack=made.name, family=method, method=method, variables=variables, items=items)
    (made / "pack.yaml").write_text(text, encoding="utf-8")
    return made
