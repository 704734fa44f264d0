"""Counting worse rows by segments: unknown groups, large integers, totals as integers."""

import numpy as np
import pyarrow as pa
import pytest

from gaoxin.engines.duckdb.engine import DuckDB
from gaoxin.plan.points import points_plan
from gaoxin.services.points.counting import TOTAL, Counter, counted_items, encoded, floats, group_codes
from gaoxin.services.tables import Options, task_for

from .conftest import Sheets

PERCENTILE = {"method": "percentile_rank", "by": ["stage"]}
STAGES = ["初创期", "初创期", "初创期", "成长期", None]


def run(table: pa.Table, *names: str, by: tuple[str, ...] = ("stage",)):
    items = [
        {"id": n, "max": most, "score": n, "normalise": PERCENTILE} for most, n in enumerate(names, start=2)
    ]
    program = Sheets.program([Sheets.group(*items)], ranking={"by": list(by)})
    figures, plan = points_plan(program)
    task = task_for(program, figures, table, Options())
    with DuckDB() as engine:
        return Counter(engine.figures(figures, task), plan, [output.name for output in figures.outputs]).run()


def test_counts_of_each_row_and_group():
    table, counted = run(Sheets.table(a=[3, 1, None, 5, 6], b=[1, 1, 2, 0, 0], stage=STAGES), "a", "b")
    assert table["w_a"].to_pylist() == [1, 0, None, 0, None]
    assert table["w_b"].to_pylist() == [0, 0, 2, 0, None]
    assert "f_a" not in table.column_names
    ((found, known),) = counted.items()
    assert known.to_pydict() == {"group": [0, 1], "n_a": [2, 1], "n_b": [3, 1]}
    assert found.total is None, "three rows are known of b and two of a: no common divisor"


def test_totals_of_a_common_divisor_are_integers():
    table, counted = run(Sheets.table(a=[3, 1, 2, 5, 6], b=[1, 1, 2, 0, 0], stage=STAGES), "a", "b")
    assert [found.total for found in counted] == [TOTAL]
    assert table[TOTAL].to_pylist() == [2 * 2 + 0, 0, 2 * 1 + 3 * 2, 0, 0]
    _, counted = run(Sheets.table(a=[3, 1], b=[1, 1], stage=STAGES[:2]), "a", "b", by=())
    assert [found.total for found in counted] == [None], "ranks go across groups of other divisors"


def test_integers_beyond_53_bits_are_no_ties():
    (found,) = floats(pa.chunked_array([pa.array([2**53, 2**53 + 1, None], pa.int64())]))
    assert found[0] < found[1]
    assert np.isnan(found[2])


def test_groups_of_integers_texts_and_unknowns():
    table = pa.table(
        {"period": pa.array([2024] * 4, pa.int32()), "n": [5, 6, 5, 7], "c_s": ["x", "y", "x", None]}
    )
    codes, groups = group_codes(encoded(table), ["period", "n", "c_s"])
    assert groups == 6
    assert codes[0] == codes[2] != codes[1]
    assert codes[3] == -1


def test_short_integers_far_apart_are_different_groups():
    found = pa.chunked_array([pa.array([-100, 100], pa.int8()), pa.array([27, -100], pa.int8())])
    codes, groups = group_codes(pa.table({"c": found}), ["c"])
    assert groups == 201
    assert codes.tolist() == [0, 200, 127, 0]


@pytest.mark.parametrize(("values", "width"), [(63, 1), (64, 2), (16_384, 4)])
def test_numbers_are_as_wide_as_the_groups_are_many(values: int, width: int):
    """A row may lack what is numbered first or last; two ways by so many values."""
    ways = [*(["a"] * values), *(["b"] * values), None, "b"]
    codes, groups = group_codes(
        pa.table({"way": ways, "value": [*range(values), *range(values), 0, None]}), ["way", "value"]
    )
    assert groups == 2 * values
    assert codes.itemsize == width
    assert codes[-2:].tolist() == [-1, -1]
    assert len(set(codes[:-2].tolist())) == groups
    assert codes.min() == -1
    assert codes.max() == groups - 1


def test_more_groups_than_integers_of_32_bits():
    """Three columns of 3,000 values: rows that have the same in all three, and those that lack one."""
    values = [*range(3000), 7, 7, None]
    names = {"a": values, "b": [*values[:3000], 7, 8, 7], "c": values}
    codes, groups = group_codes(pa.table(names), [*names])
    assert groups == 3001
    assert len(set(codes.tolist())) == 3002
    assert codes[3000] == codes[7] != codes[3001]
    assert codes[3002] == -1


def test_a_constant_needs_the_figures_themselves():
    item = {"id": "i", "max": 1, "score": "a", "normalise": {**PERCENTILE, "constant": 1}}
    _, plan = points_plan(Sheets.program([Sheets.group(item)]))
    assert counted_items(plan) == ()
