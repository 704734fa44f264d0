"""Synthetic tables: repeatable, labelled, without contradictions, and exactly at the lines that they name."""

import csv
import runpy
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.base.identifiers import is_credit_code
from gaoxin.services.synthetic import shown, synthetic_table, write_table
from gaoxin.services.synthetic_codes import special_codes, subject_code
from gaoxin.services.synthetic_reading import Recipe, examples, read_recipe

FEW = range(1, 41)
SOME = range(1, 301)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return read_recipe(examples())


@pytest.fixture(scope="module")
def zones() -> Recipe:
    return read_recipe(examples() / "zones.yaml")


@pytest.fixture(scope="module")
def table(recipe: Recipe) -> pa.Table:
    """Give the first of the enterprises, specials and others."""
    return synthetic_table(recipe, numbers=SOME)


@pytest.fixture(scope="module")
def rows(table: pa.Table) -> list[dict[str, Any]]:
    return table.to_pylist()


def test_its_size(table: pa.Table, recipe: Recipe):
    assert len(set(table["subject"].to_pylist())) == len(SOME)
    assert recipe.spec.count == 3000
    assert set(table["period"].to_pylist()) == {2022, 2023, 2024}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_table(table: pa.Table):
    assert synthetic_table(read_recipe(examples()), numbers=SOME).equals(table)


def test_another_seed_gives_another_table(recipe: Recipe):
    first, second = (synthetic_table(recipe, seed=seed, numbers=[100]) for seed in (1, 2))
    assert not first.equals(second)


def test_a_subject_is_the_same_in_any_company(recipe: Recipe, table: pa.Table):
    alone = synthetic_table(recipe, numbers=[250]).to_pylist()
    code = subject_code(recipe.spec, 250)
    assert alone == [row for row in table.to_pylist() if row["subject"] == code]


@pytest.mark.slow
def test_the_decimals_of_the_caller_change_nothing(recipe: Recipe):
    with localcontext() as context:
        context.prec = 5
        narrow = synthetic_table(recipe, numbers=FEW)
    assert narrow.equals(synthetic_table(recipe, numbers=FEW))


def test_every_row_says_that_it_is_synthetic(recipe: Recipe, zones: Recipe, rows: list[dict[str, Any]]):
    name = recipe.subject.name or ""
    assert {row[recipe.spec.label.heading] for row in rows} == {"合成数据"}
    assert all(row[name].endswith("（合成）") for row in rows)
    for row in synthetic_table(zones).to_pylist():
        assert row["subject"].endswith("（合成）")
        assert row[zones.spec.label.heading] == "合成数据"


def test_codes_are_right_and_of_no_place(recipe: Recipe, rows: list[dict[str, Any]]):
    codes = {row["subject"] for row in rows}
    assert all(is_credit_code(code) and code[2:8] == "000000" for code in codes)
    assert all(organisation_code_holds(code[8:17]) for code in codes)


