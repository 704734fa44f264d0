"""The demonstration with few enterprises, made once; and its parts before anything is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoxin.services.demo import DemoReport, run
from gaoxin.services.demo.drawing import Drawn, draw
from gaoxin.services.demo.spec import Demo, read_demo
from gaoxin.services.synthetic_reading import examples

FEW = 40


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep the tests of the small demonstration on one worker, so that it is made once."""
    if "small" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo() -> Demo:
    return read_demo(examples())


@pytest.fixture(scope="session")
def drawn(demo: Demo) -> tuple[Drawn, Drawn]:
    """Give the enterprises and the zones."""
    return draw(examples(), demo, FEW)


@pytest.fixture(scope="session")
def steps() -> list[str]:
    """Give the steps that the small demonstration told of."""
    return []


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> DemoReport:
    """Give the report of a demonstration with few enterprises, in a folder that did not exist."""
    folder: Path = tmp_path_factory.mktemp("demo") / "new" / "zone"
    return run(folder, count=FEW, step=steps.append)
