"""A new project can be read, filled in and checked as it stands."""

import csv
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from gaoxin.base.errors import PackError, UsageError
from gaoxin.loading.library import installed
from gaoxin.services.project import SETTINGS, read_project
from gaoxin.services.project.creating import LISTS, create
from gaoxin.services.project.standards import standards


def headings(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


@pytest.mark.slow
def test_a_new_project_is_a_project(tmp_path: Path):
    made = create(tmp_path / '新 "区"\\')
    assert sorted(made.files) == sorted(
        path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()
    )
    project = read_project(made.folder)
    assert project.title.zh == '新 "区"\\'
    assert project.packs == made.packs
    assert tuple(standards(project).programs) == made.packs
    assert all(part.name.startswith("data/") for parts in project.tables.values() for part in parts)


@pytest.mark.slow
def test_packs_may_be_named_by_family(tmp_path: Path):
    found = create(tmp_path / "p", ["hnte"])
    assert found.packs == (installed().find("hnte", date.today()).name,)
    text = (tmp_path / "p" / SETTINGS).read_text("utf-8")
    assert f'packs = ["{found.packs[0]}"]' in text


@pytest.mark.slow
def test_templates_have_units_codes_as_text_and_explanations(tmp_path: Path):
    create(tmp_path / "p", ["hnte-2016"])
    heads = headings(tmp_path / "p" / "templates" / "enterprise.csv")
    assert heads[:2] == ["统一社会信用代码", "年份"]
    assert "销售收入（万元）" in heads
    book = CalamineWorkbook.from_path(tmp_path / "p" / "data" / "enterprise.xlsx")
    assert book.sheet_names == ["数据", "说明"]
    data, explained = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert data[0] == heads
    assert [row[0] for row in explained[1:]] == heads
    assert all(row[4] and row[6] for row in explained[1:])
    sales = next(row for row in explained if row[0] == "销售收入（万元）")
    assert sales[1:4] == ["sales_revenue", sales[2], "万元"]
    assert sales[8] == "hnte-2016"


@pytest.mark.slow
def test_codes_are_text_cells_whatever_is_typed(tmp_path: Path):
    create(tmp_path / "p", ["hnte-2016"])
    with ZipFile(tmp_path / "p" / "data" / "enterprise.xlsx") as book:
        styles = book.read("xl/styles.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'formatCode="@"' in styles
    assert re.search(r'<col min="1" max="1" [^>]*style="[1-9]', sheet)


@pytest.mark.slow
def test_lists_have_their_headings(tmp_path: Path):
    create(tmp_path / "p", ["hnte-2016"])
    for name, columns in LISTS.items():
        assert (tmp_path / "p" / name).read_bytes().startswith(b"\xef\xbb\xbf")
        assert tuple(headings(tmp_path / "p" / name)) == columns


def test_a_folder_with_content_is_refused(tmp_path: Path):
    (tmp_path / "note.txt").touch()
    with pytest.raises(UsageError, match="has content"):
        create(tmp_path)
    with pytest.raises(UsageError, match="has content"):
        create(tmp_path / "note.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.slow
def test_an_empty_folder_is_taken(tmp_path: Path):
    assert create(tmp_path, ["hnte-2016"]).folder == tmp_path


def test_an_unknown_pack_leaves_nothing(tmp_path: Path):
    with pytest.raises(PackError, match="no pack is called 'nothing'"):
        create(tmp_path / "p", ["nothing"])
    assert not (tmp_path / "p").exists()


@pytest.mark.slow
def test_a_place_that_cannot_be_written_is_wrong_use(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="no folder"):
        create(tmp_path / "file" / "p", ["hnte-2016"])


@pytest.mark.slow
@pytest.mark.parametrize("pack", sorted(installed().entries))
def test_the_columns_of_every_pack_can_be_read_back(pack: str, tmp_path: Path):
    from gaoxin.intake import bind, open_table
    from gaoxin.services.project.columns import forms

    program = installed().program(pack, date.today())
    made = forms([program])
    if not made:
        assert {**program.pack.verdicts, **program.pack.points, **program.pack.index} == {}
        return
    create(tmp_path / "p", [pack])
    for kind, form in made.items():
        variables = {column.variable: column.spec for column in form.columns}
        binding = bind(
            open_table(tmp_path / "p" / "templates" / f"{kind}.csv"), variables, program.subjects[kind]
        )
        assert binding.variables == tuple(variables)
        assert binding.ignored == ()
