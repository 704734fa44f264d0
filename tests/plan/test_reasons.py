"""Why a verdict is unknown: what is missing, what a jury decides, what is not official."""

from gaoxin.plan.reasons import marked_conditions, reasons
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
