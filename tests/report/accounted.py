"""The account of a figure of the run made by hand, and of one that a break cut in two."""

from typing import Any

ZONE = "zone-2021"


def accounts(pack: str = ZONE) -> list[dict[str, Any]]:
    """Give 3.5 % against 3.9 %, with a comparable series; and a sum without one."""
    head = {"pack": pack, "kind": "zone", "subject": "Z1", "period": 2024, "member_kind": "enterprise"}
    head |= {"figure": "figure"}
    share = {**head, "indicator": "zone_rd", "unit": "%", "comparable": True, "breaks": "营业收入"}
    lines = [
        ("before", "上年", None, 3.9, "3.9%", None),
        ("calibre", "口径调整", None, -0.1, "-0.1 个百分点", "-2.56"),
        ("entered", "新增", 1200, 0.2, "+0.2 个百分点", "5.13"),
        ("stayed", "原有", 2, -0.5, "-0.5 个百分点", "-12.82"),
        ("change", "比上年", None, -0.4, "-0.4 个百分点", "-10.26"),
        ("after", "本年", None, 3.5, "3.5%", None),
    ]
    cut = {**head, "indicator": "zone_sum", "unit": "人", "comparable": False, "breaks": "从业人员"}
    ends = [
        ("before", "上年", None, 35.0, "35 人", None),
        ("undivided", "口径变动,不可比", None, 4.0, "+4 人", "11.43"),
        ("change", "比上年", None, 4.0, "+4 人", "11.43"),
        ("after", "本年", None, 39.0, "39 人", None),
    ]
    names = ("part", "title", "members", "amount", "text", "points_text")
    return [
        {**about, "place": place, **dict(zip(names, line, strict=True))}
        for about, listed in ((share, lines), (cut, ends))
        for place, line in enumerate(listed, 1)
    ]
