"""The project folder of the example: new, whole, and saying that all is synthetic."""

from pathlib import Path

import pytest

import gaoxin as gx
from gaoxin.base.errors import UsageError
from gaoxin.services.board import read_ranges
from gaoxin.services.demo.drawing import Drawn
from gaoxin.services.demo.folder import free_folder, make_project, refuse
from gaoxin.services.demo.spec import Demo
from gaoxin.services.project import read_project
from gaoxin.services.project.standards import standards
from gaoxin.services.synthetic_reading import examples


def test_a_free_folder(tmp_path: Path):
    place = tmp_path / "zone"
    assert free_folder(place) == place
    place.mkdir()
    assert free_folder(place) == place
    (place / "file").write_text("", "utf-8")
    (tmp_path / "zone-2").write_text("", "utf-8")
    assert free_folder(place) == tmp_path / "zone-3"


def test_a_folder_with_content_is_refused(tmp_path: Path):
    refuse(tmp_path / "a" / "b")
    refuse(tmp_path / "a" / "b")
    (tmp_path / "a" / "file").write_text("", "utf-8")
    for place in (tmp_path / "a", tmp_path / "a" / "file"):
        with pytest.raises(UsageError, match="已有内容 · has content; try: gaoxin demo with a new folder"):
            refuse(place)
    with pytest.raises(UsageError, match="no folder can be written here"):
        refuse(tmp_path / "a" / "file" / "below")


@pytest.mark.slow
def test_a_project_that_can_be_read(tmp_path: Path, demo: Demo, drawn: tuple[Drawn, Drawn]):
    files = make_project(tmp_path, examples(), demo, *drawn)
    project = read_project(tmp_path)
    assert project.synthetic
    assert "合成数据" in project.title.zh
    assert {part.name for parts in project.tables.values() for part in parts} == set(files)
    note = (tmp_path / "README.md").read_text("utf-8")
    assert "全部数据为合成数据" in note
    assert "All data are synthetic" in note
    for name in ("reasons.csv", "corrections.csv", "ranges.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
    found = read_ranges(project.ranges, standards(project).programs.values())
    assert found
    assert all("合成" in each.source for each in found.values())


@pytest.mark.slow
def test_the_own_index_of_the_project_varies_methods_and_says_whose_choice_that_is(
    tmp_path: Path, demo: Demo, drawn: tuple[Drawn, Drawn]
):
    make_project(tmp_path, examples(), demo, *drawn)
    program = standards(read_project(tmp_path)).programs["demo-comparison"]
    assert "不是标准" in program.pack.title.zh
    found = gx.robust(program, str(tmp_path / "data" / "zones.csv"), draws=32)
    told = found.inputs.rows()
    assert [row["vary"] for row in told] == ["normalise", "aggregate", "weights", "weights"]
    assert all("示例的选择" in row["title_zh"] and "the example's choice" in row["title_en"] for row in told)
    shift = [row for row in found.sensitivity.rows() if row["target"] == "rank shift"]
    assert all(row["total"] > 0 for row in shift)
    assert all(row["known"] == 1 for row in found.rows())
