"""What a formula rests on: the variables behind it, through every indicator, sheet and verdict."""

from __future__ import annotations

from collections.abc import Iterator

from gaoxin.formula import tree as t
from gaoxin.formula.program import Definition, Figure, Judgement, Program, Sheet, Test


def inputs(program: Program, node: t.Node) -> tuple[t.Ref, ...]:
    """The variables that a resolved tree reads, once each, in reading order."""
    return tuple(dict.fromkeys(_refs(program, node)))


def trees(made: Definition) -> Iterator[t.Node]:
    """Every resolved tree of an item."""
    match made:
        case Figure():
            yield made.tree
        case Judgement():
            yield from [] if made.applies is None else [made.applies]
            for test in made.tests.values():
                yield test.require
                yield from (tree for tree in (test.applies, *test.assumed_when) if tree is not None)
        case Sheet():
            for row in (row for _, _, rows in made.groups for row in rows):
                yield from (guard for bands, _ in row.alternatives for guard, _ in bands)
                yield from [] if row.tree is None else [row.tree]


def item_inputs(program: Program, name: str) -> tuple[t.Ref, ...]:
    """The variables behind an item by full name."""
    return tuple(dict.fromkeys(_of_item(program, name)))


def _refs(program: Program, node: t.Node) -> Iterator[t.Ref]:
    for part in t.walk(node):
        if isinstance(part, t.Ref) and part.name != "as_of":
            yield part
        elif isinstance(part, t.Item) and part.tree is None:
            yield from _of_item(program, part.name)
        elif isinstance(part, (t.Since, t.Call)) and _needs_founding(part) and program.founded is not None:
            yield t.Ref(1, program.founded, "date", fixed=True)


def _needs_founding(node: t.Node) -> bool:
    return isinstance(node, t.Call) and node.function == "existed"


def _of_item(program: Program, name: str) -> Iterator[t.Ref]:
    family, short, *part = name.split(".", 2)
    made = program.items[f"{family}.{short}"]
    match made:
        case Figure(tree=tree):
            yield from _refs(program, tree)
        case Judgement():
            tests = [made.tests[part[0]]] if part else list(made.tests.values())
            for test in tests:
                yield from _of_test(program, test)
            if not part and made.applies is not None:
                yield from _refs(program, made.applies)
        case Sheet():
            for group, _, rows in made.groups:
                for row in rows:
                    if name in (made.name, group, row.name):
                        for node in [
                            *(g for bands, _ in row.alternatives for g, _ in bands),
                            *([row.tree] if row.tree else []),
                        ]:
                            yield from _refs(program, node)


def _of_test(program: Program, test: Test) -> Iterator[t.Ref]:
    yield from _refs(program, test.require)
    if test.applies is not None:
        yield from _refs(program, test.applies)
