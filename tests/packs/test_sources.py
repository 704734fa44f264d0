"""Every figure of a pack says how sure it is and where it was seen; links lead to the issuing bodies only."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from gaoxin.spec import Pack
from gaoxin.spec.model import Item
from tests.packs.conftest import NAMES, delivered

OFFICIAL = "gov.cn"


def items(pack: Pack) -> Iterator[tuple[str, Item]]:
    """Give everything of a pack that states a figure."""
    yield from ((name, spec) for name, spec in pack.variables.items() if spec.type != "text")
    yield from pack.indicators.items()
    for name, sheet in pack.points.items():
        yield name, sheet
        for group in sheet.groups:
            yield from ((f"{name}.{item.id}", item) for item in group.items)
    for name, verdict in pack.verdicts.items():
        yield from ((f"{name}.{condition.id}", condition) for condition in verdict.conditions)
    for name, index in pack.index.items():
        yield name, index
        yield from ((f"{name}.{node.id}", node) for root in index.tree for node in root.walk())


def urls(node: object) -> Iterator[str]:
    """Give every link of a pack."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "url" and value is not None:
                yield str(value)
            yield from urls(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from urls(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_status(name: str):
    pack = delivered(name).pack
    nameless = [item for item, spec in items(pack) if (spec.status or pack.status) is None]
    assert not nameless


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_that_was_seen_has_a_source(name: str):
    """Its own, its index's or its sheet's; where the pack has one source alone, that one."""
    pack = delivered(name).pack
    assert pack.sources
    if len(pack.sources) == 1:
        return
    own = dict(items(pack))
    lone = [
        item
        for item, spec in own.items()
        if spec.source is None
        and (spec.status or pack.status) != "assumed"
        and getattr(own.get(item.partition(".")[0]), "source", None) is None
    ]
    assert not lone, f"{name}: say in `source:` where these were seen: {lone}"


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_those_of_the_pack(name: str):
    pack = delivered(name).pack
    unknown = {spec.source for _, spec in items(pack)} - {None} - set(pack.sources)
    assert not unknown


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_quoted_without_a_link_or_a_number(name: str):
    pack = delivered(name).pack
    quoted = [spec for _, spec in items(pack) if (spec.status or pack.status) == "quoted"]
    for spec in quoted:
        source = pack.sources[spec.source or next(iter(pack.sources))]
        assert source.url or source.number


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_the_issuing_bodies(name: str):
    for url in urls(delivered(name).pack.model_dump()):
        parts = urlsplit(url)
        host = parts.hostname or ""
        assert parts.scheme in ("https", "http"), url
        assert host == OFFICIAL or host.endswith(f".{OFFICIAL}"), url


@pytest.mark.parametrize("name", NAMES)
def test_an_assumption_is_told_in_both_languages(name: str):
    for _, spec in items(delivered(name).pack):
        for assumption in getattr(spec, "assumptions", ()):
            assert assumption.text.zh
            assert assumption.text.en


@pytest.mark.parametrize("name", NAMES)
def test_an_index_with_unpublished_weights_gives_no_total_by_itself(name: str):
    """Its variant is marked assumed and says so in its title."""
    for index in delivered(name).pack.index.values():
        nodes = [node for root in index.tree for node in root.walk()]
        if any(node.weight is None for node in nodes):
            assert all(variant.status == "assumed" for variant in index.variants.values())
            assert all("暂定" in variant.title.zh for variant in index.variants.values())
