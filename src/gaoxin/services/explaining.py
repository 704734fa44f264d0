"""Where a subject's verdicts and figures come from, condition by condition, and what would change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gaoxin.decide import Change, changes, missing
from gaoxin.engines.protocol import Engine, Task
from gaoxin.formula import tree as t
from gaoxin.formula.evaluate import Evaluator
from gaoxin.formula.explain import LANGUAGES, Language, Speaker, show
from gaoxin.formula.inputs import item_breaks, item_inputs
from gaoxin.formula.program import Figure, Judgement, Program, Test
from gaoxin.plan.reasons import CHANGED, DOUBTFUL, JURY, MARKS, MISSING, statuses
from gaoxin.plan.rows import full_plan
from gaoxin.services.points import table_with_ranks
from gaoxin.services.score_sheets import ScoreSheet, cells_of, notes, points, scored
from gaoxin.services.tables import Options, engine_for, program_of, task_for
from gaoxin.services.worlds import world_of, year_of
from gaoxin.spec import Text, Variable

FOOTER = {"zh": "自评结果,以主管部门认定为准", "en": "A self-assessment; the competent authority decides."}
WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "pass": "符合", "fail": "不符合", "unknown": "待补充", "not_applicable": "不适用",
        "true": "符合", "false": "不符合", "jury": JURY, "doubt": DOUBTFUL, "missing": MISSING, **MARKS,
        "changed": CHANGED, "gap": "还差", "less": "需减少", "settles": "（补足后即符合）", "from": "取自",
    },
    "en": {
        "pass": "pass", "fail": "fail", "unknown": "unknown", "not_applicable": "not applicable",
        "true": "pass", "false": "fail", "jury": "for a jury", "doubt": "to be checked", "missing": "missing",
        "assumed": "assumed (not published)", "paraphrased": "paraphrased, to be checked",
        "changed": "calibre changed, not comparable",
        "gap": "short of", "less": "to be lowered by", "settles": " (then the verdict passes)",
        "from": "from",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: how deep it stands, what it is about, what came out, and what was said."""

    depth: int
    name: str
    title: str
    result: str
    said: str = ""
    clause: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """All lines about one subject in one period, in Chinese and English."""

    pack: str
    title: Mapping[Language, str]
    subject: str
    period: int
    as_of: date
    lines: Mapping[Language, tuple[Line, ...]]
    sources: Mapping[Language, tuple[tuple[str, str], ...]]

    def text(self, language: Language = "zh") -> str:
        """The explanation as plain text."""
        head = f"{self.subject}  {self.period or ''}  {self.title[language]} ({self.pack}, {self.as_of})"
        parts = [head]
        for line in self.lines[language]:
            pad = "  " * line.depth
            clause = f"〔{line.clause}〕" if line.clause else ""
            parts.append(f"{pad}[{line.result}] {line.name} {line.title}{clause}")
            parts += [f"{pad}    {text}" for text in ([line.said] if line.said else []) + list(line.notes)]
        parts += [f"{WORDS[language]['from']} {name} ← {place}" for name, place in self.sources[language]]
        return "\n".join([*parts, FOOTER[language]])

    def __str__(self) -> str:
        return self.text()


def explain(
    pack: str | Program,
    table: object,
    subject: str,
    *,
    period: int | None = None,
    options: Options = Options(),
) -> Explanation:
    """Explain a subject.

    Parameters
    ----------
    pack, table : as of `verdicts`
    subject : its identifier
    period : the year; the latest that the table has where None

    Raises
    ------
    UsageError : the table has no such subject or period
    """
    program = pack if isinstance(pack, Program) else program_of(pack, options.as_of)
    plan = full_plan(program)
    task = task_for(program, plan, table_with_ranks(program, plan, table, options), options)
    with engine_for(options) as engine:
        return explained(engine, program, task, subject, period)


