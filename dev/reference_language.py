"""Write docs/reference/language.md from the models: `python dev/reference_language.py`.

The JSON Schema of a pack and of its tests gives the keys, the white list of the parser gives the functions,
and the units come from `gaoxin.base.units`. What a function means is said here; a function without its
meaning, or a meaning without its function, is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoxin.base import units
from gaoxin.formula.lexer import MAX_LENGTH
from gaoxin.formula.parser import FUNCTIONS, MAX_DEPTH, MAX_TOKENS, ROLLUPS
from gaoxin.formula.resolve import MAX_YEARS
from gaoxin.formula.size import MAX_LEVELS, MAX_PARTS
from gaoxin.loading import yaml
from gaoxin.loading.loader import MAX_FILES, MAX_PACK_BYTES
from gaoxin.loading.rules import RULES
from gaoxin.plan.index import MARKS, Aggregate, Impute, Join, Normalise, Rank, Screen, Treat
from gaoxin.spec import Expectation, Pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "language.md"

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("A pack", "The top-level keys of all `*.yaml` files of the folder, merged.", ("Pack",)),
    ("Identity and sources", "", ("Text", "Document", "InForce", "Source")),
    ("`subjects` and `variables`", "", ("Subject", "Variable", "Break")),
    ("`indicators`", "", ("Indicator", "Rounding")),
    ("`verdicts`", "", ("Verdict", "Group", "AtLeast", "Condition", "Assumption")),
    (
        "`points`",
        "",
        (
            *("Points", "PointsCategory", "PointsGroup", "PointsItem", "PointsNormalise", "Bands", "Band"),
            *("Veto", "PointsList", "Ranking", "PointsVariant"),
        ),
    ),
    (
        "`index`",
        "A guide with formulas, an example and the rules for bad input: [Methods of an index]"
        "(../en/index-methods.md), [指数方法](../zh/index-methods.md).",
        (
            *("Index", "IndexNode", "Methods", "Screen", "Impute", "Treat", "Stop", "Normalise"),
            *("Weigh", "Aggregate", "Variant"),
        ),
    ),
    (
        "`robust` of an index",
        "What varies in `gaoxin robust`: [How sure is a rank](../en/robust.md), "
        "[位次有多可靠](../zh/robust.md).",
        (
            *("Uncertainty", "ScreenOptions", "ImputeOptions", "TreatOptions", "WinmaxOptions"),
            *("NormaliseOptions", "WeighOptions", "AggregateOptions", "WeightShare", "Dirichlet"),
            *("WeightSets", "Dropped", "ImputedDraws", "MeasurementError"),
        ),
    ),
    ("`board`", "", ("Board", "BoardNode", "RedRule")),
    (
        "`checks` and `reason_types`",
        "What the data must keep to before anything is computed. In tests of a pack, a formula check is "
        "expected as `checks.<name>`: true, false or unknown.",
        ("Check", "Identifier", "MissingAfterValue", "UnitSlip", "ReasonType"),
    ),
    ("Tests of a pack", "A file of `tests/` is a list of cases.", ("Expectation",)),
)

STATUS = {
    "quoted": "the official text is held",
    "verified": "seen in a source that is named",
    "paraphrased": "reworded, the official text was not held (待核原文)",
    "assumed": "not published, set by the author of the pack (暂定值)",
}

OPERATORS = (
    ("`+` `-` `*` `/`", "arithmetic; a divisor of zero gives unknown; `×` `÷` may be written"),
    ("`=` `<>` `<` `<=` `>` `>=`", "comparison; `≤` `≥` `≠` `!=` may be written; comparisons do not chain"),
    ("`AND` `OR` `NOT`", "three-valued; NOT binds tighter than AND, AND tighter than OR"),
    ("`CASE WHEN c THEN v … ELSE v END`", "the first guard that holds; without ELSE the value is unknown"),
    ("`x IN (a, b)`", "equal to one of them"),
    ("`x BETWEEN a AND b`", "both ends included"),
    ("`x IS NULL`, `x IS NOT NULL`", "only for a variable with `missing: absent`"),
    ("`5000 万元`, `5%`, `183 天`, `300 万元/亩`", "a quantity: a number and its unit"),
    ("`'北京'`", "a text"),
    ("`TRUE` `FALSE` `NULL`", "true, false, unknown"),
    ("`as_of`", "the day of judgement, a date"),
)

MEANINGS: dict[str, tuple[str, str]] = {
    "prior": ("x, k = 1", "the value of x k years earlier; across a break of x unknown (口径变动,不可比)"),
    "total": ("x, n", "x of this year and of the n-1 years before; years before the founding are left out"),
    "mean_of": ("x, n", "`total(x, n)` divided by the number of its years"),
    "growth": ("x, k = 1", "x / prior(x, k) - 1"),
    "cagr": (
        "x, n",
        "(x / prior(x, n)) ** (1/n) - 1; unknown unless prior(x, n) > 0 and x >= 0; "
        "compared with a number it is exact",
    ),
    "each_of": (
        "condition, n",
        "the condition holds in each of the last n years; false before the founding",
    ),
    "existed": ("k", "whether the subject existed in the year k years earlier"),
    "least": ("x, y, …", "the least; unknown where one is unknown"),
    "greatest": ("x, y, …", "the greatest; unknown where one is unknown"),
    "abs": ("x", "x without its sign"),
    "round": ("x, n", "x to n decimals of its base unit, halves away from zero"),
    "age_days": ("date", "days from a date to the day of judgement"),
    "age_years": ("date", "completed years from a date to the day of judgement"),
    "days_between": ("a, b", "days from date a to date b"),
    "date": ("'2026-01-01'", "a date"),
    "log": ("x", "natural logarithm; a double"),
    "log10": ("x", "logarithm to base 10; a double"),
    "exp": ("x", "e to the power of x; a double"),
    "sqrt": ("x", "square root; a double"),
    "power": ("x, y", "x to the power of y; a double"),
    "rank": (
        "x, 'desc', by…",
        "1 + the rows of the same period with more ('asc': less) of x; ties share a rank",
    ),
    "share_of": ("x, by…", "x divided by the sum of all known x of the same period"),
    "mean_over": ("x, by…", "the mean of all known x of the same period"),
    "min_over": ("x, by…", "the least known x of the same period"),
    "max_over": ("x, by…", "the greatest known x of the same period"),
    "percentile_rank": (
        "x, 'desc', by…",
        "the rows with less ('asc': more) of x, divided by the number of the other known x; unknown for one "
        "alone",
    ),
    "top_share": (
        "x, 'desc', by…",
        "rank divided by the number of known x of the period: 25 % is the top quarter",
    ),
    "sum": ("member.x where c", "the sum of x over the members for which c holds; 0 for none"),
    "count": ("member where c", "how many members c holds for"),
    "mean": ("member.x where c", "their mean; unknown for none"),
    "min": ("member.x where c", "the least; unknown for none"),
    "max": ("member.x where c", "the greatest; unknown for none"),
}
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Years", ("prior", "total", "mean_of", "growth", "cagr", "each_of", "existed")),
    ("Numbers", ("least", "greatest", "abs", "round", "log", "log10", "exp", "sqrt", "power")),
    ("Dates", ("age_days", "age_years", "days_between", "date")),
    (
        "Rows of the same period",
        (
            *("rank", "share_of", "mean_over", "min_over", "max_over", "percentile_rank"),
            "top_share",
        ),
    ),
    ("Members that roll up", ("sum", "count", "mean", "min", "max")),
)


def page() -> str:
    """The whole page."""
    parts = [
        "# The language of packs",
        "<!-- Written by dev/reference_language.py. Change the models or that script, not this page. -->",
        "What may stand in a pack, key by key. What it means is told in [Meaning of the language]"
        "(../en/language.md) and [语言的含义](../zh/language.md); how to write one in "
        "[Write a standard in an hour](../en/write-a-standard.md). For editors: `gaoxin packs schema`.",
        "A key with an empty default may be left out. Unknown keys are faults. Numbers are read exactly as "
        "they are printed: `0.8`, `12%`, `1/3`.",
        *_sections(),
        *_statuses(),
        *_methods(),
        *_formulas(),
        *_units(),
        *_rules(),
        *_limits(),
    ]
    return "\n\n".join(parts) + "\n"


def _definitions() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for model in (Pack, Expectation):
        schema = model.model_json_schema(by_alias=True)
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    listed = {name for _, _, names in SECTIONS for name in names}
    if listed != set(found):
        raise SystemExit(f"dev/reference_language.py: SECTIONS and the models differ: {listed ^ set(found)}")
    return found


def _sections() -> Iterator[str]:
    definitions = _definitions()
    for title, said, names in SECTIONS:
        yield f"## {title}"
        if said:
            yield said
        for name in names:
            yield f"### {name} {{ #{name.lower()} }}"
            yield _plain(definitions[name].get("description", ""))
            yield _table(definitions[name])


def _table(model: dict[str, Any]) -> str:
    required = set(model.get("required", ()))
    lines = ["| key | type | default | |", "|---|---|---|---|"]
    for key, prop in model["properties"].items():
        default = "**required**" if key in required else _default(prop.get("default"))
        if "description" not in prop:
            raise SystemExit(f"dev/reference_language.py: {model['title']}.{key} has no description")
        lines.append(f"| `{key}` | {_type(prop)} | {default} | {_cell(_plain(prop['description']))} |")
    return "\n".join(lines)


def _type(prop: dict[str, Any]) -> str:
    """A type in words, with links to the models."""
    match prop:
        case {"$ref": str(ref)}:
            name = ref.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"anyOf": list(options)} | {"oneOf": list(options)}:
            return _either([o for o in options if o.get("type") != "null"])
        case {"const": value}:
            return f"`{value}`"
        case {"enum": values}:
            return " · ".join(f"`{value}`" for value in values)
        case {"prefixItems": [first, *_]}:
            return f"[{_type(first)}, {_type(first)}]"
        case {"type": "array", "items": dict(items)}:
            return f"list of {_type(items)}"
        case {"patternProperties": dict(named)}:
            return f"name: {_type(next(iter(named.values())))}"
        case {"additionalProperties": dict(named)}:
            return f"text: {_type(named)}"
        case {"format": str(form)}:
            return form
        case _:
            words = {"string": "text", "integer": "integer", "boolean": "true · false"}
            return words.get(prop.get("type", ""), prop.get("type", "any"))


def _either(options: list[dict[str, Any]]) -> str:
    """Alternatives; a number may also stand as a text such as 12% or 1/3."""
    kinds = [o for o in options if not (o.get("type") == "string" and "%" in o.get("pattern", ""))]
    return " or ".join(dict.fromkeys(_type(o) for o in kinds))


def _default(value: object) -> str:
    if value in (None, [], {}) or isinstance(value, dict):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _plain(text: str) -> str:
    """A description in Markdown: one paragraph a block, code in single backticks."""
    blocks = text.replace("``", "`").split("\n\n")
    return "\n\n".join(_block(block) for block in blocks)


def _block(text: str) -> str:
    """A paragraph or a list, each item on one line."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        said = line.strip()
        if not lines or said.startswith("- "):
            lines.append(said)
        else:
            lines[-1] = f"{lines[-1]} {said}"
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _statuses() -> Iterator[str]:
    yield "## Status"
    yield "How sure a figure is. It marks every result that rests on it."
    yield "\n".join(["| status | |", "|---|---|", *(f"| `{k}` | {v} |" for k, v in STATUS.items())])


