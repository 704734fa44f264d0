"""How an item's points come about, in words, and the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from gaoxin.formula import tree as t
from gaoxin.formula.explain import Language, Speaker
from gaoxin.formula.inputs import inputs, item_inputs, trees
from gaoxin.formula.program import Figure, Program, Sheet
from gaoxin.formula.sheets import ALL, Cap, Row
from gaoxin.formula.values import Interval, plain
from gaoxin.spec import Award, Bands, PointsItem, PointsNormalise

_WAYS: dict[str, tuple[str, str]] = {
    "minmax": ("极差标准化", "min-max"),
    "percentile_rank": ("百分位", "percentile rank"),
    "share_of_max": ("与最优值之比", "share of the best"),
    "goalposts": ("目标值区间", "goalposts"),
}


def method(program: Program, sheet: Sheet, row: Row, language: Language = "zh") -> str:
    """How the points of an item come about: bands, a jury's grade, a formula, or a share of its cap."""
    spec = row.spec
    speaker = Speaker(program, program.scopes[sheet.pack.family], language)
    if spec.grade is not None:
        title = program.variables[spec.grade].title
        return speaker.pick(f"专家评分：{title.zh}", f"given by a jury: {title.en}")
    if spec.formula is not None:
        return speaker.pick(
            f"{speaker.say(spec.formula)}，不低于0、不超过满分",
            f"{speaker.say(spec.formula)}, not below 0 nor above the full marks",
        )
    if spec.score is not None:
        return _share(speaker, sheet, row)
    ways = ["".join(_bands(speaker, bands)) for bands in spec.alternatives]
    return speaker.pick("；或者 ", "; or ").join(ways)


def _bands(speaker: Speaker, bands: Bands) -> Iterator[str]:
    for band in bands.bands:
        yield f"{speaker.say(band.when)}{speaker.pick('：', ': ')}{_award(speaker, band.points)}"
        yield speaker.pick("；", "; ")
    yield speaker.pick("其他：", "else: ") + _award(speaker, bands.otherwise)


def _award(speaker: Speaker, award: Award) -> str:
    points = str(Interval(*award)).replace("..", "～") if isinstance(award, tuple) else plain(award)
    return f"{points}{speaker.pick('分', '')}"


def _share(speaker: Speaker, sheet: Sheet, row: Row) -> str:
    spec = row.spec.normalise or sheet.spec.normalise
    said = speaker.say(row.spec.score or "")
    zh, en = _WAYS[spec.method]
    posts = f" {spec.posts[0]}～{spec.posts[1]}" if spec.posts else ""
    down = row.spec.direction == "down"
    return speaker.pick(
        f"满分 × {said}的{zh}{posts}{'（越小越好）' if down else ''}{_groups(speaker, sheet, spec)}",
        f"full marks × {en}{posts} of {said}{' (less is better)' if down else ''}"
        f"{_groups(speaker, sheet, spec)}",
    )


def _groups(speaker: Speaker, sheet: Sheet, spec: PointsNormalise) -> str:
    """Within which groups rows are compared."""
    if not spec.by:
        return ""
    named = [category_title(speaker.program, sheet, name, speaker.language) for name in spec.by]
    return speaker.pick(f"，同{'、'.join(named)}比较", f", among those of the same {', '.join(named)}")


def category_title(program: Program, sheet: Sheet, name: str, language: Language) -> str:
    """What a category is called: one of the sheet, or a variable."""
    own = sheet.spec.categories.get(name)
    text = own.title if own is not None else program.variables[name].title
    return text.zh if language == "zh" else text.en


def raw_inputs(program: Program, row: Row) -> list[t.Ref]:
    """The reported figures behind an item, without the categories by which it is compared or capped."""
    by = (*(row.share.by if row.share is not None else ()), *([] if row.cap.by is None else [row.cap.by]))
    apart = {ref for node in by for ref in inputs(program, node)}
    return [ref for ref in item_inputs(program, row.name) if ref not in apart]


def figures_of(program: Program, row: Row) -> list[str]:
    """The full names of the indicators that an item names itself."""
    named = [
        part.name
        for tree in row.trees()
        for part in t.walk(tree)
        if isinstance(part, t.Item) and isinstance(program.items.get(part.name), Figure)
    ]
    behind = {
        part.name
        for name in named
        for tree in trees(program.items[name])
        for part in t.walk(tree)
        if isinstance(part, t.Item)
    }
    return [name for name in dict.fromkeys(named) if name not in behind]


def filled_cap(sheet: Sheet, cap: Cap, spec: PointsItem) -> bool:
    """Whether a variant filled the cap of an item, which the pack leaves open."""
    written = spec.max if isinstance(spec.max, dict) else {ALL: spec.max}
    return bool(sheet.spec.variants) and dict(cap.values) != written


def rests_on_variant(sheet: Sheet) -> bool:
    """Whether a variant filled the cap of any item: then the total is no official one."""
    return any(filled_cap(sheet, row.cap, row.spec) for row in sheet.rows)