def explained(
    engine: Engine,
    program: Program,
    task: Task,
    subject: str,
    period: int | None = None,
    cells: Mapping[tuple[str, int], str] | None = None,
) -> Explanation:
    """Explain a subject of a task.

    Parameters
    ----------
    cells : file and cell of each figure of the subject, by variable and year; where None, the headings of the
        table stand for them

    Raises
    ------
    UsageError : the table has no such subject or period
    """
    world = world_of(engine, program, task, [subject])
    chosen = year_of(world, subject, period)
    evaluator = Evaluator(program, world, subject, chosen)
    places = cells_of(program, task) if cells is None else cells
    sheets = [scored(engine, task, evaluator, name, places) for name in program.pack.points]
    return Explanation(
        program.pack.pack,
        {language: _in(program.pack.title, language) for language in LANGUAGES},
        subject,
        chosen,
        evaluator.as_of,
        {language: tuple(_lines(evaluator, sheets, language)) for language in LANGUAGES},
        {
            language: _sources(program, task, language) if cells is None else _cells(program, cells, language)
            for language in LANGUAGES
        },
    )


def _lines(evaluator: Evaluator, sheets: Sequence[ScoreSheet], language: Language) -> Iterator[Line]:
    program = evaluator.program
    for name in program.pack.verdicts:
        made = program.find(name)
        if isinstance(made, Judgement):
            yield from _verdict(evaluator, made, language)
    for found in sheets:
        yield from _sheet(found, language)
    for made in program.items.values():
        if isinstance(made, Figure):
            yield _figure(evaluator, made, language)


def _verdict(evaluator: Evaluator, made: Judgement, language: Language) -> Iterator[Line]:
    outcome = evaluator.judge(made)
    words = WORDS[language]
    conditions = [_condition(evaluator, made, test, language) for test in made.tests.values()]
    result = words[outcome]
    if outcome == "unknown":
        why = {line.result for line in conditions}
        order = ("missing", "changed", "jury", "doubt")
        result = next((words[w] for w in order if words[w] in why), words["missing"])
    title, clause = _in(made.spec.title, language), made.spec.clause or ""
    yield Line(0, evaluator.program.own(made.name), title, result, clause=clause)
    yield from conditions


def _condition(evaluator: Evaluator, made: Judgement, test: Test, language: Language) -> Line:
    words, program = WORDS[language], evaluator.program
    value = evaluator.test(test)
    speaker = Speaker(program, program.scopes[made.pack.family], language, evaluator)
    notes = list(_assumptions(evaluator, made, test, language))
    lacking, cut = missing(evaluator, test.name), list(_cut_off(evaluator, test.name, language))
    applies = test.applies is None or evaluator.flag(test.applies) is not False
    result = (
        words["not_applicable"]
        if not applies
        else words[str(value).lower()]
        if value is not None
        else words["missing"]
    )
    if value is None and applies:
        if lacking:
            names = [_named(program, name, shift, language) for name, shift in lacking]
            notes.append(f"{words['missing']}: {'; '.join(names)}")
        elif cut:
            result = words["changed"]
        else:
            grades = any(program.variables[r.name].type == "grade" for r in item_inputs(program, test.name))
            result = words["jury"] if test.spec.jury or grades else words["doubt"]
        notes += cut
    notes += [_gap(program, change, language) for change in changes(evaluator, made, test)[:2]]
    title, clause = _in(test.spec.title, language), test.spec.clause or ""
    return Line(1, test.spec.id, title, result, speaker.say(test.spec.require), clause, tuple(notes))


def _cut_off(evaluator: Evaluator, name: str, language: Language) -> Iterator[str]:
    """The earlier values behind an item that a change of calibre cuts off, and what changed."""
    program, word = evaluator.program, WORDS[language]["changed"]
    for node in item_breaks(program, name):
        shift = node.value.shift if isinstance(node.value, (t.Ref, t.Rollup)) else 0
        if node.at(evaluator.year) is not None or evaluator.existed(shift) is False:
            continue
        for ref in dict.fromkeys(part for part in t.walk(node.value) if isinstance(part, t.Ref)):
            found = [b for b in program.variables[ref.name].breaks if b.since <= evaluator.year]
            if found and found[-1].since > evaluator.year - shift:
                since, why = found[-1].since, _in(found[-1].why, language)
                yield f"{word}: {_named(program, ref.name, shift, language)} ({since}: {why})"