def _methods() -> Iterator[str]:
    yield "## Methods and marks of an index"
    for step in (Screen, Impute, Treat, Normalise, Join, Aggregate, Rank):
        yield f"**{step.__name__}.** {_plain(step.__doc__ or '')}"
    yield "The words of `status` in a result, joined by `;`, in this order:"
    yield "\n".join(["| word | |", "|---|---|", *(f"| `{k}` | {v} |" for k, v in MARKS.items())])


def _formulas() -> Iterator[str]:
    known = set(FUNCTIONS) | ROLLUPS
    told = [name for _, names in GROUPS for name in names]
    if known != set(MEANINGS) or sorted(told) != sorted(known):
        raise SystemExit(f"dev/reference_language.py: functions without meaning: {known ^ set(MEANINGS)}")
    yield "## Formulas"
    yield (
        "Words of the language may be written in capitals or not. Names are those of variables, indicators, "
        "verdicts (their truth) and points of this pack or of a needed pack; `family.name` for another "
        "pack's; `sheet`, `sheet.group` and `sheet.item` for points."
    )
    yield "\n".join(["| form | |", "|---|---|", *(f"| {a} | {_cell(b)} |" for a, b in OPERATORS)])
    for title, names in GROUPS:
        yield f"### {title}"
        if title == GROUPS[3][0]:
            yield "With categories behind (`by…`), among the rows with the same ones; without one, unknown."
        rows = [f"| `{name}({MEANINGS[name][0]})` | {_cell(MEANINGS[name][1])} |" for name in names]
        yield "\n".join(["| function | |", "|---|---|", *rows])


