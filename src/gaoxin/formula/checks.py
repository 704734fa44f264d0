"""The formula checks of a pack, resolved: what must hold for the rows of a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gaoxin.base.errors import FormulaError
from gaoxin.formula import tree as t
from gaoxin.formula.parser import parse
from gaoxin.formula.program import Judgement, Program, Rule, Test
from gaoxin.formula.resolve import resolve
from gaoxin.formula.scope import Items, PackScope
from gaoxin.formula.types import fail
from gaoxin.spec import Check, Condition, Pack, Text, Verdict

CHECKS = "checks"
"""Name of the verdict that formula checks make."""

TITLE = Text(zh="数据检查", en="Checks of the data")

Told = Callable[[tuple[str | int, ...], FormulaError], None]


def resolve_checks(pack: Pack, items: Items, told: Told) -> Iterator[Rule]:
    """Resolve the formula checks of a pack.

    Parameters
    ----------
    pack : the pack
    items : the packs in sight, and their items as they are resolved
    told : takes each fault, with the way to it
    """
    for name, check in pack.checks.items():
        subject = check.subject or pack.subject
        if check.require is None or subject is None:
            continue
        try:
            tree = _condition(check.require, PackScope(items, pack, subject))
        except FormulaError as error:
            told(("checks", name, "require"), error)
        else:
            test = Test(f"{pack.family}.{CHECKS}.{name}", _as_condition(name, check), tree, None, ())
            yield Rule(name, check, subject, test, _meant(check, tree))


def _as_condition(name: str, check: Check) -> Condition:
    return Condition(
        id=name, title=check.title, require=check.require or "", status=check.status, clause=check.clause
    )


def with_checks(program: Program, subject: str | None = None) -> Program:
    """The program with its formula checks as one more verdict, ``checks``, of which each is a condition.

    Parameters
    ----------
    subject : whose rows are checked; the program's own where None
    """
    subject = subject or program.subject
    rules = [rule for rule in program.rules if rule.subject == subject]
    if not rules:
        return program
    pack, own = program.pack, subject == program.subject
    verdict = Verdict(title=TITLE, all=tuple(rule.test.spec for rule in rules))
    name = f"{pack.family}.{CHECKS}"
    judged = pack.model_copy(update={"verdicts": {**(pack.verdicts if own else {}), CHECKS: verdict}})
    made = Judgement(name, verdict, judged, None, {rule.name: rule.test for rule in rules})
    items = {**(program.items if own else {}), name: made}
    members = {
        other: spec.belongs_to[subject]
        for other, spec in program.subjects.items()
        if subject is not None and subject in spec.belongs_to
    }
    return replace(program, pack=judged, subject=subject, items=items, members=members)


def _condition(text: str, scope: PackScope) -> t.Node:
    parsed = parse(text)
    found = resolve(parsed, scope)
    if found.type.scalar != "flag":
        rule = "a condition must stand here"
        raise fail(parsed, f"a value ({found.type})", rule, "compare it with something")
    return found.node


def _meant(check: Check, tree: t.Node) -> str:
    """The figure whose cell is named first."""
    read = (part.name for part in t.walk(tree) if isinstance(part, t.Ref) and part.name != "as_of")
    return check.variable or next(read, "")