def _assumptions(evaluator: Evaluator, made: Judgement, test: Test, language: Language) -> Iterator[str]:
    rests = statuses(evaluator.program, made, test)
    yield from (WORDS[language][status] for status in MARKS if status in rests)
    for assumption, when in zip(test.spec.assumptions, test.assumed_when, strict=True):
        if when is None or evaluator.flag(when):
            yield f"{WORDS[language]['assumed']}: {_in(assumption.text, language)}"


def _gap(program: Program, change: Change, language: Language) -> str:
    """The nearest value at which a condition holds, and how far it is."""
    words, spec = WORDS[language], program.variables[change.variable]
    now, then = (show(value, spec.unit, language) for value in (change.now, change.then))
    tail = words["settles"] if change.settles else ""
    return f"{_in(spec.title, language)} {now} → {then}{gap_words(change, spec, language)}{tail}"


def gap_words(change: Change, spec: Variable, language: Language = "zh") -> str:
    """How much is missing or too much, every stored digit of it; nothing for what is not a number."""
    if not (isinstance(change.now, Fraction) and isinstance(change.then, Fraction)):
        return ""
    word = WORDS[language]["gap" if change.grows else "less"]
    comma = "，" if language == "zh" else ", "
    return f"{comma}{word} {show(abs(change.then - change.now), spec.unit, language)}"


def _named(program: Program, name: str, shift: int, language: Language) -> str:
    years = {"zh": f"（前{shift}年）", "en": f" ({shift} year(s) earlier)"}[language] if shift else ""
    return f"{_in(program.variables[name].title, language)}{years}"


def _in(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en


def _sheet(found: ScoreSheet, language: Language) -> Iterator[Line]:
    """The rows of a score sheet, and below its total what would raise it."""
    for row in found.rows:
        name = row.item.rpartition(".")[2] if row.item else found.sheet
        title = row.title[language] if row.item else found.title[language]
        marked = bool(row.item) and found.rows[0].status == "assumed"
        more = () if row.item else tuple(found.standing.text(language))
        more += tuple(notes(row, language, within_assumed=marked))
        more += () if row.item else tuple(each.text(language) for each in found.advice)
        yield Line(row.depth, name, title, points(row), row.method.get(language, ""), row.clause, more)


def _figure(evaluator: Evaluator, made: Figure, language: Language) -> Line:
    speaker = Speaker(evaluator.program, evaluator.program.scopes[made.pack.family], language, evaluator)
    title, name = _in(made.spec.title, language), evaluator.program.own(made.name)
    value = evaluator.value(made.tree)
    shown, notes = show(value, made.spec.unit, language), tuple(_cut_off(evaluator, made.name, language))
    if value is None and notes and not missing(evaluator, made.name):
        shown = WORDS[language]["changed"]
    notes = notes if value is None else ()
    return Line(0, name, title, shown, speaker.say(made.spec.formula), made.spec.clause or "", notes)


def _sources(program: Program, task: Task, language: Language) -> tuple[tuple[str, str], ...]:
    """The heading and file behind every variable."""
    binding = task.table.binding
    if binding is None:
        return ()
    places: dict[str, list[str]] = {}
    for column in binding.columns:
        places.setdefault(column.variable, []).append(column.heading)
    return tuple(
        (_in(program.variables[name].title, language), f"{task.table.source.name} [{', '.join(headings)}]")
        for name, headings in places.items()
    )


def _cells(
    program: Program, cells: Mapping[tuple[str, int], str], language: Language
) -> tuple[tuple[str, str], ...]:
    """The cell behind every figure of a variable that the pack knows."""
    return tuple(
        (f"{_in(program.variables[name].title, language)}{f' {year}' if year else ''}", place)
        for (name, year), place in cells.items()
        if name in program.variables
    )
