"""Purposes: a figure that was collected for statistics judges and scores nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gaoxin.formula import tree as t
from gaoxin.formula.program import Definition, Figure, Judgement, Program, Sheet
from gaoxin.loading.found import Found
from gaoxin.spec import Pack

LAW = "《中华人民共和国统计法》"
"""The law is named without an article: its articles were numbered anew in 2024."""


def survey_fields_stay(program: Program, _others: Mapping[str, Pack]) -> Iterator[Found]:
    """A figure that was collected for statistics judges and scores nobody (《中华人民共和国统计法》).

    It holds through indicators, roll-ups, comparable series, sheets and verdicts, of this pack and of others.
    """
    for made in program.items.values():
        if made.pack is not program.pack or isinstance(made, Figure):
            continue
        section = "points" if isinstance(made, Sheet) else "verdicts"
        told: set[str] = set()
        looked: set[str] = set()
        for name, tree in _formulas(made):
            for variable, through in _surveyed(program, tree, looked):
                if variable in told:
                    continue
                told.add(variable)
                short, via = program.own(name), f" (by way of {', '.join(through)})" if through else ""
                title = program.variables[variable].title.zh
                seen = f"{variable} {title} is collected for statistics{via}"
                rule = f"{LAW}: figures of a statistical survey serve statistics only (统计资料只用于统计)"
                step = "use a figure that was given to the administration, or with consent"
                path = (section, program.own(made.name))
                yield Found(path, short, seen, rule, step, program.places.get(name))


def _formulas(made: Definition) -> Iterator[tuple[str, t.Node]]:
    """The trees of an item, each under the full name of its condition or row."""
    match made:
        case Judgement():
            yield from [] if made.applies is None else [(made.name, made.applies)]
            for test in made.tests.values():
                trees = (test.require, test.applies, *test.assumed_when)
                yield from ((test.name, tree) for tree in trees if tree is not None)
        case Sheet():
            yield from made.trees()
        case Figure():
            yield made.name, made.tree


def _surveyed(program: Program, tree: t.Node, looked: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The survey fields that a tree rests on, each with the items between, the nearest first.

    Parameters
    ----------
    looked : items that were looked into already: each is once
    """
    for node in _outermost(tree):
        if isinstance(node, t.Item):
            if node.name in looked:
                continue
            looked.add(node.name)
            short = program.own(node.name)
            below = [node.tree] if node.tree is not None else _behind(program, node.name)
            for part in below:
                yield from ((name, (short, *through)) for name, through in _surveyed(program, part, looked))
        elif isinstance(node, t.Ref) and _of_survey(program, node.name):
            yield node.name, ()


def _of_survey(program: Program, name: str) -> bool:
    return name in program.variables and program.variables[name].purpose == "statistics"


def _outermost(tree: t.Node) -> Iterator[t.Node]:
    """The variables and the items of a tree, without what is inside the items."""
    if isinstance(tree, (t.Item, t.Ref)):
        yield tree
        return
    for child in t.children(tree):
        yield from _outermost(child)


def _behind(program: Program, name: str) -> list[t.Node]:
    """The trees behind a sheet, a verdict or a part of one."""
    family, short, *part = name.split(".", 2)
    made = program.items[f"{family}.{short}"]
    if isinstance(made, Sheet):
        return [tree for _, tree in made.trees(name)]
    wanted = {name} if part else set[str]()
    return [tree for full, tree in _formulas(made) if not wanted or full in wanted]
