"""Why a verdict is unknown: what is missing, what a jury decides, what is not official."""

from gaoxin.plan.reasons import coded, marked_conditions, reasons
from gaoxin.plan.rows import verdict_plan
from tests.agreement import language as lang


def program(*conditions: dict[str, object], **verdict: object):
    titled = [{"title": lang.T, **c} for c in conditions]
    return lang.program(
        {"status": "verified", "verdicts": {"v": {"title": lang.T, "all": titled, **verdict}}}
    )


def test_a_condition_rests_on_its_inputs_in_words():
    built = program({"id": "c", "require": "total(a, 2) >= 5 元"})
    found = {reason.output: reason for reason in reasons(built)}
    assert list(found) == ["v", "v.c"]
    assert found["v.c"].inputs == (("a", "待补充：题", None), ("a@-1", "待补充：题（前1年）", "existed@-1"))
    assert found["v.c"].otherwise == "待核实"
    assert found["v"].inputs == found["v.c"].inputs


def test_what_empty_means_is_not_missing():
    built = program({"id": "c", "require": "z >= 5 元"})
    assert [reason.inputs for reason in reasons(built)] == [(), ()]


def test_a_jury_decides_where_nothing_is_missing():
    built = program({"id": "c", "require": "mark > 6"}, {"id": "d", "require": "flag", "jury": True})
    found = {reason.output: reason.otherwise for reason in reasons(built)}
    assert found == {"v": "需评审", "v.c": "需评审", "v.d": "需评审"}


def test_a_condition_may_not_apply():
    built = program({"id": "c", "require": "flag", "applies": "n > 3"}, applies="kind = '甲'")
    found = {reason.output: reason.applies for reason in reasons(built)}
    assert found == {"v": "test.v#applies", "v.c": "test.v.c#applies"}


def test_what_is_not_official_is_marked():
    text = {"zh": "读法", "en": "reading"}
    built = program(
        {"id": "c", "require": "flag", "status": "assumed"},
        {"id": "d", "require": "flag", "status": "paraphrased"},
        {"id": "e", "require": "flag", "assumptions": [{"text": text, "when": "n > 3"}, {"text": text}]},
    )
    found = {reason.output: reason.marks for reason in reasons(built)}
    reading = "暂定值(官方未公布)：读法"
    assert found["v.c"] == (("暂定值(官方未公布)", None),)
    assert found["v.d"] == (("待核原文", None),)
    assert found["v.e"] == ((reading, "test.v.e#assumed0"), (reading, None))
    assert marked_conditions(built, "v") == {"暂定值(官方未公布)": ("c", "e"), "待核原文": ("d",)}


def resting(status: str, require: str) -> dict[str, tuple[str, ...]]:
    """What is marked of a verified condition over an indicator, a sheet and a verdict, one of a status."""
    row = {"id": "i", "title": lang.T, "max": 5, "bands": [{"when": "flag", "points": 5}], "otherwise": 0}
    group = {"id": "g", "title": lang.T, "max": 5, "items": [row]}
    sheet = {"title": lang.T, "max": 5, "groups": [group]}
    figure = {"title": lang.T, "formula": "n * 2", "unit": "人"}
    inner = {"id": "d", "title": lang.T, "require": "flag"}
    (row if status.startswith("row") else figure if status.startswith("figure") else inner)["status"] = (
        "assumed"
    )
    built = lang.program(
        {
            "status": "verified",
            "indicators": {"f": figure, "h": {"title": lang.T, "formula": "f + 1 人", "unit": "人"}},
            "points": {"s": sheet},
            "verdicts": {
                "other": {"title": lang.T, "all": [inner]},
                "v": {"title": lang.T, "all": [{"id": "c", "title": lang.T, "require": require}]},
            },
        }
    )
    marks = {reason.output: reason.marks for reason in reasons(built)}["v.c"]
    assert [word for word, _ in marks] == list(marked_conditions(built, "v"))
    return marked_conditions(built, "v")


def test_what_a_condition_rests_on_marks_it_too():
    marked = {"暂定值(官方未公布)": ("c",)}
    for status, formula in (
        ("figure", "f > 3"),
        ("figure", "prior(h) > 3"),
        ("row", "s > 3"),
        ("row", "s.i > 3"),
    ):
        assert resting(status, formula) == marked
    assert resting("verdict", "other") == marked
    assert resting("verdict", "other.d OR flag") == marked
    for status, formula in (("row", "h > 3"), ("figure", "s > 3"), ("verdict", "f > 3")):
        assert resting(status, formula) == {}


def test_reasons_for_machines_are_names():
    built = program(
        {"id": "c", "require": "total(a, 2) >= 5 元", "status": "assumed"},
        {"id": "d", "require": "mark > 6"},
    )
    found = {reason.output: reason for reason in coded(built, verdict_plan(built)).reasons}
    assert [word for _, word, _ in found["v.c"].inputs] == ["a", "a@-1"]
    assert (found["v.c"].otherwise, found["v.c"].marks) == ("?doubtful", ())
    jury = "!" * (built.variables["mark"].origin == "jury")
    assert [word for _, word, _ in found["v.d"].inputs] == [f"{jury}mark"]
    assert found["v.d"].otherwise == "?jury"
