"""CSV files in the encodings and shapes that people send."""

import codecs
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaoxin.base.errors import DataError
from gaoxin.intake.files.csv_files import Encoding, encoding_of, read
from gaoxin.intake.files.grid import ROW

TEXT = "编号,名称\n1,甲\n"


def write(folder: Path, data: bytes | str) -> Path:
    path = folder / "t.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def columns(path: Path) -> dict[str, list[Any]]:
    return read(path).table.to_pydict()  # type: ignore[attr-defined]


ENCODED = [
    (TEXT.encode(), Encoding("utf-8")),
    (codecs.BOM_UTF8 + TEXT.encode(), Encoding("utf-8", 3)),
    (TEXT.encode("gb18030"), Encoding("gb18030")),
    (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), Encoding("utf-16-le", 2)),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), Encoding("utf-16-be", 2)),
    (TEXT.replace("\n", "\r\n").encode("gb18030"), Encoding("gb18030")),
    (TEXT.replace("\n", "\r").encode(), Encoding("utf-8")),
    (TEXT.replace(",", "\t").encode(), Encoding("utf-8")),
    (TEXT.replace(",", ";").encode(), Encoding("utf-8")),
    (TEXT.rstrip().encode(), Encoding("utf-8")),
]


@pytest.mark.parametrize(("data", "encoding"), ENCODED)
def test_encodings_and_separators(data: bytes, encoding: Encoding, tmp_path: Path):
    path = write(tmp_path, data)
    assert encoding_of(path) == encoding
    assert columns(path) == {"编号": ["1"], "名称": ["甲"], ROW: [2]}


@pytest.mark.slow
def test_a_large_file_changes_its_mind_about_the_encoding_late(tmp_path: Path):
    lines = ["编号,名称", *(f"{n},a" for n in range(300_000)), "9,甲"]
    path = write(tmp_path, "\n".join(lines).encode("gb18030"))
    assert encoding_of(path) == Encoding("gb18030")
    assert columns(path)["名称"][-1] == "甲"


def test_everything_stays_text(tmp_path: Path):
    path = write(tmp_path, 'a,b,c\n007,913301000000000123,NULL\n1e5,"1,234.50",2024-01-01\n')
    assert list(columns(path).values())[:3] == [
        ["007", "1e5"],
        ["913301000000000123", "1,234.50"],
        ["NULL", "2024-01-01"],
    ]


def test_row_numbers_count_headings_and_empty_rows(tmp_path: Path):
    found = columns(write(tmp_path, '\n,\nid,x\na,1\n,\n\nb,"2\n3"\nc,4\n'))
    assert (found["id"], found[ROW]) == (["a", "b", "c"], [4, 7, 8])


def test_headings_that_stand_twice_are_kept(tmp_path: Path):
    source = read(write(tmp_path, "a,a,\n1,2,3\n"))
    assert [(c.name, c.heading, c.position) for c in source.columns] == [
        ("a", "a", 1),
        ("a #2", "a", 2),
        ("", "", 3),
    ]


def test_titles_groups_and_units(tmp_path: Path):
    source = read(
        write(
            tmp_path,
            "示例高新区企业年报,,,,\n填报单位：示例高新区,,,,单位：千元\n"
            "信用代码,年度,人员,,经费\n,,职工总数,科技人员,\n,,人,人,万元\na,2024,5,3,7\n",
        )
    )
    assert [c.heading for c in source.columns] == [
        "信用代码", "年度", "人员 › 职工总数", "人员 › 科技人员", "经费",
    ]  # fmt: skip
    assert [c.unit for c in source.columns] == [None, None, "人", "人", "万元"]
    assert (source.units, source.heading_rows) == (("千元",), (3, 4))
    assert source.notices == (
        "above the headings: 示例高新区企业年报; 填报单位：示例高新区 单位：千元",
        "headings stand in rows 3 to 4",
        "row 5 holds units: 人, 万元",
    )
    assert source.table.to_pydict()[ROW] == [6]  # type: ignore[attr-defined]


def test_a_table_of_headings_only(tmp_path: Path):
    source = read(write(tmp_path, "id,x\n"))
    assert ([c.heading for c in source.columns], source.table.num_rows) == (["id", "x"], 0)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"a,b\n\xff\xff\xff,1\n", "line 2 is not gb18030"),
        (b"a,b\n1,2,3\n1\n", "t.csv:2  row\n  3 cells; every row has 2 cells"),
        (b"\n\na,b\n1,2,3\n", "t.csv:4  row"),
        (b"a,b\n" + b"1\n" * 150, "150 rows in all; the first 100 are listed"),
        (codecs.BOM_UTF8 + b"a\n\xff", "line 2 is not utf-8"),
        (b'a,b\n"' + b"x" * 200_000, "field larger than field limit"),
    ],
)
def test_damaged_files(data: bytes, said: str, tmp_path: Path):
    with pytest.raises(DataError) as caught:
        read(write(tmp_path, data))
    assert said in str(caught.value)


def test_progress_reaches_the_end(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    path = write(tmp_path, "id,x\n" + "a,1\n" * 10)
    read(path, lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.slow
@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_a_table_or_a_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    try:
        source = read(write(tmp_path_factory.mktemp("csv"), data))
    except DataError:
        return
    assert source.table.num_columns == len(source.columns) + 1  # type: ignore[attr-defined]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n\ufeff"), max_size=8)


@pytest.mark.slow
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t"), st.booleans())
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    separator: str,
    chinese: bool,
):
    lines = [["编号", "甲", "乙"], *rows]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in lines]
    text = "\n".join(separator.join(row) for row in quoted)
    data = text.encode("gb18030" if chinese else "utf-8")
    path = write(tmp_path_factory.mktemp("csv"), data)
    if encoding_of(path).name != ("gb18030" if chinese else "utf-8"):
        return
    expected = [(n, row) for n, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    found = read(path)
    if found.heading_rows != (1, 1) or found.notices:
        return
    assert [tuple(r.values()) for r in found.table.to_pylist()] == [(*row, n) for n, row in expected]  # type: ignore[attr-defined]
