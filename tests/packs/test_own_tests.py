"""The tests that packs carry hold, and leave nothing out."""

from collections.abc import Iterator

import pytest

import gaoxin as gx
from gaoxin.formula import tree as t
from gaoxin.formula.program import Figure, Judgement
from gaoxin.spec import Pack
from tests.packs.conftest import NAMES, Delivered, delivered, library


def expected(found: Delivered) -> set[str]:
    """What the cases expect something of, by full name, and the figures that it reads."""
    names: set[str] = set()
    for case in found.cases:
        for key, value in case.spec.expect.items():
            names |= (
                set(leaves(found.pack, case.spec.index or "", value)) if isinstance(value, dict) else {key}
            )
    queue = [f"{found.pack.family}.{name}" for name in names]
    read: set[str] = set()
    while queue:
        full = queue.pop()
        if full not in read:
            read.add(full)
            queue += figures_in(found, full)
    return read


def leaves(pack: Pack, index: str, nodes: dict[str, object]) -> Iterator[str]:
    """The figures of the expected nodes of an index."""
    for node in (n for root in pack.index[index].tree for n in root.walk()):
        if node.id in nodes and node.indicator is not None:
            yield node.indicator


def figures_in(found: Delivered, full: str) -> Iterator[str]:
    """The figures that an item's own formulas name; a verdict of one condition is that condition."""
    made = found.program.items.get(full)
    trees: list[t.Node] = [made.tree] if isinstance(made, Figure) else []
    if isinstance(made, Judgement) and len(made.tests) == 1:
        (test,) = made.tests.values()
        yield test.name
        trees.append(test.require)
    yield from (part.name for tree in trees for part in t.walk(tree) if isinstance(part, t.Item))


def test_there_are_packs():
    assert len(NAMES) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_case_fails(name: str):
    report = gx.test_pack(name)
    assert report.cases > 0
    assert report.checks > report.cases
    assert not report.failures, "\n".join(map(str, report.failures[:5]))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_expected_somewhere(name: str):
    found = delivered(name)
    named = expected(found)
    items = list(found.pack.verdicts)
    items += [f"{v}.{c.id}" for v, verdict in found.pack.verdicts.items() for c in verdict.conditions]
    items += list(found.pack.indicators) + list(found.pack.points)
    items += [f"{p}.{i.id}" for p, sheet in found.pack.points.items() for g in sheet.groups for i in g.items]
    missing = [item for item in items if f"{found.pack.family}.{item}" not in named]
    assert not missing, f"no case of {name} expects anything of {missing}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_passes_fails_and_is_unknown_somewhere(name: str):
    found = delivered(name)
    for verdict in found.pack.verdicts:
        outcomes = {case.spec.expect[verdict] for case in found.cases if verdict in case.spec.expect}
        assert {"pass", "fail", "unknown"} <= outcomes, f"{name}: {verdict} is only {outcomes}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_index_is_computed_somewhere(name: str):
    found = delivered(name)
    assert set(found.pack.index) <= {case.spec.index for case in found.cases}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_cases_have_different_names(name: str):
    names = [case.spec.case for case in delivered(name).cases]
    assert len(names) == len(set(names))


def test_a_family_has_one_version_a_day():
    entries = list(library().entries.values())
    for entry in entries:
        for other in entries:
            if other.family == entry.family and other.name != entry.name:
                days = [day for day in (other.since, other.to) if day is not None]
                assert not any(entry.holds(day) for day in days)
