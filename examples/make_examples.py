#!/usr/bin/env python3
"""Write the tables of this folder: `python examples/make_examples.py [FOLDER]`.

The enterprises and zones are those of the bundled example zone: synthetic, and labelled so in every row.
"""

import sys
from pathlib import Path

from gaoxin import load_pack
from gaoxin.plan.rows import verdict_plan
from gaoxin.services.synthetic import write_table
from gaoxin.services.synthetic_reading import examples, read_recipe

PACK = "hnte-2016"
"""The standard that the table of enterprises has the figures for."""
INDEX, SUBINDICES = "zone-capability-2014", "from_subindices"
"""The index that the table of zones has the figures for."""
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
    write_table(recipe, file, numbers=ENTERPRISES, variables=needed)
    return file


def zones(file: Path) -> Path:
    """Write the published sub-indexes of all zones, and those of the synthetic zones under them."""
    published = (examples() / "zones-published.csv").read_text("utf-8-sig")
    recipe = read_recipe(examples() / "zones.yaml")
    index = load_pack(INDEX).pack.index[SUBINDICES]
    leaves = {node.indicator for root in index.tree for node in root.walk() if node.indicator}
    write_table(recipe, file, variables={recipe.subject.name or "", *leaves})
    headings, rows = file.read_text("utf-8-sig").split("\n", 1)
    if headings != published.split("\n", 1)[0]:
        message = f"{headings} are not the headings of the published figures"
        raise ValueError(message)
    file.write_text(published + rows, "utf-8-sig", newline="\n")
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
