"""Faults of score sheets: each is found, with the way to it."""

from typing import Any

import pytest

from .conftest import Example, T

CASE = "CASE WHEN revenue > 1 万元 THEN '大' ELSE '小' END"


def sheet(one: dict[str, Any], **more: Any) -> dict[str, Any]:
    group = {"id": "g", "title": T, "items": [{"id": "i", "title": T, "max": 5, **one}]}
    return {"s": {"title": T, "groups": [group], **more}}


@pytest.mark.parametrize(
    ("points", "path", "words"),
    [
        (sheet({"score": "listed"}), ("groups", 0, "items", 0, "score"), "a flag; `score` is a figure"),
        (sheet({"score": "income"}), ("groups", 0, "items", 0, "score"), "'income'; no variable"),
        (
            sheet({"score": "staff", "normalise": {"by": ["revenue"]}}),
            ("groups", 0, "items", 0, "normalise", "by", 0),
            "revenue is a 元; a category is a category variable",
        ),
        (
            sheet({"score": "staff"}, normalise={"by": ["profit"]}),
            ("normalise", "by", 0),
            "profit is a 元; a category is a category variable",
        ),
        (
            sheet({"score": "revenue", "normalise": {"method": "goalposts", "posts": ["5 万元", "1 万元"]}}),
            ("groups", 0, "items", 0, "normalise", "posts"),
            "posts 5 万元 and 1 万元; the lesser of two quantities stands first",
        ),
        (
            sheet({"score": "revenue", "normalise": {"method": "goalposts", "posts": ["0", "10 人"]}}),
            ("groups", 0, "items", 0, "normalise", "posts", 1),
            "人 and 元",
        ),
        (
            sheet({"max": {"电子信息": 5}, "formula": "1"}, max_by="field"),
            ("groups", 0, "items", 0, "max"),
            "caps for 电子信息; field is 新材料, 电子信息",
        ),
        (
            sheet(
                {"max": {"大": 5, "中": 4}, "formula": "1"},
                max_by="size",
                categories={"size": {"title": T, "formula": CASE}},
            ),
            ("groups", 0, "items", 0, "max"),
            "caps for 大, 中; size is 大, 小",
        ),
        (
            sheet({"formula": "1"}, ranking={"by": ["patents"]}),
            ("ranking", "by", 0),
            "patents is a 件; a category is a category variable",
        ),
        (
            sheet({"formula": "1"}, veto=[{"id": "v", "title": T, "when": "revenue", "then": "zero"}]),
            ("veto", 0, "when"),
            "a condition must stand here",
        ),
        (
            sheet({"grade": "staff"}),
            ("groups", 0, "items", 0, "grade"),
            "`grade` names a variable of type grade",
        ),
        (
            sheet({"score": "heat", "round": {"to": "0.1", "mode": "down"}}),
            ("groups", 0, "items", 0, "round", "mode"),
            "a double is rounded half up",
        ),
    ],
)
def test_faults(firm: Example, points: dict[str, Any], path: tuple[str | int, ...], words: str):
    _, faults = firm.build(points=points)
    assert [(fault.path, words in str(fault.error)) for fault in faults] == [
        (("points", "s", *path), True)
    ], faults


def test_a_sheet_is_resolved(firm: Example):
    made = firm.program(
        points=sheet(
            {"max": {"大": 5, "小": 4}, "score": "staff", "normalise": {"by": ["size", "field"]}},
            max_by="size",
            categories={"size": {"title": T, "formula": CASE}},
            ranking={"by": ["field"]},
        )
    ).items["example.s"]
    assert list(made.categories) == ["size", "field"]  # pyright: ignore[reportAttributeAccessIssue]
    (row,) = made.rows  # pyright: ignore[reportAttributeAccessIssue]
    assert row.cap.by == row.share.by[0]