def _units() -> Iterator[str]:
    yield "## Units"
    yield (
        "A unit is a base unit with or without a prefix, a quotient (`万元/人`), or a product "
        "(`万元/亩·年`). Units of one kind convert exactly; others do not mix."
    )
    counting = sorted(units.COUNTING)
    others = sorted(units.BASE - units.COUNTING)
    prefixes = ", ".join(f"{name} = {factor:,}" for name, factor in units.PREFIX.items())
    ratios = ", ".join(f"{name} = {_number(factor)}" for name, factor in units.RATIO.items())
    also = ", ".join(f"{name} = {meaning}" for name, meaning in units.ALIAS.items())
    rows = [
        ("counting units (a bare number may stand for them)", " ".join(counting)),
        ("money and measures (the unit must be written)", " ".join(others)),
        ("prefixes", prefixes),
        ("pure numbers", ratios),
        ("also written", also),
    ]
    yield "\n".join(["| | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def _number(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _rules() -> Iterator[str]:
    yield "## Rules beyond the form"
    yield "\n".join(f"- {_plain(rule.__doc__ or rule.__name__)}" for rule in RULES)


def _limits() -> Iterator[str]:
    yield "## Limits"
    rows = (
        ("characters of a formula", MAX_LENGTH),
        ("words of a formula", MAX_TOKENS),
        ("nesting of a formula", MAX_DEPTH),
        ("parts of a formula, its years and indicators written out", MAX_PARTS),
        ("levels of such a formula", MAX_LEVELS),
        ("years back", MAX_YEARS),
        ("bytes of a file", yaml.MAX_BYTES),
        ("nodes of a file", yaml.MAX_NODES),
        ("nesting of a file", yaml.MAX_DEPTH),
        ("files of a folder", MAX_FILES),
        ("bytes of a pack", MAX_PACK_BYTES),
    )
    yield "\n".join(["| at most | |", "|---|---|", *(f"| {a} | {b:,} |" for a, b in rows)])
    yield "Anchors, aliases and tags of YAML are faults."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
