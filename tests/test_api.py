"""The verbs of Python, as a user meets them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import gaoxin as gx
from gaoxin.services.versions import same_index

ZONES = str(Path(__file__).parents[1] / "examples" / "zones.csv")

FIRMS = pa.table(
    {
        "统一社会信用代码": ["001", "002"],
        "年度": [2024, 2024],
        "st_staff_183d": [10, 9],
        "staff_183d": [100, 100],
        "core_ip": ["是", None],
    }
)


@pytest.mark.slow
def test_a_pack_is_loaded_by_name_family_or_folder():
    by_name = gx.load_pack("hnte-2016")
    assert by_name.pack.family == "hnte"
    assert gx.load_pack("hnte").pack.pack == "hnte-2016"
    folder = next(p["folder"] for p in gx.packs() if p["pack"] == "hnte-2016")
    assert gx.load_pack(str(folder)).pack == by_name.pack
    assert gx.load_pack("srdi", as_of=date(2023, 1, 1)).pack.pack == "srdi-2022"


def test_packs_say_when_they_are_in_force():
    found = {p["pack"]: p for p in gx.packs()}
    assert found["srdi-2022"]["to"] == date(2026, 3, 31)
    assert found["srdi-2026"]["from"] == date(2026, 4, 1)
    assert Path(str(found["vocabulary"]["folder"])).is_dir()


@pytest.mark.slow
def test_verdicts_of_a_delivered_pack():
    found = gx.verdicts("hnte-2016", FIRMS)
    first, second = found.rows()
    assert (first["subject"], first["hnte.H-04"], first["hnte.H-02"]) == ("001", True, True)
    assert (second["hnte.H-04"], second["hnte.H-02"], second["hnte"]) == (False, None, "fail")


@pytest.mark.slow
def test_a_program_may_be_given_in_place_of_a_name():
    program = gx.load_pack("hnte-2016")
    assert gx.verdicts(program, FIRMS).rows() == gx.verdicts("hnte-2016", FIRMS).rows()


@pytest.mark.slow
def test_the_long_form():
    found = gx.verdicts("hnte-2016", FIRMS, long=True).rows()
    told = {(row["subject"], row["condition"]): (row["result"], row["why"]) for row in found}
    assert told["001", "H-04"] == ("true", "")
    assert told["002", "H-02"][0] == "unknown"
    assert told["002", "H-02"][1].startswith("待补充：拥有对主要产品")


def test_indicators():
    found = gx.indicators("hnte-2016", FIRMS, ["st_staff_share"], periods=[2024])
    assert [row["st_staff_share"] for row in found.rows()] == [10, 9]


@pytest.mark.slow
def test_an_index_from_published_sub_indexes():
    """The sub-indexes of 2015 give 180.905 with the published weights."""
    report = gx.test_pack("zone-capability-2014")
    assert not report.failures


@pytest.mark.slow
def test_contributions_of_enterprises_to_a_zone():
    zones = pa.table({"高新区代码": ["Z"], "年度": [2021], "高新区名称": ["某"]})
    firms = pa.table(
        {
            "信用代码": ["a", "b"],
            "年度": [2021, 2021],
            "zone": ["Z", "Z"],
            "survey_operating_revenue（万元）": ["100", "300"],
            "rd_internal（万元）": ["5", "14.999999"],
        }
    )
    found = gx.contributions(
        "zone-evaluation-2021", "rd5_revenue_share", zones, members={"enterprise": firms}
    )
    parts = {row["member"]: (row["counted"], row["contribution"]) for row in found.rows()}
    assert parts == {"a": (True, 25.0), "b": (False, 0.0)}
    figure = gx.indicators(
        "zone-evaluation-2021", zones, ["rd5_revenue_share"], members={"enterprise": firms}
    )
    assert figure.rows()[0]["rd5_revenue_share"] == 25.0


@pytest.mark.slow
def test_an_explanation():
    found = gx.explain("hnte-2016", FIRMS, "002")
    assert "002" in str(found)
    with pytest.raises(gx.UsageError):
        gx.explain("hnte-2016", FIRMS, "nobody")


@pytest.mark.slow
def test_the_sql():
    assert gx.sql("hnte-2016").startswith("-- hnte-2016: ")
    assert "read_parquet" not in gx.sql("hnte-2016", FIRMS).lower()


@pytest.mark.slow
def test_errors_have_one_family():
    for error in (gx.DataError, gx.PackError, gx.UsageError):
        assert issubclass(error, gx.GaoxinError)
    with pytest.raises(gx.UsageError):
        gx.verdicts("hnte-2016", "no-such-file.csv")
    with pytest.raises(gx.DataError):
        gx.verdicts("hnte-2016", FIRMS.set_column(2, "st_staff_183d", pa.array(["ten", "9"])))


def test_test_pack_is_no_test():
    assert gx.test_pack.__test__ is False


@pytest.mark.slow
def test_an_index_by_the_pack_of_each_year_tells_the_break():
    """Two sets of indicators in two years: no rank of one is compared with the other's."""
    program = gx.load_pack("zone-capability-2014")
    other = replace(program, pack=program.pack.model_copy(update={"pack": "another", "indicators": {}}))
    assert not same_index(program.pack, other.pack)
    years = sorted({row["period"] for row in gx.index(program, ZONES, "from_subindices").rows()})[:2]
    found = gx.index(dict(zip(years, (program, other), strict=True)), ZONES, "from_subindices")
    assert {row["comparable_since"] for row in found.rows()} == set(years)
    assert f"口径变动,不可比: zone-capability-2014 → another ({years[1]})" in found.notices


def test_packs_by_year_settle_the_years():
    with pytest.raises(gx.UsageError, match="leave periods out"):
        gx.index({2014: "zone-capability-2014"}, ZONES, periods=[2014])


@pytest.mark.slow
def test_analyses_take_a_result_in_place_of_a_table():
    found = gx.index("zone-capability-2014", ZONES, "from_subindices", periods=[2024])
    weights = gx.effective_weights("zone-capability-2014", found, name="from_subindices").rows()
    assert sum(row["effective_weight"] for row in weights if row["level"] == 0) == pytest.approx(1)
    alone = gx.analyse("zone-capability-2014", found, ["availability"], name="from_subindices")
    assert alone["availability"].rows()[0]["share"] == 1


@pytest.mark.slow
def test_one_zone_between_entered_extremes(tmp_path: Path):
    ranges = tmp_path / "ranges.csv"
    ranges.write_text("indicator,period,minimum,maximum,source\n1,2024,100,300,a book\n", "utf-8")
    with pytest.raises(gx.UsageError, match="两者不能同用"):
        gx.index({2024: "zone-capability-2014"}, ZONES, "from_subindices", ranges=ranges)
    found = gx.index("zone-capability-2014", ZONES, "from_subindices", periods=[2024], ranges=ranges)
    assert len(found) == 48, "sub-indexes are not normalised by min-max: nothing changes"
    with pytest.raises(gx.DataError, match="the indicator '1'"):
        gx.position("zone-capability-2014", ZONES, ranges)


@pytest.mark.slow
def test_pictures_of_plain_rows():
    picture = gx.plot.ranking([{"subject": "a", "rank": 1}], language="en")
    assert "Ranking" in picture.svg()
    assert (
        gx.jury(pa.table({"subject": ["a"], "item": ["b"], "scorer": ["c"], "score": [9]})).rows()[0]["n"]
        == 1
    )
