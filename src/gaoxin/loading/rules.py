"""Rules that packs keep beyond their form; one function each, all run on every pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import cast

from gaoxin.formula.checks import CHECKS
from gaoxin.formula.lexer import KEYWORDS
from gaoxin.formula.program import Program, Sheet
from gaoxin.formula.sheets import Cap, Row
from gaoxin.loading.calibres import breaks_are_sourced, comparable_series_compare
from gaoxin.loading.found import Found, Rule
from gaoxin.loading.purposes import survey_fields_stay
from gaoxin.loading.yaml import Path
from gaoxin.spec import Impute, Index, Item, Normalise, Pack
from gaoxin.spec.model import Model


def sources_are_listed(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """Every `source:` is a key of the pack's own `sources`."""
    known = program.pack.sources
    for path, item in _items(program.pack, ()):
        if item.source is not None and item.source not in known:
            rule = f"the pack's sources are {', '.join(known) or 'none'}"
            name = ".".join(map(str, path))
            yield Found((*path, "source"), name, f"source {item.source}", rule, "add it there")


def _items(value: object, path: Path) -> Iterator[tuple[Path, Item]]:
    """Every titled piece at or below a value, with its path."""
    yield from ((where, model) for where, model in _models(value, path) if isinstance(model, Item))


def _models(value: object, path: Path) -> Iterator[tuple[Path, Model]]:
    """Every piece of a pack at or below a value, with its path."""
    if isinstance(value, Model):
        yield path, value
    below: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, Model):
        below = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, dict):
        below = cast("dict[str, object]", value).items()
    elif isinstance(value, tuple):
        below = enumerate(cast("tuple[object, ...]", value))
    for key, part in below:
        yield from _models(part, (*path, key))


def names_are_one(program: Program, others: Mapping[str, Pack]) -> Iterator[Found]:
    """A name has one meaning among the packs that are used together: one variable is one calibre."""
    for family, pack in others.items():
        for name in program.pack.variables:
            if name in pack.variables:
                seen = f"{name} is also in {family}"
                rule = "one variable is one calibre"
                yield Found(("variables", name), name, seen, rule, "use that one, or rename")
    for section in ("indicators", "points", "verdicts"):
        for name in getattr(program.pack, section):
            if name in program.variables and name not in program.pack.variables:
                seen, rule = f"{name} is a variable of a needed pack", "a name has one meaning"
                yield Found((section, name), name, seen, rule, "rename it")