def organisation_code_holds(code: str) -> bool:
    """GB 11714: the weighted sum of the eight characters and the check value is a multiple of 11."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = 10 if code[8] == "X" else int(code[8])
    return (sum(int(c, 36) * w for c, w in zip(code[:8], weights, strict=True)) + check) % 11 == 0


def test_a_known_organisation_code():
    """D2143569X, the example printed in GB 11714."""
    assert organisation_code_holds("D2143569X")


def test_no_row_before_founding(recipe: Recipe, rows: list[dict[str, Any]]):
    founded = recipe.subject.founded or ""
    years: dict[str, set[int]] = {}
    since: dict[str, date] = {}
    for row in rows:
        years.setdefault(row["subject"], set()).add(row["period"])
        since[row["subject"]] = row[founded]
    for subject, day in since.items():
        assert years[subject] == {year for year in recipe.spec.years if year >= day.year}, subject
    assert any(len(reported) < 3 for reported in years.values())


@pytest.mark.slow
def test_each_special_stands_where_it_says(recipe: Recipe, table: pa.Table):
    last = recipe.spec.years[-1]
    codes = special_codes(recipe.spec)
    words = {None: "unknown"}
    for pack in {pack for special in recipe.spec.specials for pack in special.expect}:
        found = {row["subject"]: row for row in gx.verdicts(pack, table, periods=[last]).rows()}
        for special in recipe.spec.specials:
            row = found[codes[special.name]]
            for name, expected in special.expect.get(pack, {}).items():
                assert words.get(row[name], row[name]) == expected, (special.name, name)


def test_every_special_says_what_must_come_out(recipe: Recipe):
    assert all(special.expect for special in recipe.spec.specials)


@pytest.mark.slow
def test_the_zone_is_worth_looking_at(table: pa.Table, recipe: Recipe):
    """Some pass, some fail by one condition, some lack a figure, some owe more than they own."""
    rows = gx.verdicts(recipe.spec.packs[1], table, periods=[2024]).rows()
    verdict = next(name for name in rows[0] if name not in ("subject", "period"))
    conditions = [name for name in rows[0] if "." in name]
    assert sum(row[verdict] == "pass" for row in rows) >= 30
    assert sum([row[c] for c in conditions].count(False) == 1 for row in rows) >= 30
    assert sum(row[verdict] == "unknown" for row in rows) >= 30
    assert sum(table[name].null_count for name in recipe.spec.variables) >= 100
    assert any(value is not None and value < 0 for value in table["net_assets"].to_pylist())


@pytest.fixture(scope="module")
def whole(recipe: Recipe) -> list[dict[str, Any]]:
    """Give all enterprises."""
    return synthetic_table(recipe).to_pylist()


def published() -> dict[tuple[str, int], Decimal]:
    """Give the published totals that the example carries."""
    with (examples() / "published-totals.csv").open(encoding="utf-8-sig") as file:
        return {(row["指标"], int(row["年度"])): Decimal(row["数值"]) for row in csv.DictReader(file)}


@pytest.mark.slow
def test_averages_are_calibrated_to_published_totals(whole: list[dict[str, Any]]):
    """Totals of the 3,000, scaled to the published number of enterprises, agree as README.md states."""
    told = published()

    def scaled(name: str, year: int) -> Decimal:
        rows = [row for row in whole if row["period"] == year]
        return sum(Decimal(row[name] or 0) for row in rows) / len(rows) * told["入统企业数", year]

    for name, year, total, tolerance in (
        ("survey_operating_revenue", 2023, "营业收入", 0.02),
        ("survey_operating_revenue", 2024, "营业收入", 0.02),
        ("survey_staff", 2023, "年末从业人员", 0.02),
        ("hnte_title", 2023, "高新技术企业数", 0.03),
    ):
        assert scaled(name, year) == pytest.approx(told[total, year], rel=Decimal(tolerance)), (name, year)


@pytest.mark.slow
def test_ratios_are_near_published_ones_of_other_years(whole: list[dict[str, Any]]):
    """Inventions per 10,000 staff of 2019; R&D of 2019 in the revenue of 2020, the nearest year published."""
    told = published()
    rows = [row for row in whole if row["period"] == 2023]
    staff, revenue, rd, inventions = (
        sum(Decimal(row[name] or 0) for row in rows)
        for name in ("survey_staff", "survey_operating_revenue", "rd_internal", "survey_valid_inventions")
    )
    assert inventions / staff * 10000 == pytest.approx(
        told["每万从业人员有效发明专利", 2019], rel=Decimal("0.05")
    )
    share = told["企业研发支出", 2019] / told["营业收入", 2020]
    assert rd / revenue == pytest.approx(share, rel=Decimal("0.25"))


@pytest.mark.slow
def test_missing_figures_are_few(whole: list[dict[str, Any]], recipe: Recipe):
    """A figure that was given the year before and is not given now is the exception."""
    lost = 0
    for before, now in pairwise(whole):
        if before["subject"] == now["subject"]:
            lost += sum(
                before[n] is not None and now[n] is None for n in ("sales_revenue", "rd_expense_domestic")
            )
    assert 0 < lost < 40


def test_parts_are_no_larger_than_the_whole(rows: list[dict[str, Any]]):
    pairs = [
        ("st_staff_183d", "staff_183d"),
        ("hightech_income", "total_income"),
        ("rd_expense_domestic", "rd_expense"),
        ("main_business_revenue", "operating_revenue"),
        ("class1_ip_own", "class1_ip_leading"),
    ]
    for row in rows:
        for part, whole in pairs:
            if row[part] is not None and row[whole] is not None:
                assert row[part] <= row[whole], (row["subject"], part)
        if row["core_ip"]:
            assert any(row[name] != 0 for name in ("class1_ip_core", "class2_ip_core"))


def test_given_values_are_exact(recipe: Recipe, table: pa.Table):
    found = table.filter(pa.compute.equal(table["subject"], subject_code(recipe.spec, 3))).to_pylist()
    assert found[-1]["rd_expense"] == Decimal("439.999999")


@pytest.mark.slow
def test_titles_carry_units_and_bind(recipe: Recipe):
    titled = synthetic_table(recipe, numbers=[1, 3], titles=True)
    assert titled.column_names[:2] == ["统一社会信用代码", "年度"]
    assert "销售收入（万元）" in titled.column_names
    pack = recipe.spec.packs[1]
    plain = synthetic_table(recipe, numbers=[1, 3])
    assert gx.verdicts(pack, titled).rows() == gx.verdicts(pack, plain).rows()


@pytest.mark.slow
def test_only_the_variables_that_are_wanted(recipe: Recipe):
    few = synthetic_table(recipe, numbers=[5], variables={"zone"})
    assert few.column_names == ["subject", "period", "zone", "数据说明"]


@pytest.mark.slow
def test_a_written_table_gives_the_same_verdicts(recipe: Recipe, tmp_path: Path):
    file = tmp_path / "firms.csv"
    assert write_table(examples(), file, numbers=FEW) == synthetic_table(recipe, numbers=FEW).num_rows
    pack = recipe.spec.packs[1]
    assert gx.verdicts(pack, file).rows() == gx.verdicts(pack, synthetic_table(recipe, numbers=FEW)).rows()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (100, "100"),
        (Decimal("100.00"), "100"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (date(2024, 3, 5), "2024-03-05"),
        (1.5, "1.5"),
    ],
)
def test_cells_are_shown_as_people_write_them(cell: object, text: str):
    assert shown(cell) == text


def test_real_figures_are_doubles(zones: Recipe):
    variable = next(name for name, v in zones.variables.items() if v.type == "real")
    figure = {"draw": {"lognormal": {"median": 1, "sigma": 1}}, "decimals": 3}
    data = zones.spec.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    data["variables"] = {variable: figure}
    other = Recipe(type(zones.spec).model_validate(data), zones.variables, zones.subject)
    assert str(synthetic_table(other).schema.field(variable).type) == "double"


@pytest.mark.slow
def test_zones_roll_up_their_enterprises(zones: Recipe, table: pa.Table):
    found = gx.indicators(
        "zone-evaluation-2021", synthetic_table(zones), ["rd5_revenue_share"], members={"enterprise": table}
    )
    by_zone = {(row["subject"], row["period"]): row["rd5_revenue_share"] for row in found.rows()}
    assert all(0 < by_zone[f"示例高新区0{n}（合成）", 2024] < 100 for n in (1, 2))


@pytest.mark.slow
def test_the_published_sub_indexes_give_the_published_total():
    """0.20*162.6 + 0.20*298.8 + 0.25*124.3 + 0.10*259.5 + 0.25*126.4 = 180.905; published 180.9."""
    found = gx.index("zone-capability-2014", examples() / "zones-published.csv", "from_subindices").rows()
    assert [row["score"] for row in found if row["node"] == "total"] == [pytest.approx(180.905, abs=1e-9)]


@pytest.mark.slow
def test_the_tables_in_examples_are_those_that_the_script_writes(root: Path, tmp_path: Path):
    write = runpy.run_path(str(root / "examples" / "make_examples.py"))["write"]
    for made in write(tmp_path):
        kept = root / "examples" / made.name
        assert made.read_bytes() == kept.read_bytes(), f"run python examples/make_examples.py: {made.name}"
        assert made.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.slow
def test_the_table_of_the_readme_holds(root: Path):
    text = (root / "examples" / "README.md").read_text("utf-8")
    shown = dict.fromkeys(("符合", "不符合", "待补充"), "") | {
        "符合": "pass",
        "不符合": "fail",
        "待补充": "unknown",
    }
    lines = [line.split("|") for line in text.splitlines() if line.startswith("| 91000000")]
    found = gx.verdicts("hnte-2016", root / "examples" / "enterprises.csv", periods=[2024]).rows()
    verdicts = {row["subject"]: row["hnte"] for row in found}
    assert len(lines) == 9
    for _, code, _, verdict, _ in lines:
        assert verdicts[code.strip()] == shown[verdict.strip()], code
