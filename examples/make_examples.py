#!/usr/bin/env python3
"""Write the tables of this folder: `python examples/make_examples.py [FOLDER]`.

The enterprises and zones are those of the bundled example zone: synthetic, and labelled so in every row.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from gaoxin import load_pack
from gaoxin.plan.rows import verdict_plan
from gaoxin.services.synthetic import synthetic_table
from gaoxin.services.synthetic_reading import examples, read_recipe

PACK = "hnte-2016"
"""The standard that the table of enterprises has the figures for."""
ENTERPRISES = (*range(1, 10), 19, 20, 23)
"""Nine that stand at a line, and three as they come."""


def write(folder: Path) -> list[Path]:
    """Write every table.

    Parameters
    ----------
    folder : Path
        where to

    Returns
    -------
    the files written
    """
    return [enterprises(folder / "enterprises.csv"), zones(folder / "zones.csv")]


def enterprises(file: Path) -> Path:
    """Write a dozen enterprises, three years each unless younger, with Chinese headings and units."""
    recipe = read_recipe(examples())
    frame = verdict_plan(load_pack(PACK)).frame
    needed = {name.removesuffix("__lo").removesuffix("__hi") for name, _, _ in frame.columns}
    needed |= {recipe.subject.name or "", recipe.subject.founded or ""}
    table = synthetic_table(recipe, numbers=ENTERPRISES, variables=needed, titles=True)
    return save(file, table.column_names, zip(*table.to_pydict().values(), strict=True))


def zones(file: Path) -> Path:
    """Write the published sub-indexes of all zones, and those of the synthetic zones under them."""
    with (examples() / "zones-published.csv").open(encoding="utf-8-sig", newline="") as published:
        headings, *rows = csv.reader(published)
    table = synthetic_table(read_recipe(examples() / "zones.yaml"), titles=True)
    return save(file, headings, [*rows, *zip(*table.to_pydict().values(), strict=True)])


def save(file: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file that a Chinese spreadsheet opens as it is: UTF-8 with its mark."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows([shown(cell) for cell in row] for row in rows)
    return file


def shown(cell: object) -> str:
    """Write a cell as people do: 是 and 否, 2024-03-05, figures with all their decimals and no more."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (str, date)):
        return str(cell)
    text = f"{cell:f}" if not isinstance(cell, int) else str(cell)
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