def names_can_be_written(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """No variable or item is called like a word of the language."""
    taken = KEYWORDS | {"as_of", CHECKS}
    for section in ("variables", "indicators", "points", "verdicts"):
        for name in getattr(program.pack, section):
            if name in taken:
                rule = f"the language has the words {', '.join(sorted(taken))}"
                yield Found((section, name), name, f"the name {name}", rule, "rename it")


def subjects_are_known(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """The subject of a pack is declared, and the variables that it names exist."""
    pack = program.pack
    if pack.subject is not None and pack.subject not in program.subjects:
        rule = f"the subjects are {', '.join(program.subjects) or 'none'}"
        yield Found(("subject",), pack.pack, f"subject {pack.subject}", rule, "add a pack to `needs`")
    for name, subject in pack.subjects.items():
        named = [("name", subject.name), ("founded", subject.founded), *subject.belongs_to.items()]
        for role, variable in named:
            if variable is not None and variable not in program.variables:
                path = ("subjects", name)
                yield Found(path, name, f"{role}: {variable}", "it names a variable", "declare the variable")
    if (pack.verdicts or pack.points or pack.indicators or pack.index) and pack.subject is None:
        rule = "a pack with rules says what its rows are"
        yield Found((), pack.pack, "no `subject`", rule, "add `subject: enterprise`")


def sheets_hold_their_points(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """No band gives more than its item's cap; caps of items reach their group's, and those the sheet's."""
    for made in program.items.values():
        if not isinstance(made, Sheet) or made.pack is not program.pack:
            continue
        name = program.own(made.name)
        path = ("points", name)
        regular = [group for spec, group in zip(made.spec.groups, made.groups, strict=True) if not spec.bonus]
        for label, least in made.cap.values.items():
            parts = [_reach(cap, rows, label) for _, cap, rows in regular]
            if least is not None and sum(parts, Fraction(0)) < least and _all_published(made):
                seen = f"groups of {sum(parts, Fraction(0))} points"
                yield Found(path, name, seen, f"the sheet has {least}", _MEND)
        for n, (_, cap, rows) in enumerate(made.groups):
            where = (*path, "groups", n)
            for label, least in cap.values.items():
                if least is not None and _reach(Cap({}), rows, label) < least:
                    yield Found(where, name, "items with fewer points", f"the group has {least}", _MEND)
            for k, row in enumerate(rows):
                yield from _bands_within(row, (*where, "items", k))


_MEND = "mend the caps"


def _all_published(made: Sheet) -> bool:
    return all(row.cap.published for row in made.rows)


def _reach(cap: Cap, rows: Iterable[Row], label: str) -> Fraction:
    """The most points that a group says it gives, for a category: its cap, else the sum of its items'."""
    return _of(cap, label) if cap.values else sum((_of(row.cap, label) for row in rows), Fraction(0))


def _of(cap: Cap, label: str) -> Fraction:
    """The cap for a category: the greatest where it, or the other, is one for all; 0 where not published."""
    if label in cap.values:
        return cap.values[label] or Fraction(0)
    return max(cap.known, default=Fraction(0))


def _bands_within(row: Row, path: Path) -> Iterator[Found]:
    """A band above the cap of its item, or turned round."""
    if not row.cap.published:
        return
    awards = [award for bands, other in row.alternatives for award in [*(x for _, x in bands), other]]
    if any(award.high > row.cap.most or award.low > award.high for award in awards):
        seen, rule = "a band above the item's cap, or turned round", f"the cap is {row.cap.most}"
        yield Found(path, row.spec.id, seen, rule, "mend the band")


def index_nodes_exist(program: Program, others: Mapping[str, Pack]) -> Iterator[Found]:
    """Every leaf of an index and every measure of a board is a figure in sight."""
    for name, index in program.pack.index.items():
        for path, leaf in _leaves(index, ("index", name)):
            if not _is_figure(program, others, leaf):
                rule = "a leaf names a variable or an indicator, of this pack or as `family.name`"
                yield Found(path, name, f"indicator {leaf}", rule, "declare it, or add a pack to `needs`")
    for name, board in program.pack.board.items():
        for node in board.walk():
            for measure in (m for m in node.measures if not _is_figure(program, others, m)):
                rule = "a measure is a figure in sight"
                yield Found(("board", name), node.id, f"measure {measure}", rule, "declare it")


def index_categories_exist(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """Every `by` and `weights_by` of an index names a category in sight; its `weights`, values of it."""
    known = {name: variable for name, variable in program.variables.items() if variable.type == "category"}
    rule = f"the categories in sight are {', '.join(known) or 'none'}"
    for name, index in program.pack.index.items():
        path = ("index", name)
        for where, category in _categories(index, path):
            if category not in known:
                yield Found(where, name, f"category {category}", rule, "declare it as `type: category`")
        values = known[index.weights_by].categories if index.weights_by in known else index.categories
        for strange in (value for value in index.categories if value not in values):
            seen, listed = f"a weight for {strange}", f"{index.weights_by} is one of {', '.join(values)}"
            yield Found((*path, "tree"), name, seen, listed, "mend the name of the category")


def _categories(index: Index, path: Path) -> Iterator[tuple[Path, str]]:
    """Every category that an index names, its methods and those of `robust` among them."""
    if index.weights_by is not None:
        yield (*path, "weights_by"), index.weights_by
    for where, way in _models(index, path):
        if isinstance(way, (Impute, Normalise)):
            yield from (((*where, "by"), category) for category in way.by)


def _leaves(index: Index, path: Path) -> Iterator[tuple[Path, str]]:
    for n, root in enumerate(index.tree):
        yield from (
            ((*path, "tree", n), node.indicator) for node in root.walk() if node.indicator is not None
        )


def _is_figure(program: Program, others: Mapping[str, Pack], name: str) -> bool:
    if name in program.variables:
        return program.variables[name].type in ("number", "real", "grade")
    family, _, short = name.rpartition(".")
    packs = [others[family]] if family in others else [program.pack, *others.values()]
    return any(short in pack.indicators for pack in packs)


def checks_name_what_is_there(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """Checks name subjects and variables in sight, and have a subject."""
    for name, check in program.pack.checks.items():
        subject = check.subject or program.pack.subject
        if subject not in program.subjects:
            rule = f"the subjects are {', '.join(program.subjects) or 'none'}"
            yield Found(("checks", name), name, f"subject {subject}", rule, "name one of them in `subject`")
        slip, missing = check.unit_slip, check.missing_after_value
        named = [*(slip.variables if slip else ()), *(slip.partners if slip else ())]
        named += [*(missing.variables if missing else ()), *([check.variable] if check.variable else [])]
        for variable in dict.fromkeys(named):
            if variable not in program.variables:
                seen, rule = f"variable {variable}", "a check names variables in sight"
                yield Found(("checks", name), name, seen, rule, "declare it, or add a pack to `needs`")


RULES: tuple[Rule, ...] = (
    sources_are_listed,
    names_are_one,
    names_can_be_written,
    subjects_are_known,
    sheets_hold_their_points,
    index_nodes_exist,
    index_categories_exist,
    survey_fields_stay,
    breaks_are_sourced,
    comparable_series_compare,
    checks_name_what_is_there,
)
"""All rules, in the order in which their faults are listed."""
